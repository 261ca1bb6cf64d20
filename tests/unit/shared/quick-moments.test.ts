import { expect, it } from 'vitest';
import { quickMoments } from '../../../src-shared/calendar/quick-moments.ts';

const walls = (instant: string, zone: string) =>
  Object.fromEntries(quickMoments(Date.parse(instant), zone).map(({ id, wall }) => [id, wall]));

it('gives the times of the zone that was asked about', () => {
  // A Wednesday, 10:42 in Paris and 18:42 in Tokyo.
  expect(walls('2026-11-25T09:42:30Z', 'Europe/Paris')).toEqual({
    'in-an-hour': '2026-11-25T11:42',
    'this-evening': '2026-11-25T18:00',
    'tomorrow-morning': '2026-11-26T09:00',
    'next-monday': '2026-11-30T09:00',
  });
  expect(walls('2026-11-25T09:42:30Z', 'Asia/Tokyo')).not.toHaveProperty('this-evening');
});

it('offers no evening that is less than an hour away, and no Monday that is tomorrow', () => {
  expect(walls('2026-11-29T16:30:00Z', 'Europe/Paris')).toEqual({
    'in-an-hour': '2026-11-29T18:30',
    'tomorrow-morning': '2026-11-30T09:00',
  });
});

it('gives a Monday the Monday after', () => {
  expect(walls('2026-11-30T07:00:00Z', 'Europe/Paris')['next-monday']).toBe('2026-12-07T09:00');
});

it('counts the hour as it passes, over a change of the clocks too', () => {
  expect(walls('2026-03-29T00:30:00Z', 'Europe/Paris')['in-an-hour']).toBe('2026-03-29T03:30');
});
