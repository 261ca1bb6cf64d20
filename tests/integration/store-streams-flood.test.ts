import { describe, expect, it } from 'vitest';
import type { DownStream } from '../../src-main/engine/down-stream.ts';
import { createPoints, type Plan } from '../fixtures/death-and-faults.ts';
import type { StoreDisk } from '../fixtures/memory-store.ts';
import { messageRow } from '../fixtures/rows.ts';
import { openPage, startMain, until, type Main } from '../fixtures/stream-ends.ts';
import '../fixtures/stream-lives-hooks.ts';
import { newDisk, none, parts, place, stored, wipe } from '../fixtures/stream-lives.ts';

const batches = 20;
const expected = {
  accounts: [],
  messages: Array.from({ length: batches }, (_, index) => [
    `m${String(index)}`,
    `message ${String(index)}`,
    null,
  ]).sort((a, b) => String(a[0]).localeCompare(String(b[0]))),
};

/** Main with a backlog of batches, and all that is saved and acknowledged, in its order. */
async function flooded() {
  const main = await startMain(place.folder, {}, parts);
  for (let index = 0; index < batches; index += 1) await main.down.push([messageRow(index)]);
  const happened: { readonly what: 'saved' | 'acknowledged'; readonly number: number }[] = [];
  const ack = async (args: { epoch: string; number: number }): ReturnType<DownStream['ack']> => {
    happened.push({ what: 'acknowledged', number: args.number });
    return main.down.ack(args.epoch, args.number);
  };
  const handlers = main.handlers as { readonly streams: object };
  const watched: Main = { ...main, handlers: { ...handlers, streams: { ...handlers.streams, ack } } };
  const watch = (disk: StoreDisk): StoreDisk => ({
    ...disk,
    open: async (...args) => {
      const opened = await disk.open(...args);
      const save: typeof opened.progress.save = async (position) => {
        await opened.progress.save(position);
        happened.push({ what: 'saved', number: position.acked });
      };
      return { ...opened, progress: { ...opened.progress, save } };
    },
  });
  return { main: watched, happened, watch };
}

describe('a flood of batches', () => {
  it('is remembered several batches at a time, and acknowledged no further than that', async () => {
    const { main, happened, watch } = await flooded();
    const disk = newDisk();
    const page = await openPage(watch(disk), main, createPoints(none));
    await until('all is acknowledged', () => page.greeted() && main.down.backlog() === 0);
    page.stop();
    expect(await stored(page)).toEqual(expected);
    const saves = happened.filter(({ what }) => what === 'saved');
    expect(saves.length).toBeGreaterThan(1);
    expect(saves.length).toBeLessThan(batches / 4);
    let safe = 0;
    for (const { what, number } of happened) {
      if (what === 'saved') safe = number;
      else expect(number).toBeLessThanOrEqual(safe);
    }
    await main.journal.close();
  });

  const plans: readonly [string, (at: number) => Plan][] = [
    ['the page dies', (at) => ({ tag: 'kill', at })],
    ['the store refuses a write', (at) => ({ tag: 'fail', at, every: null })],
  ];
  it.each(plans)('loses nothing wherever %s', async (_, planOf) => {
    for (let at = 1; at <= 60; at += 3) {
      const { main } = await flooded();
      const disk = newDisk();
      const points = createPoints(planOf(at));
      const first = await openPage(disk, main, points);
      await Promise.race([
        points.death,
        until('all is acknowledged', () => first.greeted() && main.down.backlog() === 0),
      ]);
      first.stop();
      points.die();
      disk.release();
      const page = await openPage(disk, main, createPoints(none));
      await until('all is acknowledged', () => page.greeted() && main.down.backlog() === 0);
      page.stop();
      expect(await stored(page), `at ${String(at)}`).toEqual(expected);
      disk.release();
      await main.journal.close();
      await wipe();
    }
  });
});
