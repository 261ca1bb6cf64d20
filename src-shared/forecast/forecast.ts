import { addDays, startOfDay, type Day } from '../calendar/grid.ts';
import { dayOf } from '../calendar/moment.ts';
import { dayScale } from '../calendar/move.ts';
import type { AccountId } from '../ids.ts';
import { accessRisks } from './access-risks.ts';
import { clockRisks } from './clock-risks.ts';
import { contentRisks } from './content-risks.ts';
import { departuresOf, type Departure } from './departure.ts';
import { limitRisks } from './limit-risks.ts';
import { neighbourRisks } from './neighbour-risks.ts';
import { presenceRisks } from './presence-risks.ts';
import { ranked, type Risk } from './risk.ts';
import type { Findable, ForecastSources } from './sources.ts';
import { standingRisks } from './standing-risks.ts';

export interface ForecastDay {
  readonly day: Day;
  /** First instant of the day and of the next one, epoch ms: a day may have 23 or 25 hours. */
  readonly from: number;
  readonly until: number;
  /** How much longer than 24 h it is, ms; 0 nearly always. */
  readonly clockChangeMs: number;
  /** What is to leave on it, by due moment. */
  readonly departures: readonly Departure[];
  /** The worst that touches it; null: nothing does. */
  readonly worst: Risk | null;
}

export interface Forecast {
  readonly now: number;
  readonly zone: string;
  readonly days: readonly ForecastDay[];
  /** What is open and belongs to no day: its hour lies before today, or it never had one. */
  readonly open: readonly Departure[];
  /** The worst first, then the soonest. */
  readonly risks: readonly Risk[];
}

/**
 * What will leave in the days to come, by whose hand, and what may go wrong with it.
 *
 * Everything that may still leave and is due before the last of the days ends is named once: in `days` when it has an
 * hour of its own from today on, in `open` otherwise. Risks name only those. Pure: the same sources give the same
 * forecast, nothing is asked of a network.
 *
 * @param sources what this machine knows; for a departure ("I go offline"), the same with fewer days
 * @example
 *   const { days, risks } = forecast({ ...sources, now: clock.now(), zone: 'Europe/Paris', dayCount: 14 });
 */
export function forecast(sources: ForecastSources): Forecast {
  const { now, zone, dayCount } = sources;
  const today = dayOf(now, zone);
  const names = Array.from({ length: dayCount }, (_, index) => addDays(today, index));
  const scale = dayScale(names, zone);
  const { from, until } = scale;
  const clients = new Set(sources.clients.map(({ id }) => id));
  const accounts = new Map(sources.accounts.map((account) => [account.id, account]));
  const departures = departuresOf(
    sources.deliveries,
    sources.wishes,
    sources.drafts,
    (id) => accounts.get(id)?.manifest ?? null,
  ).filter(
    ({ workspaceId, dueAt, state }) =>
      clients.has(workspaceId) && dueAt < until && (state !== 'draft' || dueAt >= from),
  );
  const all: Findable = {
    ...sources,
    departures,
    dayAt: scale.dayAt,
    accountOf: (id: AccountId | null) => (id === null ? null : (accounts.get(id) ?? null)),
  };
  const found = [
    ...accessRisks(all),
    ...standingRisks(all),
    ...contentRisks(all),
    ...limitRisks(all),
    ...clockRisks(all),
    ...neighbourRisks(all),
  ];
  const stopped = new Set(
    found.flatMap(({ severity, departures: own }) => (severity === 'stops' ? own.map(({ key }) => key) : [])),
  );
  const risks = ranked([...found, ...presenceRisks(all, stopped)]);

  const byDay = new Map<Day, Departure[]>();
  const open: Departure[] = [];
  for (const departure of departures) {
    const day = departure.moment === null ? null : scale.dayAt(departure.dueAt);
    if (day === null) open.push(departure);
    else byDay.set(day, [...(byDay.get(day) ?? []), departure]);
  }
  const worst = worstByDay(risks, scale.dayAt);
  return {
    now,
    zone,
    open,
    risks,
    days: names.map((day) => ({
      day,
      from: startOfDay(day, zone),
      until: startOfDay(addDays(day, 1), zone),
      clockChangeMs: scale.clockChange(day),
      departures: byDay.get(day) ?? [],
      worst: worst.get(day) ?? null,
    })),
  };
}

/** A risk touches the days on which its posts are to leave, and the day on which it begins to matter. */
function worstByDay(risks: readonly Risk[], dayAt: (epochMs: number) => Day | null): ReadonlyMap<Day, Risk> {
  const worst = new Map<Day, Risk>();
  for (const risk of risks) {
    for (const at of [risk.at, ...risk.departures.map(({ dueAt }) => dueAt)]) {
      const day = dayAt(at);
      if (day !== null && !worst.has(day)) worst.set(day, risk);
    }
  }
  return worst;
}
