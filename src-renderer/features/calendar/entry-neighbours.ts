import { wholeText } from '../../../src-shared/domain/pieces.ts';
import {
  neighbourWarnings,
  type Neighbour,
  type NeighbourRules,
  type NeighbourWarning,
} from '../../../src-shared/composing/neighbours.ts';
import { compared } from '../../../src-shared/composing/similar.ts';
import { neighbourText } from '../../state/neighbour-text.ts';
import type { Text } from '../../text/create-text.ts';
import type { CalendarEntry } from './calendar-entry.ts';

/** What the other posts of its accounts would be to an entry that stood at another moment (epoch ms). */
export function entryWarnings(
  entry: Pick<CalendarEntry, 'accountIds' | 'deliveries' | 'content'>,
  at: number,
  others: readonly Neighbour[],
  rules: NeighbourRules,
): readonly NeighbourWarning[] {
  return entry.accountIds.flatMap((accountId) => {
    const own = entry.deliveries.find((one) => one.accountId === accountId);
    // What has left there moves no more.
    if (own?.state === 'sent' || own?.state === 'cancelled') return [];
    const text = wholeText(own?.content ?? entry.content);
    return neighbourWarnings({ accountId, text: compared(text), at }, others, rules);
  });
}

/** In one sentence after the other, each with its account when there are several; null: nothing to say. */
export function warningsText(
  text: Text,
  warnings: readonly NeighbourWarning[],
  nameOf: (accountId: NeighbourWarning['accountId']) => string,
  now: number,
): string | null {
  if (warnings.length === 0) return null;
  return warnings
    .map((warning) =>
      text.t('calendar.neighbour', {
        account: nameOf(warning.accountId),
        what: neighbourText(text, warning, now),
      }),
    )
    .join(' ');
}
