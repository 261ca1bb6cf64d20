import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { createRandom } from '../../../src-simulator/core/random.ts';
import { startApp, type Running } from '../../e2e/running-app.ts';
import { copiedText, differences, storedRows, type Written } from '../app/authored-rows.ts';
import { openDoor } from '../app/door.ts';
import { mutate } from '../app/mutation.ts';
import { client, createSeats, type Seat } from '../app/seat.ts';
import type { Played, Row } from '../row.ts';

const startMs = 10_000;

/** One seed: the files of the interface's database are damaged in one way, and the app is started on them, twice. */
export const damagedStore: Row = {
  id: 'R8',
  title: 'the renderer database damaged: flipped, cut, emptied, deleted, overwritten',
  target: '500 mutations: starts within 10 s, everything that was written is restored, told once',
  runs: { full: 500, short: 3 },
  counted: { figure: 'mutations', full: 500 },
  onDisk: true,
  open: () => {
    const wanted = new Map<string, { readonly rows: Written; readonly epoch: string }>();
    const seats = createSeats({
      networks: ['bluesky'],
      furnish: async (running) => {
        await write(running.page);
        const rows = await storedRows(running.page);
        const epoch = await running.page.evaluate(() => realm.databases.epoch);
        wanted.set(running.profile, { rows, epoch });
        // Killed: what was written last lies in the log that the browser has not tidied yet.
        await running.kill();
      },
    });
    return Promise.resolve({
      play: (seed) =>
        seats.use((seat) => {
          const left = wanted.get(seat.profile);
          if (left === undefined) throw new Error('nothing was written on this seat');
          return play(seat, seed, left);
        }),
      close: seats.close,
    });
  },
};

async function play(
  seat: Seat,
  seed: number,
  wanted: { readonly rows: Written; readonly epoch: string },
): Promise<Played> {
  const random = createRandom(seed);
  const violations: string[] = [];
  const done = await mutate(path.join(seat.profile, 'IndexedDB'), random);
  const begun = Date.now();
  const running = await startApp({ profile: seat.profile });
  try {
    const damaged = await look(running, wanted.rows, begun);
    if (damaged.tag === 'stopped') violations.push(`it does not start: ${damaged.words}`);
    const isEmptied = damaged.tag === 'ready' && damaged.epoch !== wanted.epoch;
    const again = Date.now();
    await running.restart();
    const healthy = await look(running, wanted.rows, again);
    if (damaged.tag === 'ready') {
      for (const difference of damaged.differences) violations.push(`after the first start ${difference}`);
      // A machine that is busy with other things takes long for a healthy one too.
      if (damaged.ms > startMs && (healthy.tag === 'stopped' || damaged.ms > 2 * healthy.ms))
        violations.push(`it took ${String(damaged.ms)} ms to start`);
      if (isEmptied && !damaged.isTold) violations.push('the browser began anew, and nothing was told');
    }
    let isToldAgain = false;
    if (healthy.tag === 'stopped') violations.push(`it does not start again: ${healthy.words}`);
    else {
      for (const difference of healthy.differences) violations.push(`after the second start ${difference}`);
      isToldAgain = damaged.tag === 'ready' && damaged.isTold && healthy.isTold;
      // The browser may find only now what was cut, and begin anew once more: that is another loss.
      const isLostAgain = damaged.tag === 'ready' && damaged.epoch !== healthy.epoch;
      if (isToldAgain && !isLostAgain) violations.push('it was told twice');
    }
    if (running.pageErrors.length > 0)
      violations.push(`uncaught in the interface: ${running.pageErrors.join('; ')}`);
    return {
      figures: {
        mutations: 1,
        emptied: isEmptied ? 1 : 0,
        told: damaged.tag === 'ready' && damaged.isTold ? 1 : 0,
        'told again': isToldAgain ? 1 : 0,
        'over 10 s': damaged.tag === 'ready' && damaged.ms > startMs ? 1 : 0,
      },
      violations: violations.map((words) => `${words} [${done}]`),
    };
  } catch (error) {
    throw new Error(`[${done}] main wrote:\n${running.output()}`, { cause: error });
  } finally {
    await running.quit();
  }
}

type Look =
  | { readonly tag: 'stopped'; readonly words: string }
  | {
      readonly tag: 'ready';
      readonly ms: number;
      readonly epoch: string;
      readonly isTold: boolean;
      readonly differences: readonly string[];
    };

/** Waits until the window can be used and the store is whole. */
async function look(running: Running, wanted: Written, begun: number): Promise<Look> {
  const { page } = running;
  const clients = page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: client });
  try {
    await expect(clients).toBeVisible({ timeout: 60_000 });
  } catch {
    return { tag: 'stopped', words: (await page.locator('body').innerText()).slice(0, 300) };
  }
  const ms = Date.now() - begun;
  await openDoor(page);
  let left: readonly string[] = [];
  try {
    await expect
      .poll(
        async () => {
          left = differences(wanted, await storedRows(page));
          return left.length;
        },
        { timeout: 20_000 },
      )
      .toBe(0);
  } catch {
    // Said with the differences.
  }
  // The comparison with the copy is over when the copy has what the store has: then all that is told was told.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => setTimeout(resolve, 500))));
  const isTold = (await page.getByText(/repris de la seconde copie/u).count()) > 0;
  const epoch = await page.evaluate(() => realm.databases.epoch);
  return { tag: 'ready', ms, epoch, isTold, differences: left };
}

/** A few of everything that a person leaves in the store, and main's copy of it. */
async function write(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { posts, triage, records } = realm.databases.authored;
    const account = realm.tables.accounts.snapshot()?.[0];
    if (account === undefined) throw new Error('no account');
    const { workspaceId } = account;
    const now = Date.now();
    const id = (index: number): string => `01TORTURE${String(index).padStart(17, '0')}`;
    for (let index = 0; index < 12; index += 1) {
      const text = `Brouillon ${String(index)}. ${'Quelques mots à ne pas perdre. '.repeat(index * 6)}`;
      await posts.incrementalUpsert({
        id: id(index),
        workspaceId,
        accountIds: [account.id],
        base: { text, media: [], warning: '', poll: null, language: null, settings: {} },
        variants: {},
        target: null,
        planned: null,
        intentId: null,
        createdAt: now,
        updatedAt: now + index,
        deletedAt: null,
      } as never);
      await triage.incrementalUpsert({
        id: `${workspaceId}|${account.id}|message-${String(index)}`,
        workspaceId,
        accountId: account.id,
        state: 'done',
        updatedAt: now,
      } as never);
      if (index < 3)
        await records.incrementalUpsert({
          id: id(100 + index),
          workspaceId: 'all',
          kind: 'note',
          data: { words: text },
          updatedAt: now,
        } as never);
    }
  });
  await expect.poll(() => copiedText(page)).toContain('Brouillon 11.');
  await expect.poll(() => copiedText(page)).toContain('message-11');
}
