import { momentOf, movedByRules, wallOf } from '../calendar/moment.ts';
import type { Moment } from '../domain/post.ts';
import { isPlanned, type Departure } from './departure.ts';
import { toLine } from './fixes.ts';
import { groupedBy } from '../grouped-by.ts';
import type { Fix, Risk, RiskCause } from './risk.ts';
import type { Findable } from './sources.ts';

type ClockCause = Extract<RiskCause, { kind: 'gap' | 'overlap' | 'rules' }>;

/** What a change of clocks, of a zone's rules or of a client's zone does to the hour that was meant. */
export function clockRisks(all: Findable): readonly Risk[] {
  const { departures, clients, now } = all;
  const coming = departures.flatMap((departure) =>
    departure.moment !== null && departure.dueAt >= now && isPlanned(departure)
      ? [{ departure, moment: departure.moment }]
      : [],
  );
  // The accounts of one post have one hour.
  const posts = groupedBy(coming, ({ departure, moment }) => `${departure.intentId ?? ''} ${moment.dueAt}`);
  const changed = [...posts].flatMap(([key, group]): readonly Risk[] => {
    const [{ departure, moment }] = group;
    const cause = causeOf(moment);
    if (cause === null) return [];
    return [
      {
        ...cause,
        id: `${cause.kind} ${key}`,
        severity: cause.kind === 'rules' ? 'doubt' : 'watch',
        at: departure.dueAt,
        departures: group.map((one) => one.departure),
        fixes: fixesOf(departure),
      },
    ];
  });
  const zoneOf = new Map(clients.map(({ id, zone }) => [id, zone]));
  const elsewhere = coming.flatMap(({ departure, moment }) => {
    const clientZone = zoneOf.get(departure.workspaceId);
    return clientZone === undefined || isSameClock(moment, clientZone)
      ? []
      : [{ departure, zone: moment.zone, clientZone }];
  });
  const zones = groupedBy(elsewhere, ({ departure, zone }) => `${departure.workspaceId} ${zone}`);
  return [
    ...changed,
    ...[...zones].map(([key, group]): Risk => {
      const [{ departure, zone, clientZone }] = group;
      return {
        kind: 'zone',
        id: `zone ${key}`,
        severity: 'watch',
        at: departure.dueAt,
        departures: group.map((one) => one.departure),
        zone,
        clientZone,
        fixes: fixesOf(departure),
      };
    }),
  ];
}

/** What a moment means does not change while Vigie runs: zone data come with it. */
const known = new Map<string, ClockCause | null>();
const mostKnown = 20_000;

function causeOf(moment: Moment): ClockCause | null {
  const key = `${moment.wall} ${moment.zone} ${moment.dueAt}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= mostKnown) known.clear();
  const cause = workedOut(moment);
  known.set(key, cause);
  return cause;
}

function workedOut(moment: Moment): ClockCause | null {
  const meaning = meant(moment);
  if (meaning?.tag === 'gap') return { kind: 'gap', shownWall: meaning.shownWall };
  if (meaning?.tag === 'overlap') return { kind: 'overlap', secondAt: meaning.secondAt };
  const again = movedByRules(moment);
  return again === null ? null : { kind: 'rules', meantAt: again.dueAt };
}

/** Null: this runtime does not know the zone. */
function meant({ wall, zone }: Moment): ReturnType<typeof momentOf> | null {
  try {
    return momentOf(wall, zone);
  } catch {
    return null;
  }
}

function isSameClock({ dueAt, zone }: Moment, other: string): boolean {
  if (zone === other) return true;
  try {
    return wallOf(dueAt, zone) === wallOf(dueAt, other);
  } catch {
    return true;
  }
}

const fixesOf = (of: Departure): readonly Fix[] => [{ tag: 'move', of }, ...toLine(of)];
