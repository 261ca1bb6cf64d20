import { allMedia, piecesOf } from '../domain/pieces.ts';
import { openQuotas } from '../accounts/quota.ts';
import type { Account } from '../domain/account.ts';
import type { Departure } from './departure.ts';
import { groupedBy } from '../grouped-by.ts';
import { toLine } from './fixes.ts';
import type { Risk } from './risk.ts';
import type { Findable } from './sources.ts';

const dayMs = 86_400_000;

/** Budgets of requests, and how much a network's scheduler holds: account by account. */
export function limitRisks(all: Findable): readonly Risk[] {
  const own = groupedBy(
    all.departures.filter(({ state }) => state !== 'draft'),
    ({ accountId }) => accountId,
  );
  return [...own].flatMap(([id, departures]) => {
    const account = all.accountOf(id);
    return account === null
      ? []
      : [...budget(account, departures, all), ...scheduler(account, departures, all)];
  });
}

/** Requests that one departure takes: its media, and a write for each of its parts. */
const costOf = ({ content }: Departure): number => allMedia(content).length + piecesOf(content).length;

/** What of this machine's departures comes too soon for what the server still allows. */
function budget(account: Account, own: readonly Departure[], { vitals, now }: Findable): readonly Risk[] {
  const { quotas, limitedUntil } = vitals(account.id);
  const leaving = own.filter(
    ({ state, executor, dueAt }) =>
      dueAt >= now && executor !== 'assisted' && (state === 'scheduled' || state === 'handing'),
  );
  let worst: { readonly until: number; readonly left: number; readonly late: readonly Departure[] } | null =
    null;
  const consider = (until: number, left: number): void => {
    let used = 0;
    const late = leaving.filter((departure) => {
      if (departure.dueAt >= until) return false;
      used += costOf(departure);
      return used > left;
    });
    if (late.length > (worst?.late.length ?? 0)) worst = { until, left, late };
  };
  if (limitedUntil !== null && limitedUntil > now) consider(limitedUntil, 0);
  for (const { left, resetAt } of openQuotas(quotas, now)) consider(resetAt, left);
  // The compiler does not follow an assignment inside a function.
  const found = worst as { until: number; left: number; late: readonly Departure[] } | null;
  const [first] = found?.late ?? [];
  if (found === null || first === undefined) return [];
  const { until, left, late } = found;
  const isTooLate = late.some(
    ({ dueAt, toleranceMs }) => toleranceMs !== null && until > dueAt + toleranceMs,
  );
  return [
    {
      kind: 'quota',
      id: `quota ${account.id}`,
      severity: isTooLate ? 'stops' : 'doubt',
      at: first.dueAt,
      departures: late,
      accountId: account.id,
      until,
      left,
      need: leaving.filter(({ dueAt }) => dueAt < until).reduce((sum, one) => sum + costOf(one), 0),
      fixes: [{ tag: 'move', of: first }, ...toLine(first)],
    },
  ];
}

/** What is meant for the network's scheduler and finds it full. Its days are those of UTC, as servers count them. */
function scheduler(account: Account, own: readonly Departure[], { now }: Findable): readonly Risk[] {
  const rule = account.manifest.native;
  if (rule === null) return [];
  const held = own.filter(({ state }) => state === 'handed-over');
  const coming = own.filter(
    ({ state, executor, dueAt }) =>
      executor === 'native' &&
      dueAt > now &&
      (state === 'scheduled' || state === 'handing' || state === 'frozen' || state === 'blocked'),
  );
  const risk = (departures: readonly Departure[], per: 'day' | 'all', key: string): readonly Risk[] => {
    const [first] = departures;
    return first === undefined
      ? []
      : [
          {
            kind: 'scheduler-full',
            id: `full ${account.id} ${key}`,
            severity: 'doubt',
            at: first.dueAt,
            departures,
            accountId: account.id,
            limit: per === 'day' ? rule.maxPerDay : rule.maxPending,
            per,
            fixes: [{ tag: 'move', of: first }, ...toLine(first)],
          },
        ];
  };
  const overAll = coming.slice(Math.max(0, rule.maxPending - held.length));
  if (overAll.length > 0) return risk(overAll, 'all', 'all');
  const dayOf = ({ dueAt }: Departure): number => Math.floor(dueAt / dayMs);
  return [...groupedBy(coming, dayOf)].flatMap(([day, departures]) => {
    const there = held.filter((one) => dayOf(one) === day).length;
    return risk(departures.slice(Math.max(0, rule.maxPerDay - there)), 'day', String(day));
  });
}
