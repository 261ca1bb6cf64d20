import type { Surroundings } from './event.ts';
import type { Cause, OutboxRecord } from './record.ts';
import { logged } from './steps.ts';
import { notify, turn, type Turn } from './turn.ts';

/** When a post that waits is judged again: a day and an hour before it leaves. */
export const recheckMarks = ['day', 'hour'] as const;
export type RecheckMark = (typeof recheckMarks)[number];

const hour = 3_600_000;
const ahead: Readonly<Record<RecheckMark, number>> = { day: 24 * hour, hour };

/** The name of the entry in the delivery's log that keeps a bad verdict from being told twice. */
export const recheckEvent = (mark: RecheckMark): string => `recheck-${mark}`;

/**
 * From when until when (epoch ms, not with the end) a record is judged for this mark; null: it does not wait for an
 * hour of its own, or was told of this already. One that comes when the mark has passed is judged at once.
 */
export function recheckAt(
  { phase, wish, action, attempts }: OutboxRecord,
  mark: RecheckMark,
): { readonly from: number; readonly until: number } | null {
  if (phase.tag !== 'scheduled' || wish.leaving.tag !== 'at') return null;
  if (action.tag !== 'publish' && action.tag !== 'reply' && action.tag !== 'private-reply') return null;
  const { dueAt } = wish.leaving.moment;
  const from = dueAt - ahead[mark];
  const isTold = attempts.some(({ event, at }) => event === recheckEvent(mark) && at >= from);
  return isTold ? null : { from, until: mark === 'day' ? dueAt - ahead.hour : dueAt };
}

/** It would be refused: told once for each mark, and nothing else changes. What has moved on meanwhile is left alone. */
export function rechecked(
  record: OutboxRecord,
  mark: RecheckMark,
  failure: Cause,
  { now }: Surroundings,
): Turn {
  const span = recheckAt(record, mark);
  if (span === null || now < span.from) return turn(record);
  return turn(logged(record, now, 'delivery', recheckEvent(mark), failure.code), notify('would-fail'));
}
