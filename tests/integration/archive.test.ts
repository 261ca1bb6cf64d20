import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMediaStore, type MediaStore } from '../../src-main/media/media-store.ts';
import { readArchive, writeArchive } from '../../src-main/safety/archive-file.ts';
import type { BackupRow } from '../../src-shared/safety/backup.ts';
import { picture } from '../fixtures/picture.ts';

const passphrase = 'une phrase assez longue, écrite à la main';
/** As cheap as a reader allows: what it costs is not what is tested. */
const log2N = 10;
let folder: string;
let media: MediaStore;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-archive-'));
  media = createMediaStore(path.join(folder, 'media'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = (): string => path.join(folder, 'all.vigie');
const inside = (): string => path.join(folder, 'incoming');
const isThere = (name: string): Promise<boolean> =>
  readdir(name).then(
    () => true,
    () => false,
  );

async function put(bytes: Buffer) {
  const stored = await media.put(new Blob([new Uint8Array(bytes)]).stream());
  if (stored.tag === 'err') throw new Error(stored.error.code);
  return stored.value;
}

const postOf = (n: number, more: object = {}): BackupRow => ({
  tag: 'authored',
  collection: 'posts',
  id: `p${String(n)}`,
  row: {
    id: `p${String(n)}`,
    workspaceId: 'w1',
    base: { text: `Post ${String(n)} ${'é'.repeat(n)}`, ...more },
  },
});

async function write(rows: readonly BackupRow[]) {
  return writeArchive({
    file: file(),
    passphrase,
    rows: (async function* () {
      yield* rows;
    })(),
    media,
    at: 1_000,
    version: '0.0.0',
    log2N,
  });
}

describe('an archive', () => {
  it('gives back what was put in, with its media, over many chunks', async () => {
    const big = await put(picture(600, 400, true));
    const small = await put(picture(8, 8));
    const rows = Array.from({ length: 300 }, (_, n) => postOf(n));
    const named = postOf(1_000, { media: [big, small, { ...small, hash: '0'.repeat(64) }] });
    expect(await write([...rows, named])).toMatchObject({
      tag: 'ok',
      value: { rows: 301, media: 2, missing: 1 },
    });
    const read = await readArchive(file(), passphrase, inside());
    if (read.tag === 'err') throw new Error(read.error.code);
    expect(read.value.rows).toEqual([...rows, named]);
    expect(read.value.summary.total.posts).toBe(301);
    expect(read.value.media.toSorted()).toEqual([big.hash, small.hash].toSorted());
    expect((await readFile(path.join(inside(), big.hash))).equals(picture(600, 400, true))).toBe(true);
  });

  it('shows nothing without the passphrase', async () => {
    await write([postOf(3)]);
    const bytes = await readFile(file());
    expect(bytes.includes('Post 3')).toBe(false);
    expect(bytes.includes('posts')).toBe(false);
    expect(await readArchive(file(), 'not that one', inside())).toMatchObject({
      tag: 'err',
      error: { code: 'wrong-passphrase' },
    });
    expect(await isThere(inside())).toBe(false);
  });

  it('takes the same passphrase typed another way', async () => {
    await write([postOf(1)]);
    expect((await readArchive(file(), passphrase.normalize('NFD'), inside())).tag).toBe('ok');
  });

  it('holds exactly one empty or full last chunk', async () => {
    // The sizes around a whole chunk are where a reader goes wrong.
    for (let length = 65_536 - 400; length < 65_536 - 100; length += 7) {
      const row = postOf(0, { text: 'x'.repeat(length) });
      await write([row]);
      const read = await readArchive(file(), passphrase, inside());
      expect(read.tag === 'ok' && read.value.rows, String(length)).toEqual([row]);
    }
  });

  it('is refused whole where a chunk is missing, repeated, or moved', async () => {
    const medium = await put(picture(400, 300, true));
    await write([postOf(1, { media: [medium] })]);
    const whole = await readFile(file());
    const header = whole.subarray(0, 59);
    const size = 65_536 + 16;
    const chunk = (n: number) => whole.subarray(59 + n * size, 59 + (n + 1) * size);
    const count = Math.ceil((whole.length - 59) / size);
    expect(count).toBeGreaterThan(3);
    const all = Array.from({ length: count }, (_, n) => chunk(n));
    const cases = {
      'cut at a chunk': [header, ...all.slice(0, -1)],
      'nothing but the header': [header],
      'a chunk left out': [header, ...all.filter((_, n) => n !== 1)],
      'two chunks changed places': [header, all[1]!, all[0]!, ...all.slice(2)],
      'a chunk twice': [header, all[0]!, ...all],
      'something behind': [whole, Buffer.from('more')],
    };
    for (const [name, parts] of Object.entries(cases)) {
      await writeFile(file(), Buffer.concat(parts));
      const read = await readArchive(file(), passphrase, inside());
      expect(read, name).toMatchObject({ tag: 'err', error: { code: 'archive-damaged' } });
      expect(await isThere(inside()), name).toBe(false);
    }
  });

  it('says of another file that it is none', async () => {
    await writeFile(file(), 'something else');
    expect(await readArchive(file(), passphrase, inside())).toMatchObject({
      error: { code: 'not-an-archive' },
    });
    await writeFile(file(), '');
    expect(await readArchive(file(), passphrase, inside())).toMatchObject({
      error: { code: 'not-an-archive' },
    });
    expect(await readArchive(path.join(folder, 'nowhere'), passphrase, inside())).toMatchObject({
      error: { code: 'file-not-read' },
    });
  });
});
