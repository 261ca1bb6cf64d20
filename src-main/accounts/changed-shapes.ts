import type { ChangedShape } from '../../src-shared/domain/vitals.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import type { Result } from '../../src-shared/result.ts';
import type { ConnectorError } from '../connectors/contract.ts';
import { shownAnswer } from '../diagnostics/raw-answer.ts';

/** Parts kept for one account: a network has a dozen. What is over goes first. */
const mostParts = 16;

/** How the items of a list were read. */
export interface ReadItems {
  /** Those that could not be. */
  readonly left: readonly unknown[];
  /** How many of this part are set aside now. */
  readonly aside: number;
  /** How many could be. */
  readonly read: number;
}

/**
 * What is known of a network's shapes after an answer of one of its parts: the same list where it says nothing new. An
 * answer that is right ends what was wrong; after items that could not be read, it must hold one that can.
 */
export function shapesAfter(
  before: readonly ChangedShape[],
  part: string,
  answer: Result<unknown, ConnectorError>,
  now: number,
  items?: ReadItems,
): readonly ChangedShape[] {
  const known = before.find((one) => one.part === part);
  const wrong = wrongOf(answer, items);
  const leftOut = items?.aside ?? known?.leftOut ?? 0;
  if (wrong === null) {
    if (answer.tag === 'err' || known === undefined) return before;
    const provesNothing = known.failure.detail['left'] !== undefined && items?.read === 0;
    const overAt = known.overAt ?? (provesNothing ? null : now);
    if (overAt === known.overAt && leftOut === known.leftOut) return before;
    return before.map((one) => (one === known ? { ...known, overAt, leftOut } : one));
  }
  const isNew = known === undefined || known.overAt !== null;
  const next: ChangedShape = {
    part,
    since: isNew ? now : known.since,
    lastAt: now,
    overAt: null,
    failure: wrong.failure,
    shown: shownAnswer(wrong.raw),
    leftOut,
  };
  const others = before.filter((one) => one !== known);
  return [next, ...others.toSorted((a, b) => Number(a.overAt !== null) - Number(b.overAt !== null))].slice(
    0,
    mostParts,
  );
}

/** What an answer has that its network does not promise, as it came; null: nothing, or it says nothing of it. */
function wrongOf(
  answer: Result<unknown, ConnectorError>,
  items: ReadItems | undefined,
): { readonly failure: Failure; readonly raw: string } | null {
  if (answer.tag === 'err')
    return 'raw' in answer.error && answer.error.raw !== undefined
      ? { failure: answer.error.failure, raw: answer.error.raw }
      : null;
  const left = items?.left ?? [];
  return left.length === 0
    ? null
    : { failure: failure('protocol', { left: left.length }), raw: JSON.stringify(left[0]).slice(0, 2_000) };
}
