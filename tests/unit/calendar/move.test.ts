import { describe, expect, test } from 'vitest';
import { dayScale, movedBy, movedTo } from '../../../src-shared/calendar/move.ts';
import { addDays, monthGrid } from '../../../src-shared/calendar/grid.ts';
import { dayOf, momentOf } from '../../../src-shared/calendar/moment.ts';

const early = Date.parse('2026-01-01T00:00:00Z');
const there = (move: ReturnType<typeof movedBy>) => {
  if (move.tag !== 'there') throw new Error(move.tag);
  return move.meaning;
};

describe('moving to another day', () => {
  test('keeps the wall clock over a change of clocks', () => {
    const { moment } = momentOf('2026-10-24T09:00', 'Europe/Paris');
    const moved = there(movedBy(moment, '2026-10-24', '2026-10-26', early));
    expect(moved.moment.wall).toBe('2026-10-26T09:00');
    expect(moved.moment.dueAt - moment.dueAt).toBe(49 * 3_600_000);
  });

  test('keeps the distance when the calendar shows another zone, where it falls on another day', () => {
    // 20:00 in New York is 02:00 of the next day in Paris.
    const { moment } = momentOf('2026-11-24T20:00', 'America/New_York');
    expect(dayOf(moment.dueAt, 'Europe/Paris')).toBe('2026-11-25');
    const moved = there(movedBy(moment, '2026-11-25', '2026-11-27', early));
    expect(moved.moment).toMatchObject({ wall: '2026-11-26T20:00', zone: 'America/New_York' });
    expect(dayOf(moved.moment.dueAt, 'Europe/Paris')).toBe('2026-11-27');
  });

  test('says what the clocks do to it', () => {
    const { moment } = momentOf('2027-03-26T02:30', 'Europe/Paris');
    expect(movedBy(moment, '2027-03-26', '2027-03-28', early)).toMatchObject({
      tag: 'there',
      meaning: { tag: 'gap', shownWall: '2027-03-28T03:00' },
    });
    expect(movedTo('2026-10-25T02:30', 'Europe/Paris', early)).toMatchObject({
      tag: 'there',
      meaning: { tag: 'overlap' },
    });
  });

  test('refuses the past, to the minute', () => {
    const now = momentOf('2026-11-26T09:00', 'Europe/Paris').moment.dueAt;
    expect(movedTo('2026-11-26T09:00', 'Europe/Paris', now)).toEqual({ tag: 'past' });
    expect(movedTo('2026-11-26T09:01', 'Europe/Paris', now).tag).toBe('there');
  });
});

describe('days with their bounds', () => {
  test.each(['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'])(
    'every instant finds the day that the zone says, in %s',
    (zone) => {
      for (const month of ['2026-03', '2026-04', '2026-10', '2026-11']) {
        const scale = dayScale(monthGrid(month).flat(), zone);
        for (let at = scale.from - 7_200_000; at < scale.until + 7_200_000; at += 1_700_000) {
          const inside = at >= scale.from && at < scale.until;
          expect(scale.dayAt(at)).toBe(inside ? dayOf(at, zone) : null);
        }
      }
    },
  );

  test('says on which day clocks change, and which way', () => {
    const scale = dayScale(monthGrid('2026-10').flat(), 'Europe/Paris');
    expect(scale.clockChange('2026-10-25')).toBe(3_600_000);
    expect(scale.clockChange('2026-10-24')).toBe(0);
    const spring = dayScale([addDays('2027-03-27', 1)], 'Europe/Paris');
    expect(spring.clockChange('2027-03-28')).toBe(-3_600_000);
  });
});
