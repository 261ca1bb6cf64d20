import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { extractTarEntry } from '../../../scripts/setup/tar-entry.mjs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-tar-'));
  await mkdir(path.join(folder, 'package'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** An archive that a real tar wrote, with entries of every size around a block. */
async function archive(): Promise<{ readonly tar: string; readonly wanted: Buffer }> {
  const wanted = randomBytes(3 * 512 + 7);
  const sizes = [0, 1, 511, 512, 513];
  for (const size of sizes) await writeFile(path.join(folder, 'package', `size-${size}`), randomBytes(size));
  await writeFile(path.join(folder, 'package', 'wanted'), wanted);
  const tar = path.join(folder, 'archive.tar');
  const names = [...sizes.map((size) => `package/size-${size}`), 'package/wanted'];
  const made = spawnSync('tar', ['--format=ustar', '-cf', tar, ...names], { cwd: folder, encoding: 'utf8' });
  expect(made.stderr).toBe('');
  return { tar, wanted };
}

it.each([1, 100, 512, 65_536])('finds one entry in pieces of %i bytes', async (highWaterMark) => {
  const { tar, wanted } = await archive();
  const target = path.join(folder, 'out');
  await extractTarEntry(createReadStream(tar, { highWaterMark }), 'package/wanted', target);
  expect((await readFile(target)).equals(wanted)).toBe(true);
});

it('refuses an archive without the entry', async () => {
  const { tar } = await archive();
  const target = path.join(folder, 'out');
  await expect(extractTarEntry(createReadStream(tar), 'package/other', target)).rejects.toThrow(/no whole/);
});

it('refuses an archive that ends inside the entry', async () => {
  const { tar, wanted } = await archive();
  const whole = await readFile(tar);
  const cut = whole.subarray(0, whole.indexOf(wanted.subarray(0, 64)) + 700);
  const target = path.join(folder, 'out');
  await expect(extractTarEntry(Readable.from([cut]), 'package/wanted', target)).rejects.toThrow(/no whole/);
});
