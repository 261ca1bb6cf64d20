import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src-shared/calendar/grid.ts';
import { dayOf, momentOf, wallOf } from '../../../src-shared/calendar/moment.ts';
import { forecast } from '../../../src-shared/forecast/forecast.ts';
import { account, day, draft, here, hour, now, post, who, wish, world } from './samples.ts';

const zones = [
  'Europe/Paris',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Pacific/Apia',
  'Asia/Kathmandu',
];
/** Around the changes of clocks of both halves of the year. */
const instants = fc.oneof(
  fc.integer({ min: Date.UTC(2026, 9, 18), max: Date.UTC(2026, 10, 8) }),
  fc.integer({ min: Date.UTC(2027, 2, 7), max: Date.UTC(2027, 3, 11) }),
);

describe('the days of a forecast', () => {
  it('name everything that may still leave exactly once, whatever the zones and the clocks', () => {
    const delivery = fc.record({
      name: fc.nat({ max: 60 }).map((n) => `post-${String(n)}`),
      state: fc.constantFrom('scheduled', 'handed-over', 'frozen', 'missed', 'sent', 'cancelled', 'running'),
      /** Minutes from now on. */
      after: fc.integer({ min: -4 * 24 * 60, max: 20 * 24 * 60 }),
      zone: fc.constantFrom(...zones),
      hasHour: fc.boolean(),
    });
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom(...zones),
        fc.uniqueArray(delivery, { selector: ({ name }) => name, maxLength: 30 }),
        (at, zone, drawn) => {
          const deliveries = drawn.map(({ name, state, after, zone: own, hasHour }) => {
            const { moment } = momentOf(wallOf(at + after * 60_000, own), own);
            return post(name, '2026-11-26T09:00', {
              ...here,
              state,
              dueAt: moment.dueAt,
              wall: hasHour ? moment.wall : null,
              zone: hasHour ? moment.zone : null,
            });
          });
          const { days, open } = forecast(world({ now: at, zone, deliveries }));
          const end = days.at(-1)?.until ?? 0;
          const named = [...days.flatMap(({ departures }) => departures), ...open].map(({ key }) => key);
          const expected = deliveries.filter(
            ({ state, dueAt }) => state !== 'sent' && state !== 'cancelled' && dueAt < end,
          );
          expect([...named].sort()).toEqual(expected.map(({ id }) => id).sort());
          for (const one of days)
            for (const { dueAt, moment } of one.departures) {
              expect(moment).not.toBeNull();
              expect(dayOf(dueAt, zone)).toBe(one.day);
            }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are fourteen in a row from today, without a gap, also where clocks change', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (at, zone) => {
        const { days } = forecast(world({ now: at, zone }));
        expect(days.map((one) => one.day)).toEqual(
          Array.from({ length: 14 }, (_, index) => addDays(dayOf(at, zone), index)),
        );
        for (const [index, one] of days.entries()) {
          expect(one.until - one.from).toBe(day + one.clockChangeMs);
          expect(days[index + 1]?.from ?? one.until).toBe(one.until);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('count the hour that a change of clocks takes', () => {
    const { days } = forecast(world({ now: Date.UTC(2027, 2, 20, 9) }));
    expect(days.filter(({ clockChangeMs }) => clockChangeMs !== 0)).toMatchObject([
      { day: '2027-03-28', clockChangeMs: -hour },
    ]);
  });

  it('show a wish before main’s row of an earlier revision, and main’s row once it has caught up', () => {
    const moved = wish('one', '2026-11-30T09:00', 'pending', { revision: 2 });
    const shown = (revision: number) =>
      forecast(
        world({ deliveries: [post('one', '2026-11-27T09:00', { revision })], wishes: [moved] }),
      ).days.flatMap((one) =>
        one.departures.map(({ state, deliveryId }) => `${one.day} ${state} ${String(deliveryId !== null)}`),
      );
    expect(shown(1)).toEqual(['2026-11-30 handing true']);
    expect(shown(2)).toEqual(['2026-11-27 handed-over true']);
  });

  it('take each account of a draft at its own text, and only the clients that are asked for', () => {
    const several = draft('one', '2026-11-27T09:00', {
      accountIds: [who('a'), who('b')],
      variants: { [who('b')]: { text: 'its own' } },
    });
    const { days } = forecast(world({ accounts: [account('a'), account('b')], drafts: [several] }));
    expect(days[1]?.departures.map(({ content }) => content.text === 'its own')).toEqual([false, true]);
    expect(forecast(world({ clients: [], drafts: [several], now })).risks).toEqual([]);
  });
});
