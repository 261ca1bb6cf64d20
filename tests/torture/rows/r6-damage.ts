import { rm } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Aside } from '../../../src-main/journal/open-journal.ts';
import { createRandom, type Random } from '../../../src-simulator/core/random.ts';
import { openOrThrow, rowsOf, writeHistory, type History, type Rows } from '../damage/history.ts';
import { imageFolder, writeImage, type Image } from '../damage/image.ts';
import { spoil } from '../damage/spoil.ts';
import { tear } from '../damage/tear.ts';
import type { Played, Row } from '../row.ts';

const imagesASeed = { full: 1_000, short: 300 } as const;

export const damage: Row = {
  id: 'R6',
  title: 'damaged journals: torn after the last fsync; flipped, cut, missing, exchanged, gone back in time',
  target: 'torn: 0 acknowledged rows lost; damaged: 100 % detected, told once',
  runs: { full: 100, short: 4 },
  open: async ({ isShort }) => {
    const base = await imageFolder();
    return {
      play: (seed) =>
        play(path.join(base, String(seed)), seed, isShort ? imagesASeed.short : imagesASeed.full),
      close: () => rm(base, { recursive: true, force: true }),
    };
  },
};

async function play(base: string, seed: number, count: number): Promise<Played> {
  const random = createRandom(seed);
  const violations: string[] = [];
  const figures = {
    images: 0,
    torn: 0,
    'torn and whole': 0,
    damaged: 0,
    detected: 0,
    harmless: 0,
    undetected: 0,
    'lost though torn': 0,
  };
  let history = await writeHistory(random, base);
  for (let n = 0; figures.images < count; n += 1) {
    if (n % 50 === 49) history = await writeHistory(random, base);
    const folder = path.join(base, 'image');
    const made = random.chance(0.3) ? tornImage(random, history) : spoiltImage(random, history);
    if (made === null) continue;
    await writeImage(folder, made.image);
    figures.images += 1;
    const verdict = await openTwice(folder, made.written);
    const say = (what: string): void => {
      violations.push(`image ${n} (${made.what}): ${what}`);
    };
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
  return { figures, violations };
}

interface Made {
  readonly tag: 'torn' | 'damaged';
  readonly what: string;
  readonly image: Image;
  /** What the journal may hold. */
  readonly good: readonly Rows[];
  /** Every row that was ever written. */
  readonly written: readonly Rows[];
}

function tornImage(random: Random, { generations }: History): Made | null {
  const moments = random.pick(generations) ?? [];
  const at = random.between(0, moments.length - 2);
  const [before, after] = [moments[at], moments[at + 1]];
  if (before === undefined || after === undefined) return null;
  const torn = tear(random, before, after);
  return torn === null ? null : { tag: 'torn', ...torn, good: [before.rows, after.rows], written: [] };
}

function spoiltImage(random: Random, history: History): Made | null {
  const all = history.generations.flat();
  const now = all[random.between(1, all.length - 1)];
  if (now === undefined) return null;
  const spoilt = spoil(random, history, now);
  if (spoilt === null) return null;
  return { tag: 'damaged', ...spoilt, good: [now.rows], written: all.map(({ rows }) => rows) };
}

/** Opens it as the app does, and then as the app does the next time. `rows` null: it was set aside. */
async function openTwice(
  folder: string,
  written: readonly Rows[],
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
  const known = new Set(written.flatMap((all) => all.map((row) => JSON.stringify(row))));
  const strange = (asides[0]?.salvaged ?? []).find((row) => !known.has(JSON.stringify(row)));
  if (strange !== undefined) return { rows: null, wrong: `salvaged what never was: ${strange.key}` };
  const second = await openOrThrow(folder);
  await second.journal.close();
  return { rows: null, wrong: second.opening.tag === 'ok' ? null : 'told a second time' };
}
