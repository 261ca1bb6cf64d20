import type { CalendarEntry } from './calendar-entry.ts';
import { standingLooks, standingOfOne, type Standing } from './standing.ts';

/** What a post needs to leave: nothing any more, this machine, a hand at its hour; or somebody now. */
export const leavingKinds = ['held', 'here', 'hand', 'you'] as const;
export type LeavingKind = (typeof leavingKinds)[number];

/** What a post needs, account by account: one that goes to several networks may need several things. */
export function kindsOf(entry: CalendarEntry): ReadonlySet<LeavingKind> {
  const all: readonly Standing[] =
    entry.deliveries.length === 0 || entry.standing === 'handing'
      ? [entry.standing]
      : entry.deliveries.map(standingOfOne);
  const kinds = new Set(all.flatMap((standing) => kindOf(standing) ?? []));
  if (entry.refusal !== null) kinds.add('you');
  return kinds;
}

function kindOf(standing: Standing): LeavingKind | null {
  if (standing === 'held' || standing === 'here' || standing === 'hand') return standing;
  return standingLooks[standing].isUrgent && standing !== 'handing' ? 'you' : null;
}
