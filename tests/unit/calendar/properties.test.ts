import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  daysBetween,
  monthGrid,
  startOfDay,
  weekOf,
} from '../../../src-shared/calendar/grid.ts';
import {
  dayOf,
  momentOf,
  movedByRules,
  onDay,
  recomputed,
  wallOf,
} from '../../../src-shared/calendar/moment.ts';
import { dayScale, movedBy, movedTo } from '../../../src-shared/calendar/move.ts';
import { nextFree } from '../../../src-shared/calendar/next-free.ts';
import { quickMoments } from '../../../src-shared/calendar/quick-moments.ts';

const minute = 60_000;
const hour = 60 * minute;
const from = Date.UTC(2024, 0, 1);
const until = Date.UTC(2031, 0, 1);

const zones = fc.constantFrom(
  'Europe/Paris',
  'America/New_York',
  // Half an hour, and in the southern summer.
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  // At midnight, so that a day begins at one o'clock.
  'America/Santiago',
  'Africa/Cairo',
  // By the moon.
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'UTC',
);
/** Whole minutes. */
const instants = fc.integer({ min: from / minute, max: until / minute }).map((minutes) => minutes * minute);
const wall = (at: Temporal.PlainDateTime): string => at.toString({ smallestUnit: 'minute' });
const days = fc
  .integer({ min: 0, max: 2_500 })
  .map((n) => Temporal.PlainDate.from('2024-01-01').add({ days: n }).toString());

/** Wall times of which half lie within hours of a change of the clocks. */
const walls = fc
  .record({ zone: zones, at: instants, near: fc.boolean(), minutes: fc.integer({ min: -240, max: 240 }) })
  .map(({ zone, at, near, minutes }) => {
    const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    const around = near ? (here.getTimeZoneTransition('next') ?? here) : here;
    return { zone, wall: wall(around.toPlainDateTime().add({ minutes })) };
  });

describe('a wall time in a zone', () => {
  it('is what the clocks there show at its instant, or lies in the hour that they jump over', () => {
    fc.assert(
      fc.property(walls, (one) => {
        const meaning = momentOf(one.wall, one.zone);
        const { dueAt } = meaning.moment;
        expect(meaning.moment).toEqual({ ...one, dueAt });
        if (meaning.tag === 'gap') {
          expect(wallOf(dueAt, one.zone)).toBe(meaning.shownWall);
          expect(meaning.shownWall > one.wall).toBe(true);
          expect(wallOf(dueAt - minute, one.zone) < one.wall).toBe(true);
          return;
        }
        expect(wallOf(dueAt, one.zone)).toBe(one.wall);
        if (meaning.tag === 'overlap') {
          expect(meaning.secondAt).toBeGreaterThan(dueAt);
          expect(wallOf(meaning.secondAt, one.zone)).toBe(one.wall);
        }
      }),
      {
        numRuns: 1_500,
        // Of each kind one at least.
        examples: [
          [{ zone: 'Europe/Paris', wall: '2026-03-29T02:30' }],
          [{ zone: 'Australia/Lord_Howe', wall: '2026-04-05T01:45' }],
          [{ zone: 'America/Santiago', wall: '2026-09-06T00:00' }],
        ],
      },
    );
  });

  it('leads back to the instant that it was read from, or to the other one that shows the same', () => {
    fc.assert(
      fc.property(zones, instants, (zone, at) => {
        const meaning = momentOf(wallOf(at, zone), zone);
        const meant =
          meaning.tag === 'overlap' ? [meaning.moment.dueAt, meaning.secondAt] : [meaning.moment.dueAt];
        expect(meant).toContain(at);
        expect(meaning.tag).not.toBe('gap');
      }),
    );
  });

  it('never comes before an earlier one', () => {
    fc.assert(
      fc.property(walls, fc.nat(6 * 60), (one, minutes) => {
        const later = wall(Temporal.PlainDateTime.from(one.wall).add({ minutes }));
        expect(momentOf(later, one.zone).moment.dueAt).toBeGreaterThanOrEqual(
          momentOf(one.wall, one.zone).moment.dueAt,
        );
      }),
      { numRuns: 400 },
    );
  });

  it('is worked out again the same, and moves only when the rules of its zone moved it', () => {
    fc.assert(
      fc.property(walls, fc.integer({ min: -90, max: 90 }), (one, minutes) => {
        const { moment } = momentOf(one.wall, one.zone);
        expect(recomputed(moment)).toEqual(moment);
        const byOtherRules = { ...moment, dueAt: moment.dueAt + minutes * minute };
        expect(movedByRules(byOtherRules)).toEqual(minutes === 0 ? null : moment);
        // Seconds are no rule of a zone.
        expect(movedByRules({ ...moment, dueAt: moment.dueAt + minute - 1 })).toBeNull();
        expect(movedByRules({ ...byOtherRules, zone: 'Mars/Olympus' })).toBeNull();
      }),
    );
  });
});

