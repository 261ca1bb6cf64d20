import type { Text } from '../text/create-text.ts';

const minuteMs = 60_000;
const usual = [5, 15, 30, 60, 120, 360, 720, 1_440] as const;

/** Delays that can be accepted, in ms as text, and `current` (ms) among them. */
export function toleranceOptions(
  text: Text,
  current: number,
): readonly { readonly id: string; readonly label: string }[] {
  return inMinutes(text, [...usual, Math.round(current / minuteMs)]);
}

const usualDistances = [1, 2, 5, 10, 15, 30, 60] as const;

/** Distances between posts that are due together, in ms as text, and `current` (ms) among them. */
export const spacingOptions = (text: Text, current: number): ReturnType<typeof toleranceOptions> =>
  inMinutes(text, [...usualDistances, Math.round(current / minuteMs)]);

function inMinutes(text: Text, all: readonly number[]): ReturnType<typeof toleranceOptions> {
  const minutes = [...new Set(all)].sort((a, b) => a - b);
  return minutes.map((count) => ({
    id: String(count * minuteMs),
    label:
      count >= 60 && count % 60 === 0
        ? text.t('clients.tolerance.hours', { count: count / 60 })
        : text.t('clients.tolerance.minutes', { count }),
  }));
}
