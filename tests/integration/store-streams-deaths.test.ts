import { beforeEach, describe, expect, it } from 'vitest';
import { createPoints } from '../fixtures/death-and-faults.ts';
import { openPage, startMain, until } from '../fixtures/stream-ends.ts';
import '../fixtures/stream-lives-hooks.ts';
import {
  eachOf,
  expected,
  fetchAll,
  newDisk,
  none,
  parts,
  place,
  pointsOfALife,
  stored,
  survive,
  wipe,
} from '../fixtures/stream-lives.ts';

describe('the two ends of the down stream', () => {
  let points: { readonly main: number; readonly page: number };
  beforeEach(async () => {
    points = await pointsOfALife();
  });

  it('store every row when nothing goes wrong', async () => {
    expect(points.main).toBeGreaterThan(15);
    expect(points.page).toBeGreaterThan(25);
    expect(await survive(newDisk(), none, none)).toEqual(expected);
  });

  it('lose nothing when everything dies at any point of the page, between offer and acknowledgement', () =>
    eachOf(points.page, (at) => [none, { tag: 'kill', at }]));

  it('lose nothing when everything dies at any point of main, before and after each write', () =>
    eachOf(points.main, (at) => [{ tag: 'kill', at }, none]));
});

describe('a page that dies alone', () => {
  it('finds main as it was, and misses nothing', async () => {
    for (let at = 1; at <= 30; at += 1) {
      const disk = newDisk();
      const main = await startMain(place.folder, {}, parts);
      const points = createPoints({ tag: 'kill', at });
      const fetching = fetchAll(main);
      await openPage(disk, main, points);
      await fetching;
      await Promise.race([points.death, until('done', () => main.down.backlog() === 0)]);
      points.die();
      disk.release();
      const page = await openPage(disk, main, createPoints(none));
      await until('all is acknowledged', () => page.greeted() && main.down.backlog() === 0);
      page.stop();
      expect(await stored(page), `killed at ${String(at)}`).toEqual(expected);
      disk.release();
      await main.journal.close();
      await wipe();
    }
  });
});
