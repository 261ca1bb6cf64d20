import { describe, expect, test } from 'vitest';
import { momentOf, onDay, wallOf } from '../../../src-shared/calendar/moment.ts';
import { addMonths, monthGrid, startOfDay, weekOf } from '../../../src-shared/calendar/grid.ts';

const iso = (epochMs: number): string => new Date(epochMs).toISOString();

describe('what a wall-clock time means', () => {
  test('an ordinary time is one instant', () => {
    const meaning = momentOf('2026-11-26T09:00', 'Europe/Paris');
    expect(meaning.tag).toBe('plain');
    expect(iso(meaning.moment.dueAt)).toBe('2026-11-26T08:00:00.000Z');
  });
  test('a time that the clocks jump over moves to the first instant after the jump', () => {
    const meaning = momentOf('2027-03-28T02:30', 'Europe/Paris');
    expect(meaning).toMatchObject({ tag: 'gap', shownWall: '2027-03-28T03:00' });
    expect(iso(meaning.moment.dueAt)).toBe('2027-03-28T01:00:00.000Z');
  });
  test('a jump that is no whole hour is followed as it is', () => {
    // Lord Howe moves by half an hour.
    const meaning = momentOf('2026-10-04T02:15', 'Australia/Lord_Howe');
    expect(meaning).toMatchObject({ tag: 'gap', shownWall: '2026-10-04T02:30' });
  });
  test('a time that happens twice is the first of the two', () => {
    const meaning = momentOf('2026-10-25T02:30', 'Europe/Paris');
    if (meaning.tag !== 'overlap') throw new Error(meaning.tag);
    expect(iso(meaning.moment.dueAt)).toBe('2026-10-25T00:30:00.000Z');
    expect(meaning.secondAt - meaning.moment.dueAt).toBe(3_600_000);
  });
  test('moving to another day keeps the wall clock, not the number of hours', () => {
    const { moment } = momentOf('2026-10-24T09:00', 'Europe/Paris');
    const moved = onDay(moment, '2026-10-26');
    expect(wallOf(moved.moment.dueAt, 'Europe/Paris')).toBe('2026-10-26T09:00');
    expect(moved.moment.dueAt - moment.dueAt).toBe(49 * 3_600_000);
  });
});

describe('days of a calendar', () => {
  test('a month shows whole weeks from Monday', () => {
    const weeks = monthGrid('2026-11');
    expect(weeks).toHaveLength(6);
    expect(weeks[0]?.[0]).toBe('2026-10-26');
    expect(weeks.at(-1)?.at(-1)).toBe('2026-12-06');
    expect(weekOf('2026-11-21')[0]).toBe('2026-11-16');
    expect(addMonths('2026-12', 1)).toBe('2027-01');
  });
  test('a day begins at its first instant, which is not always midnight', () => {
    expect(iso(startOfDay('2026-09-06', 'America/Santiago'))).toBe('2026-09-06T04:00:00.000Z');
  });
});
