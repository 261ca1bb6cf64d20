import { riskOf, type Risk } from '../../../src-shared/accounts/at-risk.ts';
import { isLow, openQuotas } from '../../../src-shared/accounts/quota.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Vitals } from '../../../src-shared/domain/vitals.ts';
import { conditionOf } from './health.ts';

/** One departure that will not be, as things stand. */
export interface AtRisk {
  readonly delivery: Delivery;
  readonly risk: Risk;
}

/** An account with everything that decides how urgent it is. */
export interface Standing {
  readonly account: Account;
  readonly vitals: Vitals;
  /** Soonest first. */
  readonly atRisk: readonly AtRisk[];
  /** Posts that its network holds: they leave whatever becomes of the access. */
  readonly held: number;
}

export function standingOf(account: Account, vitals: Vitals, deliveries: readonly Delivery[]): Standing {
  const own = deliveries.filter(({ accountId }) => accountId === account.id);
  return {
    account,
    vitals,
    atRisk: own
      .flatMap((delivery): readonly AtRisk[] => {
        const risk = riskOf(delivery, { health: account.health, access: vitals.access });
        return risk === null ? [] : [{ delivery, risk }];
      })
      .sort((a, b) => a.delivery.dueAt - b.delivery.dueAt),
    held: own.filter(({ state }) => state === 'handed-over').length,
  };
}

/** How urgent, the smaller the more: what keeps posts from leaving comes before what may. */
export function urgencyOf(standing: Standing, now: number): number {
  const { account, vitals, atRisk } = standing;
  const { tag } = account.health;
  if (tag === 'disconnected') return atRisk.length > 0 ? 2 : 7;
  if (tag === 'refused' || tag === 'locked') return atRisk.length > 0 ? 0 : 1;
  if (atRisk.length > 0) return 2;
  if (conditionOf(standing) !== 'ok' || vitals.unpaid !== undefined) return 3;
  if (vitals.access?.permissions.some(({ held }) => held === false)) return 5;
  if ((vitals.limitedUntil ?? 0) > now || openQuotas(vitals.quotas, now).some(isLow)) return 4;
  return 6;
}

/** The most urgent first; as they were where nothing sets them apart. */
export const byUrgency = (standings: readonly Standing[], now: number): readonly Standing[] =>
  [...standings].sort(
    (a, b) =>
      urgencyOf(a, now) - urgencyOf(b, now) ||
      (a.atRisk[0]?.delivery.dueAt ?? 0) - (b.atRisk[0]?.delivery.dueAt ?? 0),
  );
