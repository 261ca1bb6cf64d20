import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { createMediaStore } from '../../src-main/media/media-store.ts';
import { missingOf } from '../../src-main/media/missing-of.ts';
import { failure } from '../../src-shared/errors.ts';
import { mediaHashSchema } from '../../src-shared/ids.ts';
import { err } from '../../src-shared/result.ts';
import { pngOf } from '../fixtures/mastodon-client.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-media-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The bytes in pieces, as a page hands them over; `breaks` ends them with an error. */
const stream = (bytes: Uint8Array, piece = 1_000, breaks = false): ReadableStream<Uint8Array> => {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.byteLength) return breaks ? controller.error(new Error('cut')) : controller.close();
      controller.enqueue(bytes.slice(at, at + piece));
      at += piece;
    },
  });
};
const filesIn = async (place: string): Promise<readonly string[]> =>
  (await readdir(place, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('the media store', () => {
  it.each([1, 7, 1_000, 1_000_000])(
    'keeps a file by what is in it, whole, in pieces of %d bytes',
    async (piece) => {
      const store = createMediaStore(folder);
      const picture = pngOf(4, 4, piece === 1 ? 200 : 10_000);
      for (let again = 0; again < 2; again += 1)
        expect(await store.put(stream(picture, piece))).toEqual({
          tag: 'ok',
          value: { hash: hashOf(picture), mime: 'image/png', bytes: picture.byteLength },
        });
      expect(await filesIn(folder)).toEqual([hashOf(picture)]);
      const hash = v.parse(mediaHashSchema, hashOf(picture));
      const read = await store.read(hash);
      expect(read.tag === 'ok' && Buffer.compare(read.value, picture)).toBe(0);
      const opened = await store.open(hash);
      expect([opened?.bytes, opened?.mime]).toEqual([picture.byteLength, 'image/png']);
      expect(await text(opened?.stream(1, 3) ?? expect.fail('not there'))).toBe('PNG');
    },
  );

  it('refuses what is too large as soon as it is, and leaves nothing', async () => {
    const store = createMediaStore(folder, 5_000);
    expect((await store.put(stream(pngOf(1, 1, 5_000)))).tag).toBe('ok');
    expect(await store.put(stream(pngOf(1, 1, 5_001)))).toMatchObject(
      err({ code: 'media-too-large', detail: { max: 5_000 } }),
    );
    expect(await filesIn(folder)).toHaveLength(1);
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a few bytes', Uint8Array.of(0x89, 0x50)],
    ['a text', Buffer.from('#!/bin/sh\nrm -rf /\n')],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a program', Buffer.from('MZ\u0090\u0000\u0003\u0000\u0000\u0000\u0004\u0000\u0000\u0000', 'latin1')],
    ['zeros', new Uint8Array(4_096)],
  ])('refuses %s, and leaves nothing', async (_, bytes) => {
    const store = createMediaStore(folder);
    expect(await store.put(stream(bytes))).toEqual(err(failure('media-unreadable')));
    expect(await filesIn(folder)).toEqual([]);
  });

  it('keeps nothing of a stream that breaks', async () => {
    const store = createMediaStore(folder);
    expect((await store.put(stream(pngOf(1, 1, 9_000), 1_000, true))).tag).toBe('err');
    expect(await filesIn(folder)).toEqual([]);
  });

  it('does not give out a file that changed under its name, nor one that is not there', async () => {
    const store = createMediaStore(folder);
    const picture = pngOf(2, 2, 3_000);
    const hash = v.parse(mediaHashSchema, hashOf(picture));
    expect(await store.read(hash)).toEqual(err(failure('media-missing')));
    expect(await store.open(hash)).toBeNull();
    await store.put(stream(picture));
    await writeFile(join(folder, hash.slice(0, 2), hash), picture.subarray(0, 2_000));
    expect(await store.read(hash)).toEqual(err(failure('media-missing')));
    // The person chooses it again: it is whole again.
    await store.put(stream(picture));
    expect((await store.read(hash)).tag).toBe('ok');
  });

  it('names the files that are gone or cut short, and no other', async () => {
    const store = createMediaStore(folder);
    const media = [1_000, 2_000, 3_000, 4_000].map((size, index) => {
      const bytes = pngOf(index + 1, 1, size);
      return { bytes, hash: v.parse(mediaHashSchema, hashOf(bytes)) };
    });
    const place = (index: number): string => {
      const name = media[index]?.hash ?? '';
      return join(folder, name.slice(0, 2), name);
    };
    // The last one was never here.
    for (const { bytes } of media.slice(0, 3)) await store.put(stream(bytes));
    await rm(place(1));
    await writeFile(place(2), media[2]?.bytes.subarray(0, 500) ?? '');
    const asked = media.map(({ hash, bytes }) => ({ hash, bytes: bytes.byteLength }));
    expect(await missingOf(store, [...asked, ...asked])).toEqual(media.slice(1).map(({ hash }) => hash));
  });

  it('says that a disk is full, leaves nothing, and goes on when there is room', async ({ skip }) => {
    const disk = join(folder, 'disk');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      skip('a small disk cannot be mounted here (not root, or not Linux)');
    }
    try {
      const store = createMediaStore(disk);
      // Pieces that do not fill the last page exactly: the system then takes a part of one and says so only in a number.
      for (const piece of [1_000, 3_333, 50_000])
        expect(await store.put(stream(pngOf(1, 1, 100_000), piece))).toEqual(err(failure('disk-full')));
      expect(await filesIn(disk)).toEqual([]);
      expect((await store.put(stream(pngOf(1, 1, 20_000)))).tag).toBe('ok');
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});
