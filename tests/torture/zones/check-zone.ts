import { startOfDay } from '../../../src-shared/calendar/grid.ts';
import { dayOf, momentOf, recomputed, wallOf } from '../../../src-shared/calendar/moment.ts';
import { expectedOf, offsetAt, startOf, wallAt } from './expected.ts';
import { intlOffsets, intlTimeline } from './intl-timeline.ts';
import { systemTimeline, type Timeline } from './tzif.ts';

const minute = 60_000;
const day = 86_400_000;
const years = { from: Date.UTC(2020, 0, 1), until: Date.UTC(2041, 0, 1), last: 2040 };

export interface ZoneReport {
  readonly transitions: number;
  readonly checks: number;
  readonly mismatches: readonly string[];
  /** How the runtime's release differs from the system's in these years, in words; null: it does not. */
  readonly release: string | null;
  /** Which data the zone was judged by. */
  readonly by: 'zone files' | 'Intl';
}

/** Every change of one zone from 2020 to 2040, against what the data themselves say. */
export function checkZone(zone: string): ZoneReport {
  const system = systemTimeline(zone, years.last);
  const release = system === null ? null : difference(zone, system);
  const trusted = system !== null && release === null;
  // On other data than the runtime's a difference would be one of the data, not of our code.
  const timeline = trusted ? system : intlTimeline(zone, years.from - day, years.until + day);
  const mismatches: string[] = [];
  let checks = 0;
  const same = (what: string, got: unknown, wanted: unknown): void => {
    checks += 1;
    if (got !== wanted) mismatches.push(`${zone} ${what}: ${String(got)} instead of ${String(wanted)}`);
  };

  const lookAtWall = (wall: string): void => {
    const wanted = expectedOf(timeline, wall);
    const meaning = momentOf(wall, zone);
    same(`${wall} is`, meaning.tag, wanted.tag);
    same(`${wall} at`, meaning.moment.dueAt, wanted.dueAt);
    same(`${wall} again`, recomputed({ ...meaning.moment, dueAt: 0 }).dueAt, wanted.dueAt);
    if (meaning.tag === 'overlap') same(`${wall} second`, meaning.secondAt, wanted.secondAt);
    if (meaning.tag === 'gap')
      same(`${wall} shown`, meaning.shownWall, wallAt(wanted.dueAt, offsetAt(timeline, wanted.dueAt)));
  };
  const lookAtInstant = (at: number): void => {
    const wall = wallAt(at, offsetAt(timeline, at));
    same(`${at} wall`, wallOf(at, zone), wall);
    same(`${at} day`, dayOf(at, zone), wall.slice(0, 10));
    same(
      `${wall.slice(0, 10)} starts`,
      startOfDay(wall.slice(0, 10), zone),
      startOf(timeline, wall.slice(0, 10)),
    );
  };

  const changes = timeline.flatMap((change, index) => {
    const before = timeline[index - 1];
    return before !== undefined && change.at >= years.from && change.at < years.until
      ? [{ at: change.at, before: before.offsetMs, after: change.offsetMs }]
      : [];
  });
  for (const { at, before, after } of changes) {
    const [low, high] = [Math.min(before, after), Math.max(before, after)];
    for (const offset of [
      low - minute,
      low,
      low + minute,
      (low + high) / 2,
      high - minute,
      high,
      high + minute,
    ])
      lookAtWall(wallAt(Math.floor((at + offset) / minute) * minute, 0));
    for (const instant of [at - day, at - minute, at, at + minute, at + day]) lookAtInstant(instant);
  }
  for (let at = years.from; at < years.until; at += 91.3 * day) {
    lookAtInstant(Math.floor(at / minute) * minute);
    lookAtWall(wallAt(Math.floor(at / minute) * minute, 0));
  }
  return { transitions: changes.length, checks, mismatches, release, by: trusted ? 'zone files' : 'Intl' };
}

/** Where the system's data and the runtime's say something else, at the first such moment. */
function difference(zone: string, system: Timeline): string | null {
  const offset = intlOffsets(zone);
  const moments = system.flatMap(({ at }) => (at >= years.from && at < years.until ? [at - minute, at] : []));
  for (let at = years.from; at < years.until; at += 5 * day) moments.push(at);
  for (const at of moments.sort((a, b) => a - b)) {
    const [files, runtime] = [offsetAt(system, at), offset(at)];
    if (files !== runtime)
      return `${zone}: from ${new Date(at).toISOString().slice(0, 10)} the files say ${inHours(files)}, the runtime ${inHours(runtime)}`;
  }
  return null;
}

const inHours = (ms: number): string => `UTC${ms < 0 ? '' : '+'}${ms / 3_600_000}`;
