import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react';

/**
 * A line that changes its group is another element from then on: the keyboard goes along with it, so that the next arrow
 * starts where the last one ended.
 *
 * @returns what is told of every focus within the lists
 */
export function useKeptFocus(
  lists: RefObject<HTMLElement | null>,
): (event: Pick<FocusEvent<HTMLElement>, 'target'>) => void {
  const focused = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    const was = focused.current;
    if (was === null || was.isConnected || document.activeElement !== document.body) return;
    focused.current = null;
    const key = was.dataset['line'] ?? '';
    lists.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(key)}"]`)?.focus();
  });
  return ({ target }) => {
    focused.current = target.matches('[data-line]') ? target : null;
  };
}
