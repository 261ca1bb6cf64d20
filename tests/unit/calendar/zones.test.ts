import { describe, expect, it } from 'vitest';
import { checkZone } from '../../torture/zones/check-zone.ts';
import { expectedOf } from '../../torture/zones/expected.ts';
import { intlTimeline } from '../../torture/zones/intl-timeline.ts';
import { hasZoneFiles, systemTimeline, type Timeline } from '../../torture/zones/tzif.ts';

const hour = 3_600_000;
const until = Date.UTC(2041, 0, 1);

describe('zones whose clocks change in an unusual way', () => {
  it.each([
    'Europe/Paris',
    // Winter time is the exception there, in the data.
    'Europe/Dublin',
    // Half an hour, and in the southern summer.
    'Australia/Lord_Howe',
    // At midnight, and at the end of a day.
    'Africa/Cairo',
    'America/Santiago',
    // Before midnight of the day before.
    'America/Nuuk',
    // By the moon.
    'Africa/Casablanca',
    // No change any more.
    'America/Sao_Paulo',
    'Asia/Kathmandu',
    'Pacific/Apia',
  ])('%s means the same by another reading', (zone) => {
    const { mismatches, checks } = checkZone(zone);
    expect(mismatches).toEqual([]);
    expect(checks).toBeGreaterThan(300);
  });
});

describe('the oracle', () => {
  const made: Timeline = [
    { at: -Infinity, offsetMs: hour },
    { at: Date.UTC(2026, 2, 29, 1), offsetMs: 2 * hour },
    { at: Date.UTC(2026, 9, 25, 1), offsetMs: hour },
  ];

  it('knows a gap, an overlap and neither', () => {
    expect(expectedOf(made, '2026-03-29T02:30')).toMatchObject({
      tag: 'gap',
      dueAt: Date.UTC(2026, 2, 29, 1),
    });
    expect(expectedOf(made, '2026-10-25T02:30')).toEqual({
      tag: 'overlap',
      dueAt: Date.UTC(2026, 9, 25, 0, 30),
      secondAt: Date.UTC(2026, 9, 25, 1, 30),
    });
    expect(expectedOf(made, '2026-03-29T03:00')).toMatchObject({
      tag: 'plain',
      dueAt: Date.UTC(2026, 2, 29, 1),
    });
  });

  it.runIf(hasZoneFiles())('follows the rules of the zone files as the runtime does', () => {
    for (const zone of ['Europe/Dublin', 'Africa/Cairo', 'America/Nuuk', 'Asia/Gaza']) {
      const from = Date.UTC(2030, 0, 1);
      const within = (timeline: Timeline | null) =>
        timeline?.filter(({ at }) => at > from && at < until).map(({ at }) => at);
      expect(within(systemTimeline(zone, 2040)), zone).toEqual(within(intlTimeline(zone, from, until)));
    }
  });
});
