import type { Text } from '../text/create-text.ts';

const minuteMs = 60_000;
const usual = [5, 15, 30, 60, 120, 360, 720, 1_440] as const;

/** Delays that can be accepted, in ms as text, and `current` (ms) among them. */
export function toleranceOptions(
  text: Text,
  current: number,
): readonly { readonly id: string; readonly label: string }[] {
  const minutes = [...new Set([...usual, Math.round(current / minuteMs)])].sort((a, b) => a - b);
  return minutes.map((count) => ({
    id: String(count * minuteMs),
    label:
      count >= 60 && count % 60 === 0
        ? text.t('clients.tolerance.hours', { count: count / 60 })
        : text.t('clients.tolerance.minutes', { count }),
  }));
}
