import { appendFile, cp, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Journal, JournalWrite } from '../../src-main/journal/journal.ts';
import { journalFormat } from '../../src-main/journal/level-rows.ts';
import { openMarkFile } from '../../src-main/journal/mark-file.ts';
import { openJournal, type Aside, type OpenedJournal } from '../../src-main/journal/open-journal.ts';
import { quiet } from '../fixtures/stream-ends.ts';

/** A journal that is not exactly what was acknowledged is never believed; one that is, always. */

const deliveries = 60;
let base: string;
/** A closed journal with table files and a log, and what it holds. */
let whole: string;
let rows: Dump;
let place: string;
let n = 0;

type Dump = readonly { readonly key: string; readonly value: unknown }[];
const dump = (journal: Journal): Promise<Dump> => journal.range('', '~', 10_000);

async function open(folder: string, asides: (Aside | null)[] = []): Promise<OpenedJournal> {
  const opened = await openJournal({
    folder,
    log: quiet,
    now: () => 1_700_000_000_000,
    first: (aside) => {
      asides.push(aside);
      return [];
    },
  });
  if (opened.tag === 'err') throw new Error(opened.error.code);
  return opened.value;
}

const delivery = (id: number, sequence: number): JournalWrite => ({
  tag: 'put',
  key: `outbox/${String(id).padStart(4, '0')}`,
  value: { id, sequence, words: `a post of some length, number ${String(id)}`.repeat(4) },
});

async function fill(folder: string): Promise<Dump> {
  // Each opening turns the log of the one before into a table file.
  for (let round = 1; round <= 3; round += 1) {
    const { journal } = await open(folder);
    for (let id = 0; id < deliveries; id += 1)
      if (id % 3 < round) expect(await journal.write([delivery(id, round)])).toMatchObject({ tag: 'ok' });
    await journal.write([{ tag: 'put', key: 'feed/x', value: round }]);
    if (round === 3) {
      const all = await dump(journal);
      await journal.close();
      return all;
    }
    await journal.close();
  }
  throw new Error('unreachable');
}

beforeAll(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'vigie-damage-'));
  whole = path.join(base, 'whole');
  rows = await fill(whole);
  expect(rows).toHaveLength(deliveries + 1);
});
afterAll(() => rm(base, { recursive: true, force: true }));
beforeEach(async () => {
  await again();
});

/** A fresh copy of the whole journal, at `place`. */
async function again(): Promise<void> {
  n += 1;
  place = path.join(base, `copy-${String(n)}`);
  await cp(whole, place, { recursive: true });
}

/** Opens what was damaged: either it is exactly what was acknowledged, or it is not believed. */
async function judged(what: string): Promise<'believed' | 'set-aside'> {
  const asides: (Aside | null)[] = [];
  const { journal, opening } = await open(place, asides);
  const found = await dump(journal);
  await journal.close();
  if (opening.tag === 'ok') {
    expect(found, `${what}: believed and not what was written`).toEqual(rows);
    return 'believed';
  }
  expect(opening.tag, what).toBe('set-aside');
  expect(found, `${what}: a fresh journal holds nothing`).toEqual([]);
  // What was salvaged is something that was once written, whatever is missing of it.
  for (const { key, value } of asides[0]?.salvaged ?? [])
    expect(key.startsWith('outbox/') ? Number((value as { id: number }).id) : 0).toBeLessThan(deliveries);
  // Opened again, the fresh journal is believed.
  const second = await open(place);
  expect(second.opening, what).toEqual({ tag: 'ok' });
  await second.journal.close();
  return 'set-aside';
}

const filesOf = async (): Promise<readonly string[]> => [
  ...(await readdir(path.join(whole, 'rows'))).map((name) => path.join('rows', name)),
  'mark',
];
/** Files that hold rows, as against LevelDB's own diary and lock. */
const holdsRows = (file: string): boolean => /\.(ldb|log)$/.test(file);

