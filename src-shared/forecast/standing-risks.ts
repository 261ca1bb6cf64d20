import { freezesOf } from '../domain/freeze.ts';
import { isTrouble, type Trouble } from '../outbox/trouble.ts';
import { accessRiskOf } from './access-risks.ts';
import { isPlanned, type Departure } from './departure.ts';
import { groupedBy } from '../grouped-by.ts';
import { toLine } from './fixes.ts';
import type { Risk } from './risk.ts';
import type { Findable } from './sources.ts';

/** What nobody holds: frozen, never handed over, refused, or standing open in the outbox for a person. */
export function standingRisks(all: Findable): readonly Risk[] {
  return [...frozen(all), ...unscheduled(all), ...notTaken(all), ...troubles(all)];
}

interface Kept {
  readonly departure: Departure;
  /** Null: no freeze in force covers it. */
  readonly freezeId: string | null;
  readonly kind: 'frozen' | 'recall' | 'held-back';
  readonly key: string;
}

interface Standing {
  readonly departure: Departure;
  readonly state: Trouble;
}

/** Freezes in force, each with what it keeps here; and what stays frozen though no freeze covers it. */
function frozen({ departures, freezes, now }: Findable): readonly Risk[] {
  const kept = departures.flatMap((departure): readonly Kept[] => {
    const { accountId, workspaceId, state } = departure;
    if (accountId === null || !isPlanned(departure)) return [];
    const covering = freezesOf(freezes, { ...departure, accountId });
    // What the network's scheduler still has leaves, whatever is frozen here, until it is taken back.
    const kind = state === 'handed-over' || state === 'recalling' ? 'recall' : 'frozen';
    if (covering.length > 0)
      return covering.map(({ id }) => ({ departure, freezeId: id, kind, key: `${kind} ${id}` }));
    return state === 'frozen'
      ? [{ departure, freezeId: null, kind: 'held-back', key: `held-back ${workspaceId}` }]
      : [];
  });
  return [...groupedBy(kept, ({ key }) => key)].map(([id, group]): Risk => {
    const [{ freezeId, kind, departure: first }] = group;
    const common = {
      id,
      at: Math.max(now, first.dueAt),
      departures: group.map(({ departure }) => departure),
    };
    if (freezeId === null) return { ...common, kind: 'held-back', severity: 'stops', fixes: toLine(first) };
    return kind === 'recall'
      ? { ...common, kind, severity: 'doubt', freezeId, fixes: toLine(first) }
      : { ...common, kind: 'frozen', severity: 'stops', freezeId, fixes: [{ tag: 'resume', freezeId }] };
  });
}

function unscheduled({ departures, now }: Findable): readonly Risk[] {
  const drafts = departures.filter(({ state }) => state === 'draft');
  return [...groupedBy(drafts, ({ postId }) => postId)].flatMap(([postId, group]): readonly Risk[] => {
    if (postId === null) return [];
    const [first] = group;
    return [
      {
        kind: 'draft',
        id: `draft ${postId}`,
        severity: 'stops',
        at: Math.max(now, first.dueAt),
        departures: group,
        isOver: first.dueAt <= now,
        fixes: [
          { tag: 'schedule', postId },
          { tag: 'move', of: first },
        ],
      },
    ];
  });
}

function notTaken({ departures, now }: Findable): readonly Risk[] {
  const open = departures.filter(({ state }) => state === 'handing' || state === 'refused');
  return [...groupedBy(open, ({ state, intentId }) => `${state} ${intentId ?? ''}`)].map(
    ([id, group]): Risk => {
      const [first] = group;
      const common = { id, at: Math.max(now, first.dueAt), departures: group };
      return first.state === 'refused'
        ? {
            ...common,
            kind: 'refused',
            severity: 'stops',
            fixes: [{ tag: 'edit', of: first }, ...toLine(first)],
          }
        : {
            ...common,
            kind: 'handing',
            severity: 'doubt',
            fixes: [{ tag: 'edit', of: first }, ...toLine(first)],
          };
    },
  );
}

function troubles(all: Findable): readonly Risk[] {
  const open = all.departures.flatMap((departure): readonly Standing[] => {
    const { state } = departure;
    if (state === 'draft' || state === 'handing' || state === 'refused' || !isTrouble(state)) return [];
    // A blocked one is told with what blocks its account.
    const isTold =
      state === 'blocked' &&
      (all.accountOf(departure.accountId) === null || accessRiskOf(departure, all) !== null);
    return isTold ? [] : [{ departure, state }];
  });
  return [...groupedBy(open, ({ departure, state }) => `${state} ${departure.workspaceId}`)].map(
    ([key, group]): Risk => {
      const [{ departure: first, state }] = group;
      return {
        kind: 'trouble',
        id: `trouble ${key}`,
        // What may have left is not known to stand still.
        severity: state === 'needs-decision' ? 'doubt' : 'stops',
        at: all.now,
        departures: group.map(({ departure }) => departure),
        state,
        fixes: toLine(first),
      };
    },
  );
}
