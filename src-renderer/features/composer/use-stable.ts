import { useCallback, useLayoutEffect, useRef } from 'react';

/** One and the same function from draw to draw, which does what the latest draw meant: what is handed it need not be drawn again. */
export function useStable<Args extends readonly unknown[], Answer>(
  act: (...args: Args) => Answer,
): (...args: Args) => Answer {
  const latest = useRef(act);
  useLayoutEffect(() => {
    latest.current = act;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}
