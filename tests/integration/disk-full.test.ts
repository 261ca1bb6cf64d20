import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src-main/engine/clock.ts';
import { openServices } from '../../src-main/services.ts';
import { failure } from '../../src-shared/errors.ts';
import { err } from '../../src-shared/result.ts';
import { authoredHandlers } from '../../src-main/bridge/handlers/authored.ts';
import { createAccountBook } from '../../src-main/accounts/account-book.ts';
import { createDownStream } from '../../src-main/engine/down-stream.ts';
import { createParking } from '../../src-main/engine/parking.ts';
import type { Disk } from '../../src-main/journal/disk.ts';
import type { Journal, JournalWrite } from '../../src-main/journal/journal.ts';
import { openLevel } from '../../src-main/journal/level-rows.ts';
import { openMarkFile } from '../../src-main/journal/mark-file.ts';
import { openJournal, type JournalPlace, type OpenedJournal } from '../../src-main/journal/open-journal.ts';
import { createRoomWatch } from '../../src-main/journal/room-watch.ts';
import { createSettingsStore } from '../../src-main/settings/settings-store.ts';
import { accountRow, messageRow } from '../fixtures/rows.ts';
import { quiet } from '../fixtures/stream-ends.ts';

let folder: string;
const disks: Disk[] = [];
const open: Journal[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-full-'));
  disks.length = 0;
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await rm(folder, { recursive: true, force: true });
});

async function opened(more: Partial<JournalPlace> = {}): Promise<OpenedJournal> {
  const result = await openJournal({
    folder: path.join(folder, 'journal'),
    log: quiet,
    now: () => 0,
    onDisk: (disk) => disks.push(disk),
    ...more,
  });
  if (result.tag === 'err') throw new Error(result.error.code);
  open.push(result.value.journal);
  return result.value;
}
const put = (key: string, value: unknown): JournalWrite => ({ tag: 'put', key, value });
const full = { tag: 'err', error: { code: 'disk-full' } };
const noSpace = (): Error => new Error('IO error: 000012.log: No space left on device');

/** LevelDB and the mark on a disk that is full when it is told so. */
function fillable(): Partial<JournalPlace> & { full: 'no' | 'rows' | 'after-rows' | 'mark' } {
  /** Refused, and found in the log when it is opened again: LevelDB's "may or may not show up". */
  let late: unknown[] | null = null;
  const disk: Partial<JournalPlace> & { full: 'no' | 'rows' | 'after-rows' | 'mark' } = {
    full: 'no',
    room: () => Promise.resolve(disk.full === 'no' ? Infinity : 1_000),
    level: async (place, create) => {
      const level = await openLevel(place, create);
      const batch = level.batch.bind(level) as (...args: unknown[]) => Promise<void>;
      if (late !== null) await batch(...late);
      late = null;
      return Object.assign(level, {
        batch: async (...args: unknown[]) => {
          if (disk.full === 'after-rows') late ??= args;
          if (disk.full === 'rows' || disk.full === 'after-rows') throw noSpace();
          await batch(...args);
        },
      });
    },
    marks: async (file) => {
      const mark = await openMarkFile(file);
      return {
        ...mark,
        save: (next) => (disk.full === 'mark' ? Promise.reject(noSpace()) : mark.save(next)),
      };
    },
  };
  return disk;
}

describe('a journal that could not be opened for want of room', () => {
  it.each(['new', 'known'] as const)('(%s) opens in the same process once there is some', async (kind) => {
    const place = { folder: path.join(folder, 'journal'), log: quiet, now: () => 0 };
    if (kind === 'known') {
      const { journal } = await opened();
      await journal.write([put('a', 1)]);
      await open.pop()?.close();
    }
    for (const where of ['rows', 'mark'] as const) {
      // A known journal is opened without a batch of rows.
      if (kind === 'known' && where === 'rows') continue;
      const disk = fillable();
      disk.full = where;
      expect(await openJournal({ ...place, ...disk }), where).toMatchObject(full);
    }
    const { journal } = await opened();
    expect(await journal.get('a')).toBe(kind === 'known' ? 1 : undefined);
  });
});

