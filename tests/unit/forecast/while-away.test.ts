import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { departuresOf } from '../../../src-shared/forecast/departure.ts';
import { whileAway, type Fated } from '../../../src-shared/forecast/while-away.ts';
import { at, draft, here, hour, minute, post } from './samples.ts';

const from = at('2026-11-27T00:00').dueAt;
const until = at('2026-11-28T00:00').dueAt;
const said = (fated: readonly Fated[]): readonly string[] =>
  fated.map(({ departure, fate }) => `${departure.key.split('/')[0] ?? ''} ${fate.tag}`);

describe('while this machine sleeps', () => {
  it('the network’s posts leave, this machine’s wait or are missed, a person’s wait for the person', () => {
    const departures = departuresOf(
      [
        post('held', '2026-11-27T09:00'),
        post('morning', '2026-11-27T09:30', here),
        post('hand', '2026-11-27T10:00', { ...here, executor: 'assisted' }),
        post('refused', '2026-11-27T11:00', { ...here, state: 'blocked' }),
        post('evening', '2026-11-27T23:45', here),
        post('next-day', '2026-11-28T09:00', here),
      ],
      [],
      [draft('draft', '2026-11-27T12:00')],
    );
    expect(said(whileAway(departures, from, until, () => 0))).toEqual([
      'held leaves',
      'morning missed',
      'hand by-hand',
      'refused stuck',
      'draft stuck',
      'evening late',
    ]);
  });

  it('what waits leaves one after the other when it is back, and the pause may make the last too late', () => {
    const waiting = ['one', 'two', 'three'].map((name, index) =>
      post(name, `2026-11-27T23:4${String(index)}`, { ...here, toleranceMs: 25 * minute }),
    );
    const other = post('other', '2026-11-27T23:50', { ...here, on: 'b' });
    const departures = departuresOf([...waiting, other], [], []);
    expect(
      whileAway(departures, from, until, () => 4 * minute).map(({ fate }) =>
        fate.tag === 'late' ? (fate.at - until) / minute : fate.tag,
      ),
    ).toEqual([0, 4, 'missed', 0]);
  });

  it('judges what is due within, once each, and lets nothing leave later than it may', () => {
    const any = fc.record({
      minuteOf: fc.integer({ min: -600, max: 2_400 }),
      tolerance: fc.integer({ min: 0, max: 600 }),
      on: fc.constantFrom('a', 'b'),
      spacing: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 25 }), fc.integer({ min: 0, max: 24 }), (drawn, hours) => {
        const departures = departuresOf(
          drawn.map(({ minuteOf, tolerance, on }, index) => ({
            ...post(`n${String(index)}`, '2026-11-27T09:00', { ...here, on }),
            dueAt: from + minuteOf * minute,
            toleranceMs: tolerance * minute,
          })),
          [],
          [],
        );
        const back = from + hours * hour;
        const fated = whileAway(departures, from, back, () => 3 * minute);
        expect(fated.map(({ departure }) => departure.key)).toEqual(
          departures.filter(({ dueAt }) => dueAt >= from && dueAt < back).map(({ key }) => key),
        );
        for (const { departure, fate } of fated) {
          if (fate.tag !== 'late') continue;
          expect(fate.at).toBeGreaterThanOrEqual(back);
          expect(fate.at).toBeLessThanOrEqual(departure.dueAt + (departure.toleranceMs ?? 0));
        }
      }),
      { numRuns: 200 },
    );
  });
});
