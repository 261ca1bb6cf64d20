import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { createRandom } from '../../../src-simulator/core/random.ts';
import { composer } from '../../e2e/hands.ts';
import { startApp } from '../../e2e/running-app.ts';
import { fillDisk, mountSmallDisk, unmountSmallDisk } from '../../fixtures/small-disk.ts';
import { storedRows } from '../app/authored-rows.ts';
import { diskSeen, watchDisk } from '../app/disk-watch.ts';
import { openDoor } from '../app/door.ts';
import { openSeat, usable, type Seat } from '../app/seat.ts';
import type { Played, Row } from '../row.ts';

const times = { full: 4, short: 2 };
const bannerMs = 2_000;
const recoveryMs = 30_000;

/**
 * One seed: a machine with a small disk, which fills up again and again while somebody writes; the room comes back,
 * and sometimes the program is killed at the worst moment after it. Whatever was said to be saved is there.
 */
export const fullDisk: Row = {
  id: 'R7',
  title: 'the real app on a disk that fills up while somebody writes, and killed around it',
  target: '200 runs: 0 authored items lost, banner within 2 s, recovers without restart',
  runs: { full: 200 / times.full, short: 1 },
  counted: { figure: 'runs', full: 200 },
  onDisk: true,
  open: async ({ isShort }) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'vigie-small-disk-'));
    if (!mountSmallDisk(folder, 160)) {
      await rm(folder, { recursive: true });
      return {
        play: () => Promise.resolve({ figures: { 'not played': 1 }, violations: [] }),
        judge: () => (isShort ? null : 'mounting a small disk takes more rights than this user has'),
        close: () => Promise.resolve(),
      };
    }
    const seat = await openSeat({ networks: ['bluesky'], folder });
    return {
      play: async (seed) => {
        await seat.reset();
        return play(seat, seed, isShort ? times.short : times.full);
      },
      close: async () => {
        await seat.close();
        await unmountSmallDisk(folder);
      },
    };
  },
};

async function play(seat: Seat, seed: number, count: number): Promise<Played> {
  const random = createRandom(seed);
  const violations: string[] = [];
  const figures = { runs: 0, refused: 0, 'banner ms': 0, 'recovery ms': 0, kills: 0, items: 0, lost: 0 };
  /** Text of every draft that was said to be saved, and of every row whose write was answered. */
  const kept: string[] = [];
  let running = await startApp({ profile: seat.profile });
  const stuffing = path.join(seat.profile, 'stuffing');
  try {
    await usable(running.page, seat);
    for (let run = 1; run <= count; run += 1) {
      const name = `${String(seed)}.${String(run)}`;
      const { page } = running;
      await openDoor(page);
      const field = await newDraft(page);
      await page.keyboard.type(`Avant ${name}.`);
      await isSaved(page);
      await watchDisk(page);
      await fillDisk(stuffing, random.chance(0.75) ? 0 : random.between(1, 12_000));
      // What the browser tidies away at the sight of it would be room again.
      const again = random.between(1, 3);
      for (let more = 1; more <= again; more += 1) {
        await pause(200);
        await fillDisk(`${stuffing}-${String(more)}`);
      }
      kept.push(...(await writeRows(page, name)));
      const words = ` Pendant ${name}, ${'un texte qui prend de la place, '.repeat(random.between(40, 250))}`;
      await page.keyboard.insertText(words);
      const text = await field.inputValue();
      await pause(random.between(1_500, 4_000));
      let seen = await diskSeen(page);
      // With a little room left nothing may be refused; with none, everything is, within the time of a write.
      if (seen.refusedAt > 0 && seen.bannerAt === 0) {
        await pause(bannerMs);
        seen = await diskSeen(page);
      }
      figures.runs += 1;
      if (seen.refusedAt > 0) {
        figures.refused += 1;
        const took = seen.bannerAt === 0 ? Infinity : Math.max(0, seen.bannerAt - seen.refusedAt);
        if (took > bannerMs)
          violations.push(`run ${name}: the banner came ${String(took)} ms after a refused write`);
        else figures['banner ms'] += took;
      }
      await free(seat);
      const freedAt = Date.now();
      await expect(page.getByText('Le disque est plein.')).toHaveCount(0, { timeout: recoveryMs });
      await isSaved(page, recoveryMs);
      figures['recovery ms'] += Date.now() - freedAt;
      expect(await field.inputValue()).toBe(text);
      kept.push(text);
      const end = random.next();
      if (end < 0.5 || run === count) {
        // The second copy follows the store: just after "saved" it may not have come so far.
        await pause(end < 0.4 ? random.between(0, 150) : 2_000);
        await running.kill();
        figures.kills += 1;
        running = await startApp({ profile: seat.profile });
        await usable(running.page, seat, 30_000);
        await openDoor(running.page);
        const gone = await missing(running.page, kept);
        figures.lost += gone.length;
        for (const one of gone) violations.push(`run ${name}: lost after the kill: “${one.slice(0, 60)}”`);
      } else await closeComposer(page);
    }
    figures.items = kept.length;
    return { figures, violations };
  } finally {
    await free(seat);
    await running.quit();
  }
}

async function free({ profile }: Seat): Promise<void> {
  for (const name of await readdir(profile))
    if (name.startsWith('stuffing')) await rm(path.join(profile, name), { force: true });
}

async function newDraft(page: Page) {
  await page.getByRole('navigation', { name: 'Écrans' }).getByRole('button', { name: 'Rédiger' }).click();
  const field = composer(page).getByRole('textbox', { name: 'Texte du post' });
  await expect(field).toHaveValue('');
  await field.focus();
  return field;
}

const closeComposer = (page: Page): Promise<void> =>
  composer(page).getByRole('button', { name: 'Fermer, le brouillon est gardé' }).click();

async function isSaved(page: Page, timeout = 10_000): Promise<void> {
  try {
    await expect(composer(page).getByText(/Enregistré \d\d:\d\d/u)).toBeVisible({ timeout });
  } catch (error) {
    throw new Error(`not saved, but:\n${await page.locator('body').innerText()}`, { cause: error });
  }
}

/** Rows that the rest of the interface writes; answers a word of each one whose write was answered. */
const writeRows = (page: Page, name: string): Promise<readonly string[]> =>
  page.evaluate(async (marker) => {
    const written: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      const words = `note ${marker}.${String(index)} !`;
      try {
        await realm.databases.authored.records.insert({
          id: `note-${marker}-${String(index)}`,
          workspaceId: 'all',
          kind: 'note',
          data: { words },
          updatedAt: Date.now(),
        });
        written.push(words);
      } catch {
        // Refused, and the caller knows.
      }
    }
    return written;
  }, name);

/** What is in no row of the store, after the comparison with main's copy has had its time. */
async function missing(page: Page, kept: readonly string[]): Promise<readonly string[]> {
  let gone: readonly string[] = kept;
  const until = Date.now() + 10_000;
  while (gone.length > 0 && Date.now() < until) {
    const all = Object.values(await storedRows(page)).join('\n');
    gone = kept.filter((words) => !all.includes(JSON.stringify(words).slice(1, -1)));
    if (gone.length > 0) await pause(200);
  }
  return gone;
}