describe('damage of the journal', () => {
  it('is not seen where there is none', async () => {
    expect(await judged('untouched')).toBe('believed');
  });

  it('is found wherever a byte flips', async () => {
    let changed = 0;
    let found = 0;
    for (const file of await filesOf()) {
      const bytes = await readFile(path.join(whole, file));
      const spots = holdsRows(file) ? 24 : 8;
      const at = new Set(
        Array.from({ length: spots }, (_, k) => Math.floor((k * (bytes.length - 1)) / (spots - 1))),
      );
      for (const spot of at) {
        const damaged = Buffer.from(bytes);
        if (damaged[spot] === undefined) continue;
        damaged[spot] ^= 1 << (spot % 8);
        await again();
        await writeFile(path.join(place, file), damaged);
        changed += 1;
        if ((await judged(`${file} at ${String(spot)}`)) === 'set-aside') found += 1;
        await rm(place, { recursive: true, force: true });
      }
    }
    expect(changed).toBeGreaterThan(60);
    // The others lie in bytes that hold no row.
    expect(found).toBeGreaterThan(20);
  });

  it('is found when a file is cut, emptied or deleted', async () => {
    for (const file of await filesOf()) {
      const { size } = await stat(path.join(whole, file));
      for (const length of [null, 0, size >> 2, size >> 1, Math.max(0, size - 1)]) {
        await again();
        const target = path.join(place, file);
        if (length === null) await rm(target);
        else await truncate(target, length);
        const verdict = await judged(`${file} cut to ${String(length)}`);
        if (holdsRows(file) && size > 0 && (length === null || length < size >> 1))
          expect(verdict, `${file} cut to ${String(length)}`).toBe('set-aside');
        await rm(place, { recursive: true, force: true });
      }
    }
  });

  it('is found when all rows are gone, or the mark is', async () => {
    await rm(path.join(place, 'rows'), { recursive: true });
    expect(await judged('rows gone')).toBe('set-aside');
    await again();
    await rm(path.join(place, 'mark'));
    expect(await judged('mark gone')).toBe('set-aside');
  });

  it('is found when the rows went back in time, by one write or by many', async () => {
    const snapshots: string[] = [];
    const { journal } = await open(place);
    for (let write = 0; write < 4; write += 1) {
      const snapshot = path.join(base, `before-${String(write)}`);
      await cp(path.join(place, 'rows'), snapshot, { recursive: true });
      snapshots.push(snapshot);
      await journal.write([delivery(1, 10 + write)]);
    }
    await journal.close();
    for (const snapshot of snapshots) {
      await rm(path.join(place, 'rows'), { recursive: true });
      await cp(snapshot, path.join(place, 'rows'), { recursive: true });
      const kept = path.join(base, 'kept-mark');
      await cp(path.join(place, 'mark'), kept);
      expect(await judged(snapshot)).toBe('set-aside');
      await cp(kept, path.join(place, 'mark'));
    }
  });

  it('is told, and what still holds is handed on', async () => {
    const file = (await filesOf()).filter((name) => name.endsWith('.log')).at(-1) ?? '';
    const bytes = await readFile(path.join(place, file));
    bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 8);
    await writeFile(path.join(place, file), bytes);
    const asides: (Aside | null)[] = [];
    const { journal, opening } = await open(place, asides);
    await journal.close();
    expect(opening).toMatchObject({ tag: 'set-aside', folder: 'set-aside-2023-11-14T22-13-20-000Z' });
    expect(asides[0]?.salvaged.length).toBeGreaterThan(0);
    const aside = path.join(place, 'set-aside-2023-11-14T22-13-20-000Z');
    expect((await readFile(path.join(aside, file))).equals(bytes)).toBe(true);
  });
});

async function openedRows(): Promise<Dump> {
  const { journal, opening } = await open(place);
  expect(opening).toEqual({ tag: 'ok' });
  const found = await dump(journal);
  await journal.close();
  return found;
}

