import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { layOutMedia } from '../../src-main/media/lay-out.ts';
import { createMediaStore } from '../../src-main/media/media-store.ts';
import { value } from '../fixtures/connector-words.ts';
import { pngOf } from '../fixtures/mastodon-client.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-lay-out-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('lays copies under names that a person knows, in the order of the post, once', async () => {
  const store = createMediaStore(path.join(folder, 'media'));
  const pictures = [pngOf(10, 10, 1), pngOf(10, 10, 2)];
  const kept = await Promise.all(
    pictures.map(async (bytes) => value(await store.put(new Blob([bytes]).stream()))),
  );
  const names = ['../../étal du marché.png', 'a:b?.png'];
  const media = kept.map(({ hash }, index) => ({ hash, name: names[index] ?? '' }));
  const out = path.join(folder, 'out');
  const first = value(await layOutMedia(store, out, media));
  expect(first.map((file) => path.basename(file))).toEqual(['1 étal du marché.png', '2 a-b-.png']);
  expect(new Uint8Array(await readFile(first[1] ?? ''))).toEqual(new Uint8Array(pictures[1] ?? []));
  expect(value(await layOutMedia(store, out, media))).toEqual(first);
  expect(await readdir(out)).toHaveLength(1);
});

it('says when one of them is gone', async () => {
  const store = createMediaStore(path.join(folder, 'media'));
  const { hash } = value(await store.put(new Blob([pngOf(10, 10, 3)]).stream()));
  await rm(path.join(folder, 'media'), { recursive: true });
  const answer = await layOutMedia(store, path.join(folder, 'out'), [{ hash, name: 'x.png' }]);
  expect(answer.tag === 'err' && answer.error.code).toBe('media-missing');
});

it('says when one of them is no longer what was chosen', async () => {
  const store = createMediaStore(path.join(folder, 'media'));
  const { hash } = value(await store.put(new Blob([pngOf(10, 10, 4)]).stream()));
  await writeFile(store.placeOf(hash), 'something else');
  const out = path.join(folder, 'out');
  const answer = await layOutMedia(store, out, [{ hash, name: 'x.png' }]);
  expect(answer.tag === 'err' && answer.error.code).toBe('media-missing');
  const [laid = ''] = await readdir(out);
  expect(await readdir(path.join(out, laid))).toEqual([]);
});

it('says when the place takes no file, and leaves what lies there', async () => {
  const store = createMediaStore(path.join(folder, 'media'));
  const { hash } = value(await store.put(new Blob([pngOf(10, 10, 6)]).stream()));
  const out = path.join(folder, 'out');
  await writeFile(out, 'a file of the person’s');
  const answer = await layOutMedia(store, out, [{ hash, name: 'x.png' }]);
  expect(answer.tag === 'err' && answer.error.code).toBe('file-not-written');
  expect(await readFile(out, 'utf8')).toBe('a file of the person’s');
});
