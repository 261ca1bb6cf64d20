import { describe, expect, it } from 'vitest';
import { keepByAge } from '../../../src-shared/safety/keep-by-age.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.UTC(2026, 10, 25, 12, 30);
const at = (time: number) => ({ at: time, bytes: 10 });
const big = Number.MAX_SAFE_INTEGER;

describe('snapshots by age', () => {
  it('keeps a quarter of an hour whole, a day by hours, a month by days, a year by months', () => {
    // One a minute for four hundred days would be 576,000.
    const all = [];
    for (let age = 0; age < 400 * day; age += age < 2 * day ? minute : hour) all.push(at(now - age));
    const kept = keepByAge(all, now, big).map((one) => now - one.at);
    expect(kept.filter((age) => age <= 15 * minute)).toHaveLength(16);
    const within = (from: number, to: number) => kept.filter((age) => age > from && age <= to);
    expect(within(15 * minute, day).length).toBeGreaterThanOrEqual(23);
    expect(within(15 * minute, day).length).toBeLessThanOrEqual(25);
    expect(within(day, 31 * day).length).toBeGreaterThanOrEqual(29);
    expect(within(day, 31 * day).length).toBeLessThanOrEqual(32);
    expect(within(31 * day, 366 * day).length).toBeGreaterThanOrEqual(11);
    expect(within(31 * day, 366 * day).length).toBeLessThanOrEqual(13);
    expect(within(366 * day, 400 * day)).toHaveLength(0);
    expect(kept.length).toBeLessThan(90);
  });

  it('keeps the last of each hour, so that pruning as time goes by loses none', () => {
    let kept: readonly { at: number; bytes: number }[] = [];
    const start = Date.UTC(2026, 0, 1);
    for (let time = start; time <= start + day; time += minute)
      kept = keepByAge([...kept, at(time)], time, big);
    const hours = new Set(kept.map((one) => Math.floor(one.at / hour)));
    expect(hours.size).toBe(25);
  });

  it('lets the oldest go where they weigh too much, and never the newest', () => {
    const all = [at(now - 3 * minute), at(now - 2 * minute), at(now - minute), { at: now, bytes: 1_000 }];
    expect(keepByAge(all, now, 1_020).map((one) => now - one.at)).toEqual([0, minute, 2 * minute]);
    expect(keepByAge(all, now, 5).map((one) => now - one.at)).toEqual([0]);
  });

  it('counts one from the future as new: the clock was set back', () => {
    expect(keepByAge([at(now + day), at(now)], now, big)).toHaveLength(2);
  });
});
