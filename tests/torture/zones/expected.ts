import type { Timeline } from './tzif.ts';

/**
 * What DESIGN says of a wall time, worked out from a timeline alone: in a gap the first instant after it, in an
 * overlap the first of the two.
 */
export interface Expected {
  readonly tag: 'plain' | 'gap' | 'overlap';
  readonly dueAt: number;
  /** In an overlap. */
  readonly secondAt: number | null;
}

/** `2026-11-26T09:00` of an instant at an offset. */
export const wallAt = (epochMs: number, offsetMs: number): string =>
  new Date(epochMs + offsetMs).toISOString().slice(0, 16);

export function offsetAt(timeline: Timeline, epochMs: number): number {
  let offset = timeline[0]?.offsetMs ?? 0;
  for (const change of timeline) {
    if (change.at > epochMs) break;
    offset = change.offsetMs;
  }
  return offset;
}

export function expectedOf(timeline: Timeline, wall: string): Expected {
  const local = Date.parse(`${wall}:00Z`);
  const instants = timeline.flatMap(({ at, offsetMs }, index) => {
    const instant = local - offsetMs;
    const until = timeline[index + 1]?.at ?? Infinity;
    return instant >= at && instant < until ? [instant] : [];
  });
  const [first, second] = instants;
  if (first !== undefined)
    return second === undefined
      ? { tag: 'plain', dueAt: first, secondAt: null }
      : { tag: 'overlap', dueAt: first, secondAt: second };
  const jump = timeline.findIndex(
    ({ at, offsetMs }, index) =>
      index > 0 && at + (timeline[index - 1]?.offsetMs ?? 0) <= local && local < at + offsetMs,
  );
  return { tag: 'gap', dueAt: timeline[jump]?.at ?? NaN, secondAt: null };
}

/** First instant of the day. */
export const startOf = (timeline: Timeline, day: string): number =>
  expectedOf(timeline, `${day}T00:00`).dueAt;
