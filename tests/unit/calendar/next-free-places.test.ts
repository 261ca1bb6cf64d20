import { describe, expect, it } from 'vitest';
import { momentOf, movedByRules, wallOf } from '../../../src-shared/calendar/moment.ts';
import { nextFree } from '../../../src-shared/calendar/next-free.ts';

const zone = 'Europe/Paris';
const minute = 60_000;
/** A Wednesday, ten o'clock in Paris. */
const now = Date.UTC(2026, 10, 25, 9, 0);
const at = (wall: string): number => momentOf(wall, zone).moment.dueAt;
/** All four quick moments. */
const quick = ['2026-11-25T11:00', '2026-11-25T18:00', '2026-11-26T09:00', '2026-11-30T09:00'].map(at);
const wallAfter = (taken: readonly number[], spacing = 5 * minute): string =>
  nextFree(now, zone, taken, spacing).wall;

describe('the next free moment', () => {
  it('is free at exactly the distance, and not a millisecond nearer', () => {
    const [first = 0] = quick;
    expect(wallAfter([first + 5 * minute])).toBe('2026-11-25T11:00');
    expect(wallAfter([first - 5 * minute])).toBe('2026-11-25T11:00');
    expect(wallAfter([first + 5 * minute - 1])).toBe('2026-11-25T18:00');
    expect(wallAfter([first - 5 * minute + 1])).toBe('2026-11-25T18:00');
  });

  it('keeps a minute at least, whatever distance is asked for', () => {
    const [first = 0] = quick;
    expect(wallAfter([first + minute - 1], 0)).toBe('2026-11-25T18:00');
    expect(wallAfter([first + minute], 0)).toBe('2026-11-25T11:00');
  });

  it('is after the last quick one, past each that is taken, whatever order they are told in', () => {
    const last = quick.at(-1) ?? 0;
    const more = [last + 5 * minute, last + 10 * minute, last + 16 * minute];
    expect(wallAfter([...quick, ...more])).toBe('2026-11-30T09:21');
    expect(wallAfter([...quick, ...more].reverse())).toBe('2026-11-30T09:21');
    expect(wallAfter([...quick, last + 90 * minute])).toBe('2026-11-30T09:05');
    expect(wallAfter([...quick, last + 10 * minute])).toBe('2026-11-30T09:05');
    // Only whole minutes are offered.
    expect(wallAfter([...quick, last + 1_000])).toBe('2026-11-30T09:06');
  });

  it('never lies behind now when its wall time comes twice', () => {
    // Half past two, the second time: clocks went back an hour ago, and "in an hour" is half past three.
    const second = Date.UTC(2026, 9, 25, 1, 30);
    const moment = nextFree(second, zone, [], 5 * minute);
    expect(moment).toEqual({ wall: '2026-10-25T03:30', zone, dueAt: second + 60 * minute });
    // An hour before the change, "in an hour" shows what comes twice, and means its first time, which is to come.
    const before = Date.UTC(2026, 9, 24, 23, 30);
    expect(nextFree(before, zone, [], 5 * minute).dueAt).toBe(before + 60 * minute);
    // The first half past two: "in an hour" is half past two again, which means now.
    const first = Date.UTC(2026, 9, 25, 0, 30);
    const chosen = nextFree(first, zone, [], 5 * minute);
    expect(chosen.dueAt).toBeGreaterThan(first);
    expect(wallOf(chosen.dueAt, zone)).toBe('2026-10-25T18:00');
  });
});

describe('a moment whose zone got other rules', () => {
  const { moment } = momentOf('2026-11-26T09:00', zone);

  it('moves by a minute or more, and by nothing less', () => {
    expect(movedByRules(moment)).toBeNull();
    expect(movedByRules({ ...moment, dueAt: moment.dueAt + minute - 1 })).toBeNull();
    expect(movedByRules({ ...moment, dueAt: moment.dueAt + minute })).toEqual(moment);
    expect(movedByRules({ ...moment, dueAt: moment.dueAt - minute })).toEqual(moment);
    expect(movedByRules({ ...moment, dueAt: moment.dueAt - 60 * minute })).toEqual(moment);
  });

  it('keeps its instant where the zone is not known', () => {
    expect(movedByRules({ ...moment, zone: 'Mars/Olympus', dueAt: 1 })).toBeNull();
  });
});
