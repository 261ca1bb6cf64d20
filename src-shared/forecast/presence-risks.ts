import type { Day } from '../calendar/grid.ts';
import { latestHandOver, termsOf } from '../outbox/plan.ts';
import type { Departure } from './departure.ts';
import { groupedBy } from '../grouped-by.ts';
import { toLine } from './fixes.ts';
import type { Risk } from './risk.ts';
import type { Findable } from './sources.ts';

interface Needing {
  readonly departure: Departure;
  readonly kind: 'awake' | 'hand';
  readonly day: Day;
}

/**
 * When this machine must be awake, and when a person's hand is needed: one risk a day for each.
 *
 * @param stopped keys of what will not leave whoever is there
 */
export function presenceRisks(all: Findable, stopped: ReadonlySet<string>): readonly Risk[] {
  const { departures, now, dayAt } = all;
  const needing = departures.flatMap((departure): readonly Needing[] => {
    const { moment, dueAt, holder, key, state } = departure;
    const day = dayAt(dueAt);
    if (moment === null || dueAt < now || day === null || state !== 'scheduled' || stopped.has(key))
      return [];
    const kind = holder === 'machine' ? 'awake' : 'hand';
    return [{ departure, kind, day }];
  });
  return [...groupedBy(needing, ({ kind, day }) => `${kind} ${day}`)].map(([id, group]): Risk => {
    const [{ departure: first, kind, day }] = group;
    const own = group.map(({ departure }) => departure);
    const last = own.at(-1) ?? first;
    const movable = kind === 'awake' ? own.filter((one) => mayBeHeld(one, all)) : [];
    return {
      kind,
      id,
      severity: 'needs',
      at: first.dueAt,
      departures: own,
      day,
      from: first.dueAt,
      to: last.dueAt,
      fixes: [
        ...(movable.length > 0 ? ([{ tag: 'hand-over', of: movable }] as const) : []),
        ...toLine(movable[0] ?? first),
      ],
    };
  });
}

/** Whether the network's own scheduler could still be given it. */
function mayBeHeld({ state, action, accountId, dueAt }: Departure, { accountOf, now }: Findable): boolean {
  const account = accountOf(accountId);
  if (account === null || state !== 'scheduled' || action.tag !== 'publish') return false;
  const { native, operations } = termsOf(account.manifest);
  return (
    native !== null && operations['schedule'] !== undefined && now <= latestHandOver(dueAt, native.minAheadMs)
  );
}
