import { urnId } from './urn.ts';

/** Clocks that differ by less are not held: a post may bear a moment this long before ours. */
export const clockSpreadMs = 3 * 60_000;
/** Dates have whole seconds, and an answer needs a moment to arrive. */
export const slackMs = 2_000;

const firstYear = Date.UTC(2010, 0, 1);

/**
 * When a post was made, as its number tells: its upper bits are milliseconds. The network does not promise it, so what
 * is no plausible moment is none, and a moment only ever rules out that a post is ours.
 */
export function momentInUrn(urn: string, now: number): number | null {
  const number = urnId(urn);
  if (!/^\d{15,20}$/.test(number)) return null;
  const moment = Number(BigInt(number) >> 22n);
  return moment > firstYear && moment < now + 86_400_000 ? moment : null;
}
