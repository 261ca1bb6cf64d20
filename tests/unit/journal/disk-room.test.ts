import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createDiskRoom, type Room } from '../../../src-main/journal/disk-room.ts';
import { wantedRoom, weigh } from '../../../src-main/journal/wanted-room.ts';
import { createManualClock, type ManualClock } from '../../../src-simulator/core/clock.ts';

const mebibyte = 1024 * 1024;

/** Lets time pass second by second, and what each of them set going end. */
async function pass(clock: ManualClock, ms: number): Promise<void> {
  for (let at = 0; at < ms; at += 1_000) {
    await clock.advance(1_000);
    await setImmediate();
  }
}

function world(wanted: number) {
  const clock = createManualClock(0);
  const disk = { free: 500 * mebibyte, wanted };
  const told: Room['tag'][] = [];
  const room = createDiskRoom({
    clock,
    free: () => Promise.resolve(disk.free),
    wanted: () => Promise.resolve(disk.wanted),
    changed: () => told.push(room.now().tag),
  });
  return { clock, disk, told, room };
}

it('warns while there is still room to write, says when there is none, and takes it back by itself', async () => {
  const { clock, disk, told, room } = world(64 * mebibyte);
  room.start();
  await pass(clock, 60_000);
  expect(told).toEqual([]);
  disk.free = 50 * mebibyte;
  await pass(clock, 15_000);
  expect(told).toEqual(['low']);
  expect(room.now()).toEqual({ tag: 'low', free: 48 * mebibyte, wanted: 72 * mebibyte });
  // A few bytes less are no news.
  disk.free -= 1_000;
  await pass(clock, 15_000);
  expect(told).toEqual(['low']);
  disk.free = 1_000;
  await pass(clock, 5_000);
  expect(told).toEqual(['low', 'full']);
  disk.free = 400 * mebibyte;
  await pass(clock, 2_000);
  expect(told).toEqual(['low', 'full', 'ok']);
  expect(room.now()).toEqual({ tag: 'ok', free: null, wanted: null });
});

it('does not take a warning back at the first byte, nor give it at the last', async () => {
  const { clock, disk, told, room } = world(64 * mebibyte);
  room.start();
  disk.free = 60 * mebibyte;
  await pass(clock, 15_000);
  for (const free of [65, 63, 66, 63]) {
    disk.free = free * mebibyte;
    await pass(clock, 5_000);
  }
  expect(new Set(told)).toEqual(new Set(['low']));
});

it('says nothing where the system does not say how much there is, and stops when told to', async () => {
  const { clock, disk, told, room } = world(64 * mebibyte);
  disk.free = Infinity;
  room.start();
  await pass(clock, 60_000);
  expect(told).toEqual([]);
  room.stop();
  disk.free = 0;
  await pass(clock, 60_000);
  expect(told).toEqual([]);
});

it('asks for more room the more there is to write again', async () => {
  const none = { journals: 0, store: 0, snapshot: 0 };
  expect(wantedRoom(none)).toBe(64 * mebibyte);
  expect(wantedRoom({ ...none, journals: 100 * mebibyte })).toBe(200 * mebibyte);
  expect(wantedRoom({ ...none, store: 400 * mebibyte, snapshot: 50 * mebibyte })).toBe(300 * mebibyte);

  const folder = await mkdtemp(path.join(tmpdir(), 'vigie-weigh-'));
  for (const place of ['journal/rows', 'copy/rows', 'IndexedDB/app.blob/1', 'snapshots'])
    await mkdir(path.join(folder, place), { recursive: true });
  await writeFile(path.join(folder, 'journal/rows/1.ldb'), Buffer.alloc(10));
  await writeFile(path.join(folder, 'copy/rows/1.ldb'), Buffer.alloc(20));
  await writeFile(path.join(folder, 'IndexedDB/app.blob/1/a'), Buffer.alloc(40));
  await writeFile(path.join(folder, 'snapshots/a'), Buffer.alloc(7));
  await writeFile(path.join(folder, 'snapshots/b'), Buffer.alloc(5));
  expect(await weigh(folder)).toEqual({ journals: 30, store: 40, snapshot: 7 });
  await rm(folder, { recursive: true });
});