describe('a planned moment moved to another day', () => {
  it('keeps its time of day and its zone, and comes back to where it was', () => {
    fc.assert(
      fc.property(walls, days, (one, day) => {
        const { moment } = momentOf(one.wall, one.zone);
        const moved = onDay(moment, day).moment;
        expect(moved.wall).toBe(`${day}T${one.wall.slice(11)}`);
        expect(moved.zone).toBe(one.zone);
        expect(onDay(moved, one.wall.slice(0, 10)).moment).toEqual(moment);
      }),
    );
  });

  it('goes as many days as it was dragged, whatever zone the calendar shows, unless that is past', () => {
    fc.assert(
      fc.property(walls, zones, fc.integer({ min: -20, max: 20 }), instants, (one, shown, by, now) => {
        const { moment } = momentOf(one.wall, one.zone);
        const start = dayOf(moment.dueAt, shown);
        const move = movedBy(moment, start, addDays(start, by), now);
        const wanted = momentOf(`${addDays(one.wall.slice(0, 10), by)}T${one.wall.slice(11)}`, one.zone);
        if (wanted.moment.dueAt <= now) expect(move).toEqual({ tag: 'past' });
        else expect(move).toEqual({ tag: 'there', meaning: wanted });
        expect(movedTo(wanted.moment.wall, one.zone, now)).toEqual(move);
      }),
    );
  });
});

describe('the days of a calendar', () => {
  const months = fc
    .tuple(fc.integer({ min: 2024, max: 2040 }), fc.integer({ min: 1, max: 12 }))
    .map(([year, month]) => `${String(year)}-${String(month).padStart(2, '0')}`);

  it('show a month in whole weeks from Monday, without a week that is none of its own', () => {
    fc.assert(
      fc.property(months, (month) => {
        const weeks = monthGrid(month);
        const all = weeks.flat();
        all.slice(1).forEach((day, index) => expect(daysBetween(all[index] ?? '', day)).toBe(1));
        for (const week of weeks) {
          expect(week).toHaveLength(7);
          expect(Temporal.PlainDate.from(week[0] ?? '').dayOfWeek).toBe(1);
          expect(week.some((day) => day.startsWith(month))).toBe(true);
          for (const day of week) expect(weekOf(day)).toEqual(week);
        }
        const { daysInMonth } = Temporal.PlainYearMonth.from(month);
        expect(all.filter((day) => day.startsWith(month))).toHaveLength(daysInMonth);
      }),
    );
  });

  it('are counted forwards and backwards alike', () => {
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: -800, max: 800 }),
        months,
        fc.integer({ min: -40, max: 40 }),
        (day, by, month, more) => {
          expect(daysBetween(day, addDays(day, by))).toBe(by);
          expect(addMonths(addMonths(month, more), -more)).toBe(month);
          expect(addMonths(month, more) > month).toBe(more > 0);
        },
      ),
    );
  });

  it('begin at their first instant', () => {
    fc.assert(
      fc.property(days, zones, (day, zone) => {
        const start = startOfDay(day, zone);
        expect(dayOf(start, zone)).toBe(day);
        expect(dayOf(start - 1, zone)).toBe(addDays(day, -1));
      }),
    );
  });

  it('are as long together as the time that they span, and each instant finds its own', () => {
    fc.assert(
      fc.property(days, zones, fc.integer({ min: 1, max: 42 }), fc.nat(), (first, zone, count, chance) => {
        const shown = Array.from({ length: count }, (_, n) => addDays(first, n));
        const scale = dayScale(shown, zone);
        expect(scale).toMatchObject({ days: shown, zone, from: startOfDay(first, zone) });
        expect(scale.until).toBe(startOfDay(addDays(first, count), zone));
        const long = shown.reduce((sum, day) => sum + 24 * hour + scale.clockChange(day), 0);
        expect(long).toBe(scale.until - scale.from);
        const at = scale.from + (chance % (scale.until - scale.from));
        expect(scale.dayAt(at)).toBe(dayOf(at, zone));
        for (const day of shown) expect(scale.dayAt(startOfDay(day, zone))).toBe(day);
        expect(scale.dayAt(scale.from - 1)).toBeNull();
        expect(scale.dayAt(scale.until)).toBeNull();
        expect(scale.clockChange(addDays(first, -1))).toBe(0);
        expect(scale.clockChange(addDays(first, count))).toBe(0);
      }),
    );
  });

  it('may be none', () => {
    const none = dayScale([], 'UTC');
    expect(none).toMatchObject({ from: 0, until: 0 });
    expect(none.dayAt(0)).toBeNull();
  });
});

