import fs from 'node:fs';
import path from 'node:path';

/**
 * The zone files of the system (RFC 9636), read with nothing but their own description: an oracle that shares neither
 * code nor library with what it judges.
 */

/** From `at` (epoch ms) on, local time is UTC plus `offsetMs`. */
export interface Change {
  readonly at: number;
  readonly offsetMs: number;
}

/** Changes of a zone's offset, oldest first; the first one holds since ever. */
export type Timeline = readonly Change[];

const folder = '/usr/share/zoneinfo';

export const hasZoneFiles = (): boolean => fs.existsSync(path.join(folder, 'Europe', 'Paris'));

/** The release of the system's data, as its own text says: `2026b`; null when it does not say. */
export function systemRelease(): string | null {
  const file = path.join(folder, 'tzdata.zi');
  if (!fs.existsSync(file)) return null;
  return /^# version (\S+)/.exec(fs.readFileSync(file, 'latin1').slice(0, 200))?.[1] ?? null;
}

/** Every name of the system's data: zones, and the other names that they go by. */
export function systemZones(): readonly string[] {
  const file = path.join(folder, 'tzdata.zi');
  if (!fs.existsSync(file)) return [];
  return fs
    .readFileSync(file, 'latin1')
    .split('\n')
    .flatMap((line) => {
      const [kind, first, second] = line.split(/\s+/);
      const name = kind === 'Z' ? first : kind === 'L' ? second : undefined;
      return name === undefined ? [] : [name];
    })
    .sort();
}

/** Null: the system has no such zone. Rules are followed up to the end of `lastYear`. */
export function systemTimeline(zone: string, lastYear: number): Timeline | null {
  const file = path.join(folder, zone);
  if (!fs.existsSync(file)) return null;
  const bytes = fs.readFileSync(file);
  if (bytes.toString('latin1', 0, 4) !== 'TZif') return null;
  const first = countsAt(bytes, 0);
  // The second block has 64-bit moments.
  const start = 44 + blockBytes(first, 4);
  const { timecnt, typecnt, charcnt, leapcnt, isstdcnt, isutcnt } = countsAt(bytes, start);
  const times = start + 44;
  const indices = times + timecnt * 8;
  const types = indices + timecnt;
  const offsetOf = (index: number): number => bytes.readInt32BE(types + index * 6) * 1_000;
  const changes: Change[] = [{ at: -Infinity, offsetMs: offsetOf(0) }];
  for (let i = 0; i < timecnt; i += 1)
    changes.push({
      at: Number(bytes.readBigInt64BE(times + i * 8)) * 1_000,
      offsetMs: offsetOf(bytes[indices + i] ?? 0),
    });
  const footer = types + typecnt * 6 + charcnt + leapcnt * 12 + isstdcnt + isutcnt;
  const rule = bytes.toString('latin1', footer).trim();
  const last = changes.at(-1)?.at ?? -Infinity;
  if (rule !== '') changes.push(...changesByRule(rule, last, lastYear));
  return changes.filter(({ offsetMs }, i) => i === 0 || offsetMs !== changes[i - 1]?.offsetMs);
}

interface Counts {
  readonly isutcnt: number;
  readonly isstdcnt: number;
  readonly leapcnt: number;
  readonly timecnt: number;
  readonly typecnt: number;
  readonly charcnt: number;
}

function countsAt(bytes: Buffer, at: number): Counts {
  const count = (index: number): number => bytes.readUInt32BE(at + 20 + index * 4);
  return {
    isutcnt: count(0),
    isstdcnt: count(1),
    leapcnt: count(2),
    timecnt: count(3),
    typecnt: count(4),
    charcnt: count(5),
  };
}

const blockBytes = (c: Counts, timeBytes: number): number =>
  c.timecnt * timeBytes +
  c.timecnt +
  c.typecnt * 6 +
  c.charcnt +
  c.leapcnt * (timeBytes + 4) +
  c.isstdcnt +
  c.isutcnt;

const name = '(?:<[^>]+>|[A-Za-z]+)';
const time = '[+-]?\\d+(?::\\d+){0,2}';
const shape = new RegExp(`^${name}(${time})(?:${name}(${time})?,([^,]+),([^,]+))?$`);

/** `CET-1CEST,M3.5.0,M10.5.0/3` from after the last change that is listed. Offsets count westwards there. */
function changesByRule(rule: string, after: number, lastYear: number): readonly Change[] {
  const parts = shape.exec(rule);
  if (parts === null) throw new Error(`not a rule: ${rule}`);
  const [, standard = '0', summer, toSummer, toStandard] = parts;
  const standardMs = -msOf(standard);
  if (toSummer === undefined || toStandard === undefined)
    return after === -Infinity ? [] : [{ at: after + 1, offsetMs: standardMs }];
  const summerMs = summer === undefined ? standardMs + 3_600_000 : -msOf(summer);
  const changes: Change[] = [];
  for (let year = 1970; year <= lastYear + 1; year += 1)
    changes.push(
      { at: localMs(toSummer, year) - standardMs, offsetMs: summerMs },
      { at: localMs(toStandard, year) - summerMs, offsetMs: standardMs },
    );
  return changes.sort((a, b) => a.at - b.at).filter(({ at }) => at > after);
}

function msOf(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const [hours = 0, minutes = 0, seconds = 0] = text.replace(/^[+-]/, '').split(':').map(Number);
  return sign * ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}

const dayMs = 86_400_000;

/** `M10.5.0/3`, `J60/2` or `59/2` in a year, as if local time were UTC. */
function localMs(text: string, year: number): number {
  const [date = '', at = '2'] = text.split('/');
  return dayOfRule(date, year) + msOf(at);
}

function dayOfRule(date: string, year: number): number {
  const [month, week, weekday] = date.replace(/^[MJ]/, '').split('.').map(Number);
  if (date.startsWith('M')) {
    if (month === undefined || week === undefined || weekday === undefined)
      throw new Error(`not a day: ${date}`);
    const first = Date.UTC(year, month - 1, 1);
    const inMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
    let day = 1 + ((weekday - new Date(first).getUTCDay() + 7) % 7) + (week - 1) * 7;
    while (day > inMonth) day -= 7;
    return first + (day - 1) * dayMs;
  }
  if (month === undefined) throw new Error(`not a day: ${date}`);
  // Jn counts from 1 and never counts the 29th of February; n counts from 0 and does.
  if (!date.startsWith('J')) return Date.UTC(year, 0, 1) + month * dayMs;
  const isLeap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return Date.UTC(year, 0, month + (isLeap && month >= 60 ? 1 : 0));
}
