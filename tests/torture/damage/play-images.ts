import { rm } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Aside } from '../../../src-main/journal/open-journal.ts';
import { createRandom, type Random } from '../../../src-simulator/core/random.ts';
import { openOrThrow, rowsOf, writeHistory, type History, type Rows } from './history.ts';
import { writeImage, type Image } from './image.ts';
import { noneRebuilt, type Rebuilt } from './play-rebuilt.ts';
import { noSnapshots, type SnapshotsPlayed } from './play-snapshots.ts';
import { spoil } from './spoil.ts';
import { tear } from './tear.ts';

/** How far a seed has come; kept on disk before each image, which may end the process that opens it. */
export interface Progress {
  readonly next: number;
  /** What was done to the image that is being opened. */
  readonly opening: string;
  readonly figures: Readonly<Record<keyof typeof none, number>>;
  /** Journals that were played to the end. */
  readonly rebuilt: Rebuilt;
  readonly snapshots: SnapshotsPlayed;
  readonly violations: readonly string[];
}

const none = {
  images: 0,
  torn: 0,
  'torn and whole': 0,
  damaged: 0,
  detected: 0,
  harmless: 0,
  undetected: 0,
  'lost though torn': 0,
};
export const nothingYet: Progress = {
  next: 0,
  opening: '',
  figures: none,
  rebuilt: { figures: noneRebuilt, violations: [] },
  snapshots: { figures: noSnapshots, violations: [] },
  violations: [],
};

/** Images of one history; then another is written. */
const aHistory = 50;

/** Makes, opens and judges the images of a seed from where `progress` stands. */
export async function playImages(
  seed: number,
  count: number,
  base: string,
  progress: Progress,
  keep: (progress: Progress) => void,
): Promise<Progress> {
  const folder = path.join(base, 'image');
  const figures = { ...progress.figures };
  const violations = [...progress.violations];
  let history: History | null = null;
  for (let n = progress.next; n < count; n += 1) {
    if (history === null || n % aHistory === 0)
      history = await writeHistory(createRandom(seed * 1_000_003 + Math.floor(n / aHistory)), base);
    const made = make(createRandom(seed * 1_000_003 + 500_000 + n), history);
    await writeImage(folder, made.image);
    keep({ ...progress, next: n + 1, opening: made.what, figures: { ...figures }, violations });
    const verdict = await openTwice(folder, made.written);
    const say = (what: string): void => {
      violations.push(`image ${n} (${made.what}): ${what}`);
    };
    figures.images += 1;
    if (verdict.wrong !== null) say(verdict.wrong);
    if (made.tag === 'torn') {
      figures.torn += 1;
      if (verdict.rows !== null && made.good.some((rows) => isDeepStrictEqual(rows, verdict.rows)))
        figures['torn and whole'] += 1;
      else {
        figures['lost though torn'] += 1;
        say(verdict.rows === null ? 'not believed' : 'acknowledged rows are missing');
      }
      continue;
    }
    figures.damaged += 1;
    if (verdict.rows === null) figures.detected += 1;
    else if (isDeepStrictEqual(verdict.rows, made.good[0])) figures.harmless += 1;
    else {
      figures.undetected += 1;
      say('believed, and not what was acknowledged');
    }
  }
  await rm(base, { recursive: true, force: true });
  return { ...progress, next: count, opening: '', figures, violations };
}

interface Made {
  readonly tag: 'torn' | 'damaged';
  readonly what: string;
  readonly image: Image;
  /** What the journal may hold. */
  readonly good: readonly Rows[];
  /** Every row that was ever written. */
  readonly written: ReadonlySet<string>;
}

function make(random: Random, history: History): Made {
  for (;;) {
    const made = random.chance(0.3) ? tornImage(random, history) : spoiltImage(random, history);
    if (made !== null) return made;
  }
}

function tornImage(random: Random, { generations }: History): Made | null {
  const moments = random.pick(generations) ?? [];
  const at = random.between(0, moments.length - 2);
  const [before, after] = [moments[at], moments[at + 1]];
  if (before === undefined || after === undefined) return null;
  const torn = tear(random, before, after);
  return torn && { tag: 'torn', ...torn, good: [before.rows, after.rows], written: new Set() };
}

function spoiltImage(random: Random, history: History): Made | null {
  const all = history.generations.flat();
  const now = all[random.between(1, all.length - 1)];
  const spoilt = now && spoil(random, history, now);
  return now && spoilt ? { tag: 'damaged', ...spoilt, good: [now.rows], written: history.written } : null;
}

/** Opens it as the app does, and then as the app does the next time. `rows` null: it was set aside. */
async function openTwice(
  folder: string,
  written: ReadonlySet<string>,
): Promise<{ readonly rows: Rows | null; readonly wrong: string | null }> {
  const asides: (Aside | null)[] = [];
  const { journal, opening } = await openOrThrow(folder, {
    first: (aside) => {
      asides.push(aside);
      return [];
    },
  });
  const rows = await rowsOf(journal);
  await journal.close();
  if (opening.tag === 'ok') return { rows, wrong: null };
  if (opening.tag !== 'set-aside') return { rows, wrong: `opened as ${opening.tag}` };
  if (rows.length > 0) return { rows: null, wrong: 'a fresh journal holds rows' };
  const strange = (asides[0]?.salvaged ?? []).find((row) => !written.has(JSON.stringify(row)));
  if (strange !== undefined) return { rows: null, wrong: `salvaged what never was: ${strange.key}` };
  const second = await openOrThrow(folder);
  await second.journal.close();
  return { rows: null, wrong: second.opening.tag === 'ok' ? null : 'told a second time' };
}
