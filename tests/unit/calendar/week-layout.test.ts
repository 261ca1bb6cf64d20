import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarEntries } from '../../../src-renderer/features/calendar/calendar-entry.ts';
import { layWeek, topOf, weekSizes } from '../../../src-renderer/features/calendar/week-layout.ts';
import { client, delivery, paris } from './samples.ts';

const [entry] = calendarEntries({
  deliveries: [delivery('i', 'a', paris('2026-11-26T09:00'), 'scheduled')],
  unaccepted: [],
  drafts: [],
  moves: {},
  shows: (workspace) => workspace === client,
  from: 0,
  until: Infinity,
});
if (entry === undefined) throw new Error('no entry to lay');
const at = (minutes: readonly number[]) =>
  minutes.toSorted((a, b) => a - b).map((minute) => ({ entry, minute }));

test('a lone chip lies at its minute', () => {
  const layout = layWeek([at([9 * 60 + 30])]);
  const [chip] = layout.days[0]?.chips ?? [];
  expect(Math.abs((chip?.top ?? 0) - topOf(layout, 9 * 60 + 30))).toBeLessThan(weekSizes.chip);
});

test('an empty week is 24 hours of the least height', () => {
  expect(layWeek([[], []]).tops.at(-1)).toBe(24 * weekSizes.hour);
});

test('chips never lie over each other, stay in their hour, and none is lost', () => {
  const minutes = fc.array(fc.integer({ min: 0, max: 24 * 60 - 1 }), { maxLength: 200 });
  fc.assert(
    fc.property(fc.array(minutes, { minLength: 1, maxLength: 7 }), (days) => {
      const layout = layWeek(days.map(at));
      days.forEach((wanted, index) => {
        const { chips, rests } = layout.days[index] ?? { chips: [], rests: [] };
        const all = [...chips, ...rests].toSorted((a, b) => a.top - b.top);
        expect(chips.length + rests.reduce((sum, rest) => sum + rest.count, 0)).toBe(wanted.length);
        all.forEach((one, place) => {
          const next = all[place + 1];
          if (next !== undefined) expect(next.top - one.top).toBeGreaterThanOrEqual(weekSizes.chip);
          expect(one.top).toBeGreaterThanOrEqual(layout.tops[one.hour] ?? 0);
          expect(one.top + weekSizes.chip).toBeLessThanOrEqual(layout.tops[one.hour + 1] ?? 0);
        });
      });
    }),
  );
});
