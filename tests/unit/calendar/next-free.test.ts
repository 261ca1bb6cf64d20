import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextFree } from '../../../src-shared/calendar/next-free.ts';
import { momentOf, wallOf } from '../../../src-shared/calendar/moment.ts';

const zone = 'Europe/Paris';
const minute = 60_000;
/** A Wednesday, ten o'clock in Paris. */
const now = Date.UTC(2026, 10, 25, 9, 0);
const walls = (taken: readonly number[]) => nextFree(now, zone, taken, 2 * minute).wall;

it('takes the first quick moment that is free', () => {
  const hour = now + 60 * minute;
  expect(walls([])).toBe('2026-11-25T11:00');
  expect(walls([hour + minute])).toBe('2026-11-25T18:00');
  expect(walls([hour, momentOf('2026-11-25T18:00', zone).moment.dueAt])).toBe('2026-11-26T09:00');
});

it('goes on after the last of them when all are taken', () => {
  const taken: number[] = [];
  for (let n = 0; n < 7; n += 1) taken.push(nextFree(now, zone, taken, 5 * minute).dueAt);
  expect(taken.slice(4).map((at) => wallOf(at, zone))).toEqual([
    '2026-11-30T09:05',
    '2026-11-30T09:10',
    '2026-11-30T09:15',
  ]);
});

it('is always to come, free, and what its wall clock says, whenever and wherever it is asked', () => {
  const zones = ['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Chatham', 'UTC'];
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) }),
      fc.constantFrom(...zones),
      fc.array(fc.integer({ min: 0, max: 8 * 24 * 60 }), { maxLength: 30 }),
      fc.integer({ min: 0, max: 90 }),
      (at, where, minutes, spacing) => {
        const taken = minutes.map((one) => at + one * minute);
        const moment = nextFree(at, where, taken, spacing * minute);
        expect(moment.dueAt).toBeGreaterThan(at);
        const distance = Math.max(1, spacing) * minute;
        for (const other of taken) expect(Math.abs(other - moment.dueAt)).toBeGreaterThanOrEqual(distance);
      },
    ),
  );
});