describe.each(['rows', 'after-rows', 'mark'] as const)('a disk that is full (%s)', (where) => {
  it('is told, refuses what it cannot keep, reads on, and takes writes again without a restart', async () => {
    const disk = fillable();
    const { journal } = await opened(disk);
    await journal.write([put('a', 1), put('b', 1)]);
    disk.full = where;
    const first = await journal.write([put('a', 2), { tag: 'del', key: 'b' }, put('c', 2)]);
    // Rows that are on the disk are kept, and the mark is owed.
    if (where === 'mark') expect(first.tag).toBe('ok');
    else expect(first).toMatchObject(full);
    expect(disks).toEqual(['full']);
    expect(await journal.write([put('d', 3)])).toMatchObject(full);
    if (where !== 'mark') expect(await journal.get('a')).toBe(1);
    disk.full = 'no';
    // An empty write asks whether there is room again.
    expect(await journal.write([])).toEqual({ tag: 'ok', value: null });
    expect(disks).toEqual(['full', 'ok']);
    const now = where === 'mark' ? [2, undefined, 2] : [1, 1, undefined];
    expect([await journal.get('a'), await journal.get('b'), await journal.get('c')]).toEqual(now);
    expect(await journal.get('d')).toBeUndefined();
    expect(await journal.write([put('e', 4)])).toMatchObject({ tag: 'ok' });
    await open.pop()?.close();
    const again = await opened();
    expect(again.opening).toEqual({ tag: 'ok' });
    expect([await again.journal.get('a'), await again.journal.get('e')]).toEqual([now[0], 4]);
  });

  it('is asked for room by itself, and found to have some though nobody writes anything', async () => {
    const disk = fillable();
    const { journal } = await opened(disk);
    const due: (() => void)[] = [];
    let asked: Promise<unknown> = Promise.resolve();
    const watch = createRoomWatch({
      clock: {
        after: (_, then) => {
          due.push(then);
          return () => void due.splice(due.indexOf(then), 1);
        },
      },
      isFull: () => disks.at(-1) === 'full',
      ask: () => (asked = journal.write([])),
    });
    const pass = async (): Promise<void> => {
      due.shift()?.();
      await asked;
      await Promise.resolve();
    };
    watch.look();
    expect(due).toHaveLength(0);
    disk.full = where;
    await journal.write([put('a', 1)]);
    watch.look();
    // However many times it is told so, it asks once at a time.
    watch.look();
    expect(due).toHaveLength(1);
    await pass();
    await expect.poll(() => due.length).toBe(1);
    expect(disks).toEqual(['full']);
    disk.full = 'no';
    await pass();
    expect(disks).toEqual(['full', 'ok']);
    expect(due).toHaveLength(0);
    disk.full = where;
    await journal.write([put('b', 1)]);
    watch.look();
    watch.stop();
    expect(due).toHaveLength(0);
  });

  it('is answered by everything that keeps rows, and each of them goes on where it was', async () => {
    const disk = fillable();
    const { journal } = await opened(disk);
    const down = await createDownStream({
      journal,
      parking: createParking({ journal, now: () => 0, log: quiet }),
    });
    const book = await createAccountBook({ journal, down, log: quiet });
    const settings = await createSettingsStore(journal);
    const copy = authoredHandlers(journal);
    const row = { collection: 'posts', id: 'p1', row: { text: 'words' } } as const;
    disk.full = where;
    // Whatever was on its way when the disk filled up.
    await journal.write([put('x', 0)]);
    expect(await down.push([messageRow(1)])).toMatchObject(full);
    expect(await book.save(accountRow())).toMatchObject(full);
    expect(await settings.change({ theme: 'dark' })).toMatchObject(full);
    expect(await copy.keep({ rows: [row] })).toMatchObject(full);
    expect([down.backlog(), book.list(), settings.read().theme]).toEqual([0, [], 'system']);
    disk.full = 'no';
    expect(await down.push([messageRow(1)])).toMatchObject({ tag: 'ok' });
    expect(await book.save(accountRow())).toMatchObject({ tag: 'ok' });
    expect(await settings.change({ theme: 'dark' })).toMatchObject({ tag: 'ok' });
    expect(await copy.keep({ rows: [row] })).toMatchObject({ tag: 'ok' });
    expect(await copy.restore({ after: null })).toMatchObject({ value: { rows: [row], next: null } });
    expect([down.backlog(), book.list().length, settings.read().theme]).toEqual([2, 1, 'dark']);
    expect(disks).toEqual(['full', 'ok']);
  });
});

