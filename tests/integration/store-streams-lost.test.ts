import { describe, expect, it } from 'vitest';
import { createPoints } from '../fixtures/death-and-faults.ts';
import type { StoreDisk } from '../fixtures/memory-store.ts';
import { messageRow } from '../fixtures/rows.ts';
import { openPage, startMain, until } from '../fixtures/stream-ends.ts';
import '../fixtures/stream-lives-hooks.ts';
import { expected, live, newDisk, none, parts, place, survive, wipe } from '../fixtures/stream-lives.ts';

describe('a store that is not what it was', () => {
  /** All is stored and acknowledged; then `change` happens to the disks while nothing runs. */
  const afterwards = async (next: (disk: StoreDisk) => StoreDisk): Promise<unknown> => {
    const disk = newDisk();
    await survive(disk, none, none);
    return survive(next(disk), none, none);
  };

  it('is filled again when it is new', async () => {
    expect(await afterwards(() => newDisk())).toEqual(expected);
  });

  it('is filled again when it was set back to an earlier state', async () => {
    const disk = newDisk();
    const early = await live(disk, createPoints(none), createPoints({ tag: 'kill', at: 12 }));
    expect(early).toBeNull();
    const copy = disk.copy();
    await survive(disk, none, none);
    expect(await survive(copy, none, none)).toEqual(expected);
  });

  it('is filled again also when main dies while it begins to', async () => {
    for (let at = 1; at <= 24; at += 1) {
      await survive(newDisk(), none, none);
      const empty = newDisk();
      expect(await survive(empty, { tag: 'kill', at }, none), `killed at ${String(at)}`).toEqual(expected);
      await wipe();
    }
  });

  it('is filled again also when main cannot write while it begins to', async () => {
    for (let at = 3; at <= 16; at += 1) {
      await survive(newDisk(), none, none);
      const empty = newDisk();
      expect(
        await survive(empty, { tag: 'fail', at, every: null }, none),
        `refused at ${String(at)}`,
      ).toEqual(expected);
      await wipe();
    }
  });

  it('takes what waits for it when main lost its journal and counts from one again', async () => {
    const disk = newDisk();
    await survive(disk, none, none);
    await wipe();
    // Rows that are pushed before the store says hello get numbers that it has passed already.
    expect(await survive(disk, none, none)).toEqual(expected);
    await wipe();
    const main = await startMain(place.folder, {}, parts);
    await main.down.push([messageRow(7)]);
    const page = await openPage(disk, main, createPoints(none));
    await until('it is acknowledged', () => page.greeted() && main.down.backlog() === 0);
    page.stop();
    expect(await page.databases.mirror.messages.findOne(messageRow(7).row.id).exec()).not.toBeNull();
    disk.release();
    await main.journal.close();
  });
});
