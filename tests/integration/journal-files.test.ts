import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLog } from '../../src-main/journal/files/log-file.ts';
import { areSound } from '../../src-main/journal/files/sound-files.ts';
import { readTable } from '../../src-main/journal/files/table-file.ts';
import { openLevel, type Level } from '../../src-main/journal/level-rows.ts';

/**
 * LevelDB believes the index of a table without checking it, and on a damaged one it ends the process: a journal with
 * one flipped bit would keep the app from ever starting again. So we read its files first.
 */
let base: string;
let folder: string;
const rows = new Map<string, string>();

/** Some compress well, some not at all, and one is larger than a block of the log. */
const valueOf = (n: number): string =>
  n === 7 ? 'x'.repeat(90_000) : n % 2 === 0 ? `value ${n} `.repeat(30) : Math.sin(n).toString(36).repeat(9);

beforeAll(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'vigie-files-'));
  folder = path.join(base, 'rows');
  // Each opening turns the log of the one before into a table.
  for (let round = 0; round < 2; round += 1) {
    const level = await openLevel(folder, round === 0);
    for (let n = 0; n < 40; n += 1) await put(level, `row/${String(n).padStart(3, '0')}`, valueOf(n + round));
    await level.del(`row/00${round}`);
    rows.delete(`row/00${round}`);
    await level.close();
  }
  await (await openLevel(folder, false)).close();
});
afterAll(() => rm(base, { recursive: true, force: true }));

async function put(level: Level, key: string, value: string): Promise<void> {
  rows.set(key, value);
  await level.put(key, value, { sync: true });
}

const tables = async (): Promise<readonly Buffer[]> =>
  Promise.all(
    (await readdir(folder))
      .filter((name) => name.endsWith('.ldb'))
      .map((name) => readFile(path.join(folder, name))),
  );

describe('the files of LevelDB, read by us', () => {
  it('hold what LevelDB was given, compressed or not', async () => {
    const newest = new Map<string, { readonly value: string | null; readonly sequence: bigint }>();
    const found = await tables();
    expect(found.length).toBeGreaterThan(1);
    for (const table of found) {
      const { sound, entries } = readTable(table);
      expect(sound).toBe(true);
      for (const { key, ...entry } of entries)
        if ((newest.get(key)?.sequence ?? -1n) < entry.sequence) newest.set(key, entry);
    }
    const live = [...newest].filter(([, { value }]) => value !== null);
    expect(new Map(live.map(([key, { value }]) => [key, value]))).toEqual(rows);
  });

  it('are told from damaged ones at every byte of a table', async () => {
    for (const table of await tables()) {
      const whole = readTable(table).entries;
      const spots = Array.from({ length: table.length }, (_, at) => at).filter(
        // Every byte of the index and the footer; elsewhere now and then one.
        (at) => at > table.length - 600 || at % 61 === 0,
      );
      for (const at of spots) {
        const damaged = Buffer.from(table);
        damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
        const read = readTable(damaged);
        // The footer is padded with bytes that nobody reads.
        if (read.sound) expect(read.entries, `at ${at} of ${table.length}`).toEqual(whole);
        if (at < table.length - 48) expect(read.sound, `at ${at} of ${table.length}`).toBe(false);
      }
      for (const length of [0, 1, 47, 48, table.length >> 1, table.length - 1])
        expect(readTable(table.subarray(0, length)).sound).toBe(false);
    }
  });

  it('of a log give back the batches around a damaged one', async () => {
    const place = path.join(base, 'log');
    const level = await openLevel(place, true);
    for (let n = 0; n < 60; n += 1) await level.put(`k${n}`, `${n} `.repeat(700), { sync: true });
    await level.close();
    const name = (await readdir(place)).find((one) => one.endsWith('.log')) ?? '';
    const log = await readFile(path.join(place, name));
    expect(readLog(log).map(({ key }) => key)).toEqual(Array.from({ length: 60 }, (_, n) => `k${n}`));
    log[100] = (log[100] ?? 0) ^ 1;
    const after = readLog(log).map(({ key }) => key);
    expect(after.length).toBeGreaterThan(20);
    expect(after).not.toContain('k0');
  });
});

describe('a folder', () => {
  it('whose tables are damaged is not opened by LevelDB, and nobody dies of it', async () => {
    expect(await areSound(folder)).toBe(true);
    const name = (await readdir(folder)).find((one) => one.endsWith('.ldb')) ?? '';
    const file = path.join(folder, name);
    const table = await readFile(file);
    const damaged = Buffer.from(table);
    damaged[table.length - 60] = (damaged[table.length - 60] ?? 0) ^ 4;
    await writeFile(file, damaged);
    expect(await areSound(folder)).toBe(false);
    await expect(openLevel(folder, false)).rejects.toThrow();
    await writeFile(file, table);
    expect(await areSound(folder)).toBe(true);
  });

  it('that somebody else has open is not called damaged, whatever it looks like from outside', async () => {
    const level = await openLevel(folder, false);
    const current = path.join(folder, 'CURRENT');
    const said = await readFile(current);
    await rm(current);
    expect(await areSound(folder)).toBe(false);
    const second = openLevel(folder, false);
    await expect(second).rejects.toMatchObject({ cause: { code: 'LEVEL_LOCKED' } });
    await writeFile(current, said);
    await level.close();
  });
});
