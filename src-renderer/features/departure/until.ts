import { momentOf } from '../../../src-shared/calendar/moment.ts';
import { quickMoments } from '../../../src-shared/calendar/quick-moments.ts';

export const spans = ['hour', 'two-hours', 'four-hours', 'evening', 'tomorrow', 'chosen'] as const;
export type Span = (typeof spans)[number];

const hour = 3_600_000;

/** Those that make sense at this instant: this evening is not offered in the evening. */
export const spansAt = (now: number, zone: string): readonly Span[] =>
  spans.filter((span) => span !== 'evening' || quick(now, zone, 'this-evening') !== null);

/**
 * When the person is back, epoch ms.
 *
 * @param chosen wall-clock time for `chosen`: `2026-11-26T18:00`
 */
export function untilOf(span: Span, chosen: string, now: number, zone: string): number {
  switch (span) {
    case 'hour':
      return now + hour;
    case 'two-hours':
      return now + 2 * hour;
    case 'four-hours':
      return now + 4 * hour;
    case 'evening':
      return quick(now, zone, 'this-evening') ?? now + hour;
    case 'tomorrow':
      return quick(now, zone, 'tomorrow-morning') ?? now + 12 * hour;
    case 'chosen':
      return momentOf(chosen, zone).moment.dueAt;
  }
}

function quick(now: number, zone: string, id: 'this-evening' | 'tomorrow-morning'): number | null {
  const found = quickMoments(now, zone).find((one) => one.id === id);
  return found === undefined ? null : momentOf(found.wall, zone).moment.dueAt;
}
