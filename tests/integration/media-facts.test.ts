import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mastodonManifest } from '../../src-main/connectors/mastodon/manifest.ts';
import { probe } from '../../src-main/media/facts/probe.ts';
import type { Probed } from '../../src-main/media/facts/probed.ts';
import { checkContent } from '../../src-shared/composing/check.ts';
import { emptyContent, type PostMedia } from '../../src-shared/domain/content.ts';
import type { Format, Manifest } from '../../src-shared/networks/manifest.ts';
import { gif, mp4, pdf, webm } from '../fixtures/media-files.ts';
import { medium } from '../unit/outbox/samples.ts';

const wasm = createRequire(import.meta.url).resolve('mediainfo.js/MediaInfoModule.wasm');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-facts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let count = 0;
async function look(bytes: Uint8Array): Promise<Probed> {
  count += 1;
  const place = path.join(folder, String(count));
  await writeFile(place, bytes);
  const probed = await probe(place, wasm);
  if (probed === null) throw new Error('not looked into');
  return probed;
}

describe('a look into a file', () => {
  it('tells a film’s container, compressions, length, pace and size', async () => {
    expect(await look(mp4({ seconds: 12, fps: 25 }))).toMatchObject({
      facts: {
        container: 'mp4',
        videoCodec: 'h264',
        audioCodec: 'aac',
        seconds: 12,
        fps: 25,
        fastStart: true,
      },
      width: 1080,
      height: 1920,
    });
  });

  it('tells a camera’s film, turned and with its index last', async () => {
    expect(
      await look(
        mp4({ brand: 'qt  ', indexLast: true, turned: true, width: 1920, height: 1080, audio: null }),
      ),
    ).toMatchObject({
      facts: { container: 'mov', audioCodec: null, fastStart: false },
      width: 1080,
      height: 1920,
    });
  });

  it('tells a film of the web', async () => {
    expect(await look(webm(5))).toMatchObject({
      facts: { container: 'webm', videoCodec: 'vp9', audioCodec: 'opus', seconds: 5 },
      width: 640,
      height: 360,
    });
  });

  it('counts an animation’s pictures and a document’s pages', async () => {
    expect(await look(gif(300))).toMatchObject({
      facts: { container: 'gif', frames: 300, seconds: 15, fps: 20 },
      width: 320,
      height: 240,
    });
    expect((await look(pdf(12))).facts).toMatchObject({ container: 'pdf', pages: 12 });
    expect((await look(pdf(301, true))).facts).toMatchObject({ container: 'pdf', pages: 301 });
  });

  it('knows nothing of what is damaged, and answers', async () => {
    const whole = mp4({ seconds: 12 });
    for (const bytes of [
      whole.subarray(0, 500),
      whole.subarray(0, whole.byteLength - 5_000),
      gif(20).subarray(0, 200),
      pdf(3).subarray(0, 80),
      Buffer.alloc(2_000, 9),
      Buffer.alloc(0),
    ])
      expect((await look(bytes)).facts.container).toBeNull();
    expect(await probe(path.join(folder, 'nowhere'), wasm)).toBeNull();
  });

  it('reads parts of a film of two gigabytes, not all of it', async () => {
    const place = path.join(folder, 'large');
    const { open } = await import('node:fs/promises');
    // The data begins where the index ends, and the file says that it is as long as the data claims.
    const file = await open(place, 'w');
    const small = mp4({ seconds: 60 });
    const dataAt = small.indexOf('mdat') - 4;
    const long = Buffer.from(small.subarray(0, dataAt + 8));
    long.writeUInt32BE(2_000_000_000, dataAt);
    await file.write(long);
    await file.truncate(dataAt + 2_000_000_000);
    await file.close();
    const before = process.memoryUsage().rss;
    const probed = await probe(place, wasm);
    expect(probed?.facts).toMatchObject({ container: 'mp4', videoCodec: 'h264', seconds: 60 });
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });
});

const none = { min: 0, max: 0 };
const form = (name: string, more: Partial<Format>): Format => ({
  name,
  images: none,
  videos: none,
  documents: none,
  maxMedia: 1,
  text: true,
  poll: false,
  native: false,
  firstComment: true,
  ...more,
});
const strict: Manifest = {
  ...mastodonManifest,
  images: { ...mastodonManifest.images, mimes: ['image/gif'], maxFrames: 250 },
  videos: {
    max: 1,
    maxBytes: 300_000_000,
    mimes: ['video/mp4', 'video/quicktime'],
    minSeconds: 3,
    maxSeconds: 90,
    minRatio: 9 / 16,
    maxRatio: 9 / 16,
    maxWidth: 1_920,
    minFps: 23,
    maxFps: 60,
    videoCodecs: ['h264', 'hevc'],
    audioCodecs: ['aac'],
    fastStart: true,
  },
  documents: { max: 1, maxBytes: 1_000_000, mimes: ['application/pdf'], maxPages: 300 },
  formats: [
    form('reel', { videos: { min: 1, max: 1 } }),
    form('document', { documents: { min: 1, max: 1 } }),
    form('gif', { images: { min: 1, max: 1 } }),
  ],
};

describe('ten bad files, and what each is refused for', () => {
  it.each<readonly [string, string, () => Buffer, string | null]>([
    ['too long', 'video/mp4', () => mp4({ seconds: 120 }), 'film-too-long'],
    ['too short', 'video/mp4', () => mp4({ seconds: 1 }), 'film-too-short'],
    ['too slow', 'video/mp4', () => mp4({ fps: 12 }), 'film-pace'],
    ['VP9 in an MP4', 'video/mp4', () => mp4({ video: 'vp09' }), 'film-codec'],
    ['sound in Opus', 'video/mp4', () => mp4({ audio: 'Opus' }), 'film-sound'],
    ['index at the end', 'video/mp4', () => mp4({ indexLast: true }), 'film-index-last'],
    ['lying', 'video/mp4', () => mp4({ width: 1920, height: 1080 }), 'media-ratio'],
    ['a film of the web under another name', 'video/mp4', () => webm(5, 360, 640), 'media-type-refused'],
    ['cut off', 'video/mp4', () => mp4().subarray(0, 9_000), 'media-unreadable'],
    ['301 pages', 'application/pdf', () => pdf(301, true), 'document-too-long'],
    ['300 pictures', 'image/gif', () => gif(300), 'too-many-frames'],
    [
      'nothing wrong, upright by a turn',
      'video/mp4',
      () => mp4({ width: 1920, height: 1080, turned: true }),
      null,
    ],
  ])('%s', async (_name, mime, make, code) => {
    const bytes = make();
    const probed = await look(bytes);
    const attached: PostMedia = {
      ...medium(1),
      mime,
      bytes: bytes.byteLength,
      alt: 'said',
      width: probed.width,
      height: probed.height,
      facts: probed.facts,
    };
    const found = checkContent({ ...emptyContent, text: 'w', media: [attached] }, strict, 'post');
    const codes = found.map((one) => one.code);
    if (code === null) expect(codes).toEqual([]);
    else expect(codes).toContain(code);
  });
});