describe('a crash', () => {
  /** The log and the mark as they are on the disk while the journal is open. */
  const logFile = async (): Promise<string> => {
    const names = (await readdir(path.join(place, 'rows'))).filter((name) => name.endsWith('.log'));
    return path.join(place, 'rows', names.at(-1) ?? '');
  };

  it('in the middle of a write loses nothing that was acknowledged, wherever it cuts', async () => {
    const { journal } = await open(place);
    await journal.write([delivery(5, 50)]);
    const acknowledged = await dump(journal);
    const before = (await stat(await logFile())).size;
    const mark = await readFile(path.join(place, 'mark'));
    await journal.write([delivery(6, 60), delivery(7, 70)]);
    const later = await dump(journal);
    const log = await logFile();
    const bytes = await readFile(log);
    const still = path.join(base, 'still');
    await cp(place, still, { recursive: true });
    await journal.close();
    expect(bytes.length).toBeGreaterThan(before + 100);
    for (let cut = before; cut <= bytes.length; cut += cut === bytes.length - 1 ? 1 : 7) {
      await rm(place, { recursive: true });
      await cp(still, place, { recursive: true });
      await writeFile(log, bytes.subarray(0, Math.min(cut, bytes.length)));
      await writeFile(path.join(place, 'mark'), mark);
      const found = await openedRows();
      expect(found, `cut at ${String(cut)}`).toEqual(cut >= bytes.length ? later : acknowledged);
    }
  });

  it('that leaves noise after the last write loses nothing that was acknowledged', async () => {
    const { journal } = await open(place);
    await journal.write([delivery(5, 50)]);
    const acknowledged = await dump(journal);
    const log = await logFile();
    const still = path.join(base, 'still-noise');
    await cp(place, still, { recursive: true });
    await journal.close();
    for (const noise of [Buffer.alloc(300), Buffer.alloc(11, 0xff), Buffer.from('torn'.repeat(40))]) {
      await rm(place, { recursive: true });
      await cp(still, place, { recursive: true });
      await appendFile(log, noise);
      expect(await openedRows()).toEqual(acknowledged);
    }
  });

  it('in the middle of writing the mark loses nothing', async () => {
    const { journal } = await open(place);
    await journal.write([delivery(5, 50)]);
    const before = await readFile(path.join(place, 'mark'));
    await journal.write([delivery(5, 51)]);
    const after = await readFile(path.join(place, 'mark'));
    const all = await dump(journal);
    await journal.close();
    const first = before.findIndex((byte, index) => byte !== after[index]);
    for (const cut of [0, 1, 20, 64, 66, 100, 4096]) {
      const torn = Buffer.concat([after.subarray(0, first + cut), before.subarray(first + cut)]);
      await writeFile(path.join(place, 'mark'), torn);
      expect(await openedRows(), `torn after ${String(cut)}`).toEqual(all);
    }
  });
});

describe('the journal of a newer Vigie', () => {
  it('is read and never written', async () => {
    const mark = await openMarkFile(path.join(place, 'mark'));
    await mark.save({ format: journalFormat + 1, write: 1_000_000, digest: 'f'.repeat(32) });
    await mark.close();
    const before = await filesAndBytes();
    const { journal, opening } = await open(place);
    expect(opening).toEqual({ tag: 'newer', found: journalFormat + 1 });
    expect(await dump(journal)).toEqual(rows);
    expect(await journal.write([delivery(1, 99)])).toMatchObject({
      tag: 'err',
      error: { code: 'read-only' },
    });
    await journal.close();
    expect(await filesAndBytes()).toEqual(before);
  });

  const filesAndBytes = async (): Promise<readonly unknown[]> => {
    const names = (await readdir(place, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    return Promise.all(
      names.map(async (one) => [
        one.name,
        (await readFile(path.join(one.parentPath, one.name))).toString('hex'),
      ]),
    );
  };
});
