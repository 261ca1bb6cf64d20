import type { Row } from '../row.ts';
import { checkZone } from '../zones/check-zone.ts';
import { hasZoneFiles, systemRelease, systemZones } from '../zones/tzif.ts';

/** Zones are dealt out to so many seeds. */
const hands = 24;

/** Every zone that the runtime knows, at every change of its clocks from 2020 to 2040. */
export const zones: Row = {
  id: 'R14',
  title:
    'every zone, every change from 2020 to 2040: meaning of wall times, walls, days, their first instants',
  target: '0 mismatches with the zone files of the system, read by a reader of our own',
  runs: { full: hands, short: 2 },
  open: () => {
    const names = [...new Set([...Intl.supportedValuesOf('timeZone'), ...systemZones()])];
    const all = names.filter(isKnown);
    const differing: string[] = [];
    console.log(
      `   oracle: ${hasZoneFiles() ? `zone files of the system, release ${systemRelease() ?? 'not said'}` : 'Intl alone'}; ` +
        `runtime: release ${process.versions['tz'] ?? 'not said'}`,
    );
    const unknown = names.filter((name) => !isKnown(name));
    if (unknown.length > 0) console.log(`   unknown to the runtime: ${unknown.join(', ')}`);
    return Promise.resolve({
      play: (seed) => {
        const reports = all.filter((_, index) => index % hands === seed % hands).map(checkZone);
        differing.push(...reports.flatMap(({ release }) => release ?? []));
        const total = (of: (report: (typeof reports)[number]) => number): number =>
          reports.reduce((sum, report) => sum + of(report), 0);
        const mismatches = reports.flatMap((report) => report.mismatches);
        return Promise.resolve({
          figures: {
            zones: reports.length,
            transitions: total(({ transitions }) => transitions),
            checks: total(({ checks }) => checks),
            mismatches: mismatches.length,
            'by zone files': total(({ by }) => (by === 'zone files' ? 1 : 0)),
            'releases differ': total(({ release }) => (release === null ? 0 : 1)),
          },
          violations: mismatches.slice(0, 20),
        });
      },
      close: () => {
        for (const one of differing.sort()) console.log(`   releases differ: ${one}`);
        return Promise.resolve();
      },
    });
  },
};

function isKnown(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