describe('the quick choices', () => {
  it('are still to come, each a time of its own, soonest first', () => {
    fc.assert(
      fc.property(zones, instants, (zone, now) => {
        const choices = quickMoments(now, zone);
        const here = wallOf(now, zone);
        const [inAnHour] = choices;
        expect(inAnHour).toEqual({ id: 'in-an-hour', wall: wallOf(now + hour, zone) });
        for (const { id, wall: chosen } of choices.slice(1)) {
          expect(chosen > here).toBe(true);
          expect(chosen.slice(11)).toBe(id === 'this-evening' ? '18:00' : '09:00');
        }
        const later = choices.slice(1).map((choice) => choice.wall);
        expect([...new Set(later)].sort()).toEqual(later);
        expect(choices.some(({ id }) => id === 'this-evening')).toBe(here.slice(11) < '17:00');
        const isSunday = Temporal.PlainDate.from(here.slice(0, 10)).dayOfWeek === 7;
        expect(choices.some(({ id }) => id === 'next-monday')).toBe(!isSunday);
      }),
    );
  });
});

describe('the next free moment', () => {
  it('is a whole minute, and says what the clock shows then', () => {
    fc.assert(
      fc.property(
        zones,
        instants,
        fc.array(fc.integer({ min: 0, max: 9 * 24 * 60 }), { maxLength: 40 }),
        fc.integer({ min: 0, max: 180 }),
        (zone, now, minutes, spacing) => {
          const taken = minutes.map((one) => now + one * minute);
          const moment = nextFree(now, zone, taken, spacing * minute);
          expect(moment.dueAt % minute).toBe(0);
          expect(moment.zone).toBe(zone);
          const shown = wallOf(moment.dueAt, zone);
          // A wall time that the clocks jump over stands for the instant after the jump.
          if (momentOf(moment.wall, zone).tag !== 'gap') expect(shown).toBe(moment.wall);
        },
      ),
    );
  });

  it('is a quick one as long as one of them is free', () => {
    fc.assert(
      fc.property(zones, instants, fc.array(fc.nat(3)), (zone, now, busy) => {
        const quick = quickMoments(now, zone)
          .map((choice) => momentOf(choice.wall, zone).moment)
          .filter(({ dueAt }) => dueAt > now);
        const taken = busy.flatMap((n) => quick[n]?.dueAt ?? []);
        const free = quick.find(({ dueAt }) => taken.every((at) => Math.abs(at - dueAt) >= 5 * minute));
        const found = nextFree(now, zone, taken, 5 * minute);
        if (free) expect(found).toEqual(free);
        else expect(found.dueAt).toBeGreaterThan(Math.max(...quick.map(({ dueAt }) => dueAt)));
      }),
    );
  });
});
