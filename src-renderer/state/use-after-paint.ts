import { startTransition, useEffect, useRef, useState } from 'react';
import { afterPaint } from './after-paint.ts';

/** Somebody who writes fast presses a key or two in that time, and reads no figure in it. */
const calmMs = 120;

/**
 * A value as it was a moment ago: what shows it is drawn once the frame that the latest change asked for is on the
 * screen, at most every 120 ms, and in turns that let go of the page for the next key.
 */
export function useAfterPaint<Value>(value: Value): Value {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  const isAsked = useRef(false);
  const shownAt = useRef(-Infinity);
  useEffect(() => {
    latest.current = value;
    if (value === shown || isAsked.current) return;
    isAsked.current = true;
    const show = (): void => {
      isAsked.current = false;
      shownAt.current = performance.now();
      startTransition(() => setShown(latest.current));
    };
    const wait = shownAt.current + calmMs - performance.now();
    if (wait > 0) setTimeout(() => afterPaint(show), wait);
    else afterPaint(show);
  }, [value, shown]);
  return shown;
}