/** A real small disk; null where this system does not let us mount one. */
function mount(at: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', at], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a real disk that fills up', () => {
  it('loses nothing that was acknowledged, and goes on when there is room', async (context) => {
    if (!mount(folder)) return context.skip('a small disk can only be mounted by root');
    try {
      const { journal } = await opened();
      await writeFile(path.join(folder, 'ballast'), Buffer.alloc(18 * 1024 * 1024));
      let written = 0;
      const row = (n: number): JournalWrite => put(`r/${String(n).padStart(6, '0')}`, 'x'.repeat(50_000));
      while ((await journal.write([row(written)])).tag === 'ok') written += 1;
      expect(written).toBeGreaterThan(10);
      expect(disks).toEqual(['full']);
      expect(await journal.write([put('small', 1)])).toMatchObject(full);
      await rm(path.join(folder, 'ballast'));
      expect(await journal.write([put('small', 2)])).toMatchObject({ tag: 'ok' });
      expect(disks).toEqual(['full', 'ok']);
      await open.pop()?.close();
      const again = await opened();
      expect(again.opening).toEqual({ tag: 'ok' });
      expect(await again.journal.range('r/', 'r/~', 100_000)).toHaveLength(written);
      expect(await again.journal.get('small')).toBe(2);
      await open.pop()?.close();
    } finally {
      for (const one of open.splice(0)) await one.close();
      execFileSync('umount', [folder]);
    }
  });

  it('is said by the engine, which finds out by itself that there is room again', async (context) => {
    if (!mount(folder)) return context.skip('a small disk can only be mounted by root');
    const said: string[] = [];
    try {
      const opened = await openServices({
        folder,
        version: '0.0.0',
        clock: systemClock,
        log: quiet,
        loadKeytar: () => Promise.reject(new Error('no keychain')),
        keychainService: 'vigie-test',
        openBrowser: () => Promise.resolve(err(failure('internal'))),
        startSimulators: () => Promise.resolve(err(failure('internal'))),
        events: {
          offer: () => undefined,
          status: ({ disk }) => said.push(disk),
          connectProgress: () => undefined,
          connectAsk: () => undefined,
          syncProgress: () => undefined,
          brakes: () => undefined,
          askToResume: () => undefined,
        },
      });
      if (opened.tag === 'err') throw new Error(opened.error.code);
      const services = opened.value;
      await services.start();
      // So small a disk is warned of at once, and everything is still written.
      await expect.poll(() => said.at(-1)).toBe('low');
      expect(await services.copy.write([put('early', 1)])).toMatchObject({ tag: 'ok' });
      await writeFile(path.join(folder, 'ballast'), Buffer.alloc(18 * 1024 * 1024));
      const row = (n: number) => services.copy.write([put(`r/${String(n)}`, 'x'.repeat(50_000))]);
      for (let n = 0; (await row(n)).tag === 'ok';) n += 1;
      expect(said.at(-1)).toBe('full');
      await rm(path.join(folder, 'ballast'));
      await expect.poll(() => said.at(-1), { timeout: 15_000 }).toBe('low');
      await services.stop();
    } finally {
      execFileSync('umount', [folder]);
    }
  }, 30_000);
});
