import { startTransition, useEffect, useRef, useState } from 'react';
import { afterPaint } from './after-paint.ts';

/**
 * A value as it was a frame ago: what shows it is drawn once the frame that the latest change asked for is on the
 * screen, and in turns that let go of the page for the next key.
 */
export function useAfterPaint<Value>(value: Value): Value {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  const isAsked = useRef(false);
  useEffect(() => {
    latest.current = value;
    if (value === shown || isAsked.current) return;
    isAsked.current = true;
    afterPaint(() => {
      isAsked.current = false;
      startTransition(() => setShown(latest.current));
    });
  }, [value, shown]);
  return shown;
}
