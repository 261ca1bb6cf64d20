import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UndiciHttp } from '../../src-main/engine/undici-http.ts';
import { mediaHashSchema } from '../../src-shared/ids.ts';
import { soFarSchema, type Operation, type SoFar } from '../../src-shared/outbox/operation.ts';
import { ok } from '../../src-shared/result.ts';
import { createManualClock } from '../../src-simulator/core/clock.ts';
import { startTwitterSim } from '../../src-simulator/twitter/start.ts';
import type { TwitterSim } from '../../src-simulator/twitter/sim.ts';
import { openHttp } from '../fixtures/mastodon-account.ts';
import { mp4Of } from '../fixtures/mastodon-client.ts';
import { value } from '../fixtures/connector-words.ts';
import { connect, connector } from '../fixtures/twitter-account.ts';

/** `VIGIE_FILM_BYTES=2147483648` plays it at full size, in about a minute. */
const total = Number(process.env['VIGIE_FILM_BYTES'] ?? 24 * 1024 * 1024);
const clock = createManualClock();
let sim: TwitterSim;
let http: UndiciHttp;
let folder: string;
let film: FileHandle;

beforeAll(async () => {
  sim = await startTwitterSim({ clock, videoBytes: 4 * 1024 ** 3, limits: { 'media.append': 10_000 } });
  http = openHttp();
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-film-'));
  // A sparse file: its length is true, its bytes take no place.
  film = await open(path.join(folder, 'film.mp4'), 'w+');
  await film.truncate(total);
  await film.write(mp4Of(64), 0, 64, 0);
});
afterAll(async () => {
  await film.close();
  await rm(folder, { recursive: true, force: true });
  await http.close();
  await sim.close();
});

it('a long film survives three cuts and a restart, sends no piece twice but those cut, and stays out of memory', async () => {
  const login = sim.accounts[0] ?? expect.fail('no account');
  const medium = {
    hash: v.parse(mediaHashSchema, 'f'.repeat(64)),
    mime: 'video/mp4',
    bytes: total,
    width: null,
    height: null,
    name: 'film.mp4',
    alt: '',
    decorative: false,
  };
  const operation: Operation = { tag: 'upload', medium };
  const drawn = { key: '', at: clock.now() };
  const begin = async () => {
    const account = await connect(http, sim, login, () => clock.now());
    return account.ctx({
      // The test's own watch keeps every body: not here.
      http,
      readMedia: async (_hash, start, end) => {
        const bytes = new Uint8Array(end - start);
        await film.read(bytes, 0, bytes.byteLength, start);
        return ok(bytes);
      },
    });
  };
  let ctx = await begin();
  const pieces = Math.ceil(total / Math.max(1024 * 1024, Math.ceil(total / 1_000)));
  const cuts = [0.2, 0.5, 0.8].map((share) => Math.floor(pieces * share));
  const restart = Math.floor(pieces * 0.6);
  const before = process.memoryUsage().rss;
  let peak = before;
  let soFar: SoFar | undefined;
  let sent = 0;
  let lost = 0;
  for (;;) {
    if (lost < cuts.length && sent === cuts[lost]) {
      sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: 'media.append', times: 1 });
      const cut = await connector.publish(ctx, operation, drawn, soFar);
      expect(cut.tag).toBe('err');
      lost += 1;
    }
    if (sent === restart) {
      // What the journal kept is all that is left.
      soFar = v.parse(soFarSchema, JSON.parse(JSON.stringify(soFar)));
      ctx = await begin();
    }
    const performed = value(await connector.publish(ctx, operation, drawn, soFar));
    if (performed.tag !== 'partial') {
      expect(performed.tag).toBe('processing');
      break;
    }
    if (performed.soFar.sent > 0) sent += 1;
    soFar = performed.soFar;
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  expect(lost).toBe(3);
  const appended = sim.control.ledger.entries({ operation: 'media.append' });
  expect(appended.length).toBe(pieces + 3);
  const overhead = appended.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0) - total;
  const longest = Math.max(...appended.map(({ bodyBytes }) => bodyBytes));
  expect(overhead).toBeLessThan(3 * longest + appended.length * 1_000);
  // The server lives in this process too; at full size this is what counts.
  expect((peak - before) / 1024 / 1024).toBeLessThan(150);
  console.info(`${pieces} pieces, ${Math.round((peak - before) / 1024 / 1024)} MB more at the most`);
}, 600_000);
