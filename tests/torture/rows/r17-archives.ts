import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMediaStore } from '../../../src-main/media/media-store.ts';
import { readArchive, writeArchive } from '../../../src-main/safety/archive-file.ts';
import { packSnapshot, readSnapshot } from '../../../src-main/safety/snapshot-file.ts';
import type { BackupRow } from '../../../src-shared/safety/backup.ts';
import { picture } from '../../fixtures/picture.ts';
import type { Played, Row } from '../row.ts';

const passphrase = 'quatre mots tirés au sort';
/** As cheap as a reader allows: what a passphrase costs is not what is tested. */
const log2N = 10;

/** The same numbers for the same seed (mulberry32). */
function diceOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Ways in which a file comes back wrong from a disk, a cable or a hand. */
const wounds: readonly ((bytes: Buffer, below: (most: number) => number) => Buffer)[] = [
  (bytes, below) => {
    const at = below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
    return bytes;
  },
  (bytes, below) => {
    // The header, where a reader decides what to believe.
    const at = below(59);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
    return bytes;
  },
  (bytes, below) => bytes.subarray(0, below(bytes.length)),
  (bytes, below) => bytes.subarray(0, bytes.length - 1 - below(40)),
  (bytes, below) => bytes.fill(0, below(bytes.length)),
  (bytes, below) => {
    const at = below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(5_000))]);
  },
  (bytes, below) => {
    const at = below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(0, 1 + below(5_000)), bytes.subarray(at)]);
  },
  (bytes, below) => Buffer.concat([bytes, bytes.subarray(0, 1 + below(200))]),
  (bytes) => {
    // Two whole chunks change places.
    const size = 65_536 + 16;
    const [a, b] = [bytes.subarray(59, 59 + size), bytes.subarray(59 + size, 59 + 2 * size)];
    return Buffer.concat([bytes.subarray(0, 59), b, a, bytes.subarray(59 + 2 * size)]);
  },
  (bytes, below) => {
    const at = below(bytes.length);
    for (let i = at; i < Math.min(bytes.length, at + 300); i += 1) bytes[i] = below(256);
    return bytes;
  },
];

const postOf = (n: number, media: readonly object[]): BackupRow => ({
  tag: 'authored',
  collection: 'posts',
  id: `p${String(n)}`,
  row: { id: `p${String(n)}`, workspaceId: 'w1', base: { text: `Post ${String(n)} `.repeat(20), media } },
});

/** Archives and snapshots that were damaged: refused whole, and nothing of them is left anywhere. */
export const archives: Row = {
  id: 'R17',
  title: 'archives and snapshots damaged in every way',
  target: '1,000 corrupted archives: no crash, no partial import',
  runs: { full: 1_000, short: 120 },
  jobs: 2,
  open: async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'vigie-r17-'));
    const media = createMediaStore(path.join(folder, 'media'));
    const stored = await media.put(new Blob([new Uint8Array(picture(280, 180, true))]).stream());
    if (stored.tag === 'err') throw new Error(stored.error.code);
    const rows = Array.from({ length: 60 }, (_, n) => postOf(n, n === 7 ? [stored.value] : []));
    const file = path.join(folder, 'whole.vigie');
    const written = await writeArchive({
      file,
      passphrase,
      rows: (async function* () {
        yield* rows;
      })(),
      media,
      at: 1,
      version: '0.0.0',
      log2N,
    });
    if (written.tag === 'err') throw new Error(written.error.code);
    const whole = await readFile(file);
    const snapshot = (await packSnapshot(rows, { at: 1, version: '0.0.0' })).bytes;

    const play = async (seed: number): Promise<Played> => {
      const below = diceOf(seed);
      const wound = wounds[seed % wounds.length] ?? wounds[0]!;
      const own = path.join(folder, `seed-${String(seed)}`);
      const violations: string[] = [];
      const figures = { archives: 0, refused: 0, crashed: 0, partial: 0, snapshots: 0 };
      await mkdir(own);
      try {
        const bytes = Buffer.from(wound(Buffer.from(whole), below));
        if (!bytes.equals(whole)) {
          figures.archives += 1;
          const place = path.join(own, 'damaged.vigie');
          const incoming = path.join(own, 'incoming');
          await writeFile(place, bytes);
          const read = await readArchive(place, passphrase, incoming);
          if (read.tag === 'err') figures.refused += 1;
          else violations.push('a damaged archive was taken');
          const left = await readdir(incoming).catch(() => []);
          if (left.length > 0 || (read.tag === 'err' && (await readdir(own)).includes('incoming'))) {
            figures.partial += 1;
            violations.push('a part of a damaged archive was left behind');
          }
        }
        const torn = Buffer.from(wound(Buffer.from(snapshot), below));
        if (!torn.equals(snapshot)) {
          figures.snapshots += 1;
          const place = path.join(own, 'damaged.snapshot');
          await writeFile(place, torn);
          if ((await readSnapshot(place)) !== null) violations.push('a damaged snapshot was believed');
        }
      } catch (error) {
        figures.crashed += 1;
        violations.push(`threw ${error instanceof Error ? error.message : String(error)}`);
      } finally {
        await rm(own, { recursive: true, force: true });
      }
      return { figures, violations };
    };
    return {
      play,
      judge: ({ archives: tried = 0, refused = 0 }) =>
        tried === refused ? null : `${String(tried - refused)} damaged archives were not refused`,
      close: () => rm(folder, { recursive: true, force: true }),
    };
  },
};
