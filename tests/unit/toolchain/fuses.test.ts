import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkFuses } from '../../../scripts/package/fuses.mjs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-fuses-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** An executable with this fuse wire somewhere in it. */
async function binary(wire: string): Promise<string> {
  const file = path.join(folder, 'app');
  const head = Buffer.concat([Buffer.alloc(1000, 7), Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')]);
  await writeFile(
    file,
    Buffer.concat([head, Buffer.from([1, wire.length]), Buffer.from(wire), Buffer.alloc(99)]),
  );
  return file;
}

it('has nothing to say about the strictest wire', async () => {
  expect(checkFuses(await binary('01001100'))).toEqual([]);
});

it('accepts a fuse that Electron has removed, and one that makes no difference', async () => {
  expect(checkFuses(await binary('0100110r1'))).toEqual([]);
});

it.each([
  ['11001100', 'fuse RunAsNode is "1"'],
  ['00001100', 'fuse EnableCookieEncryption is "0"'],
  ['01011100', 'fuse EnableNodeCliInspectArguments is "1"'],
  ['01001000', 'fuse OnlyLoadAppFromAsar is "0"'],
  ['0100110', 'fuse GrantFileProtocolExtraPrivileges is undefined'],
  ['0100110011', '1 fuses are new: judge them in scripts/package/fuses.mjs'],
])('complains about %s: %s', async (wire, complaint) => {
  expect(checkFuses(await binary(wire))).toEqual([complaint]);
});

it('complains about a file that has no wire', async () => {
  const file = path.join(folder, 'app');
  await writeFile(file, 'nothing here');
  expect(checkFuses(file)).toEqual([`${file} has no fuse wire`]);
});
