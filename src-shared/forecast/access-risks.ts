import { riskOf, type Risk as Reason } from '../accounts/at-risk.ts';
import type { AccountId } from '../ids.ts';
import type { Departure } from './departure.ts';
import { toLine } from './fixes.ts';
import { groupedBy } from '../grouped-by.ts';
import type { Risk } from './risk.ts';
import type { Findable } from './sources.ts';

interface Threatened {
  readonly departure: Departure;
  readonly accountId: AccountId;
  /** Null: the account itself is not known any more. */
  readonly reason: Reason | null;
}

/** What an account's access, or its absence, keeps from leaving: one risk for each account and reason. */
export function accessRisks(all: Findable): readonly Risk[] {
  const threatened = all.departures.flatMap((departure): readonly Threatened[] => {
    const { accountId } = departure;
    if (accountId === null) return [];
    if (all.accountOf(accountId) === null)
      return isStill(departure) ? [{ departure, accountId, reason: null }] : [];
    const reason = accessRiskOf(departure, all);
    return reason === null ? [] : [{ departure, accountId, reason }];
  });
  const groups = groupedBy(threatened, ({ accountId, reason }) => `${accountId} ${reason ?? ''}`);
  return [...groups.values()].map((group): Risk => {
    const [{ accountId, reason, departure: first }] = group;
    const common = {
      severity: 'stops',
      at: Math.max(all.now, first.dueAt),
      departures: group.map(({ departure }) => departure),
      accountId,
    } as const;
    return reason === null
      ? {
          ...common,
          kind: 'no-account',
          id: `no-account ${accountId}`,
          fixes: [{ tag: 'edit', of: first }, ...toLine(first)],
        }
      : {
          ...common,
          kind: 'access',
          id: `access ${accountId} ${reason}`,
          reason,
          endsAt: reason === 'ends' ? (all.vitals(accountId).access?.endsAt ?? null) : null,
          fixes: [{ tag: 'reconnect', accountId, workspaceId: first.workspaceId }],
        };
  });
}

/** The account's own judgement, also of a wish that main has not taken. A draft is not to leave yet. */
export function accessRiskOf(departure: Departure, { accountOf, vitals }: Findable): Reason | null {
  const { state, accountId } = departure;
  const account = accountOf(accountId);
  if (account === null || state === 'draft' || state === 'refused') return null;
  return riskOf(
    { ...departure, state: state === 'handing' ? 'scheduled' : state },
    { health: account.health, access: vitals(account.id).access },
  );
}

/** It is still to leave, by this machine's hand. */
const isStill = ({ state, executor }: Departure): boolean =>
  executor !== 'assisted' &&
  (state === 'grace' ||
    state === 'scheduled' ||
    state === 'running' ||
    state === 'frozen' ||
    state === 'blocked' ||
    state === 'handing');
