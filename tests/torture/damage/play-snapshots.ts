import { isDeepStrictEqual } from 'node:util';
import { createSnapshots, type Snapshots } from '../../../src-main/safety/snapshots.ts';
import type { BackupRow } from '../../../src-shared/safety/backup.ts';
import { createManualClock } from '../../../src-simulator/core/clock.ts';
import { createRandom, type Random } from '../../../src-simulator/core/random.ts';
import { quiet } from '../../fixtures/stream-ends.ts';
import { readImage, withFile, writeImage, type Image } from './image.ts';

export const noSnapshots = {
  'folders of snapshots': 0,
  'snapshots damaged': 0,
  'damage shown': 0,
  'believed wrongly': 0,
  'whole ones lost': 0,
  'saved again': 0,
};
export interface SnapshotsPlayed {
  readonly figures: typeof noSnapshots;
  readonly violations: readonly string[];
}

const minute = 60_000;

/** What a profile had come to, and the snapshots that it has by then. */
interface Kept {
  readonly image: Image;
  /** Rows of each snapshot, by its file. */
  readonly rows: ReadonlyMap<string, readonly BackupRow[]>;
  readonly state: readonly BackupRow[];
  readonly now: number;
}

/**
 * Snapshots of a profile are damaged, one or several: each damaged one is shown as such and gives nothing back, each
 * whole one gives back what it had, and what only a damaged one held is saved again.
 */
export async function playSnapshots(seed: number, count: number, folder: string): Promise<SnapshotsPlayed> {
  const random = createRandom(seed * 7_368_787 + 11);
  const figures = { ...noSnapshots };
  const violations: string[] = [];
  let kept = await keepSome(random, folder);
  for (let n = 0; n < count; n += 1) {
    if (n % 20 === 19) kept = await keepSome(random, folder);
    const { image, what } = damageSome(random, kept.image);
    const say = (words: string): void => {
      violations.push(`snapshots ${String(n)} (${what}): ${words}`);
    };
    await writeImage(folder, image);
    figures['folders of snapshots'] += 1;
    const { snapshots } = open(folder, kept.now, () => kept.state);
    try {
      const listed = new Map((await snapshots.list()).map((info) => [info.id, info.summary]));
      for (const [name, bytes] of image) {
        const isWhole = kept.image.get(name)?.equals(bytes) === true;
        const summary = listed.get(name);
        const rows = await snapshots.read(name);
        if (isWhole) {
          if (summary !== null && summary !== undefined && isDeepStrictEqual(rows, kept.rows.get(name)))
            continue;
          figures['whole ones lost'] += 1;
          say(`${name} was whole and is not given back`);
          continue;
        }
        figures['snapshots damaged'] += 1;
        if (summary === null && rows === null) figures['damage shown'] += 1;
        else if (summary === undefined) say(`${name} is not listed`);
        else if (rows !== null && [...kept.rows.values()].some((one) => isDeepStrictEqual(one, rows)))
          // Another snapshot whole under its name: it says itself when it was made.
          figures['damage shown'] += 1;
        else {
          figures['believed wrongly'] += 1;
          say(`${name} is believed`);
        }
      }
      await snapshots.take();
      const after = await snapshots.list();
      const all = await Promise.all(after.map(({ id }) => snapshots.read(id)));
      if (!all.some((rows) => isDeepStrictEqual(rows, kept.state)))
        say('what there is now is in no snapshot');
      else if (after.length > listed.size) figures['saved again'] += 1;
    } catch (error) {
      say(`threw ${String(error)}`);
    } finally {
      snapshots.stop();
    }
  }
  return { figures, violations };
}

function open(folder: string, now: number, rows: () => readonly BackupRow[]) {
  const clock = createManualClock(now);
  const snapshots: Snapshots = createSnapshots({
    folder,
    version: '0.0.0',
    clock,
    log: quiet,
    rows: () =>
      (async function* () {
        yield* rows();
      })(),
  });
  return { clock, snapshots };
}

/** Some snapshots, a few minutes apart, of a profile in which somebody writes. */
async function keepSome(random: Random, folder: string): Promise<Kept> {
  await writeImage(folder, new Map());
  const state: BackupRow[] = [];
  const { clock, snapshots } = open(folder, Date.UTC(2026, 10, 25, 9), () => state);
  const rows = new Map<string, readonly BackupRow[]>();
  for (let n = random.between(2, 4); n > 0; n -= 1) {
    for (let more = random.between(1, 12); more > 0; more -= 1) state.push(post(random, state.length));
    await snapshots.take();
    for (const { id } of await snapshots.list()) if (!rows.has(id)) rows.set(id, [...state]);
    await clock.advance(random.between(1, 4) * minute);
  }
  snapshots.stop();
  return { image: await readImage(folder), rows, state: [...state], now: clock.now() };
}

const post = (random: Random, n: number): BackupRow => ({
  tag: 'authored',
  collection: 'posts',
  id: `p${String(n)}`,
  row: {
    id: `p${String(n)}`,
    workspaceId: 'w1',
    base: { text: `Brouillon ${String(n)} ${random.next().toString(36)} `.repeat(random.between(1, 30)) },
  },
});

/** One file or several, each in one way. */
function damageSome(random: Random, whole: Image): { readonly image: Image; readonly what: string } {
  let image = whole;
  const said: string[] = [];
  const names = [...whole.keys()].sort();
  for (let n = random.chance(0.7) ? 1 : random.between(2, names.length); n > 0; n -= 1) {
    // The newest hurts most.
    const name = random.chance(0.5) ? names.at(-1) : random.pick(names);
    const bytes = image.get(name ?? '');
    if (name === undefined || bytes === undefined) continue;
    const [what, next] = wound(random, bytes, whole.get(random.pick(names) ?? '') ?? bytes);
    said.push(`${what} in ${name}`);
    image = withFile(image, name, next);
  }
  return { image, what: said.join('; ') };
}

function wound(random: Random, bytes: Buffer, other: Buffer): readonly [string, Buffer | null] {
  const copy = Buffer.from(bytes);
  const most = Math.max(0, copy.length - 1);
  const at = random.between(0, most);
  switch (random.between(0, 9)) {
    case 0:
    case 1:
      copy[at] = (copy[at] ?? 0) ^ (1 << random.between(0, 7));
      return [`bit flipped at ${String(at)}`, copy];
    case 2: {
      // In the two lines in which it says what it is.
      const early = random.between(0, Math.min(most, 400));
      copy[early] = (copy[early] ?? 0) ^ (1 << random.between(0, 7));
      return [`bit flipped at ${String(early)}`, copy];
    }
    case 3:
      return ['cut', copy.subarray(0, at)];
    case 4:
      return ['head cut off', copy.subarray(at)];
    case 5:
      copy.fill(0, at, Math.min(copy.length, at + (random.pick([1, 512, 4_096]) ?? 1)));
      return [`zeros at ${String(at)}`, copy];
    case 6:
      return ['noise appended', Buffer.concat([copy, Buffer.from([random.between(0, 255)])])];
    case 7:
      return ['half of another', Buffer.concat([copy.subarray(0, at), other.subarray(at)])];
    case 8:
      return ['another’s content', Buffer.from(other)];
    default:
      return ['gone', null];
  }
}
