import { createHash } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UndiciHttp } from '../../src-main/engine/undici-http.ts';
import { createManualClock } from '../../src-simulator/core/clock.ts';
import { createFacebookSim, type FacebookSim } from '../../src-simulator/facebook/sim.ts';
import type { PostMedia } from '../../src-shared/domain/content.ts';
import { mediaHashSchema } from '../../src-shared/ids.ts';
import { soFarSchema, type SoFar } from '../../src-shared/outbox/operation.ts';
import { ok } from '../../src-shared/result.ts';
import { connect, connector, openHttp, value, type TestPage } from '../fixtures/facebook-account.ts';

/** The full size is two gigabytes: `VIGIE_FILM_BYTES=2147483648`. */
const size = Number(process.env['VIGIE_FILM_BYTES'] ?? 96 * 1_048_576);
const pieceBytes = 4 * 1_048_576;

describe('a large film to a Facebook page', () => {
  const clock = createManualClock();
  let folder: string;
  let file: string;
  let sim: FacebookSim;
  let http: UndiciHttp;
  let page: TestPage;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vigie-film-'));
    file = path.join(folder, 'film.mp4');
    const made = await open(file, 'w');
    // Sparse: its end is far away, and nearly nothing of it lies on the disk.
    await made.write(Buffer.from([0, 0, 0, 24, ...Buffer.from('ftypisom')]), 0, 12, 0);
    await made.truncate(size);
    await made.close();
    http = openHttp();
    sim = await createFacebookSim({ clock, seed: 1, dir: folder });
    page = await connect(http, sim, () => clock.now());
  });
  afterAll(async () => {
    await sim.close();
    await http.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  const medium: PostMedia = {
    hash: v.parse(mediaHashSchema, createHash('sha256').update('film').digest('hex')),
    mime: 'video/mp4',
    bytes: size,
    width: 1_920,
    height: 1_080,
    name: 'film.mp4',
    alt: '',
    decorative: false,
  };
  const readPiece = async (start: number, end: number): Promise<Uint8Array> => {
    const handle = await open(file, 'r');
    try {
      const bytes = Buffer.alloc(end - start);
      const { bytesRead } = await handle.read(bytes, 0, bytes.byteLength, start);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  };

  it('survives three cuts and a restart of both, sends no byte twice but of the piece that was cut', async () => {
    const port = Number(new URL(sim.baseUrl).port);
    const pieces = Math.ceil(size / pieceBytes);
    const cutAt = new Set([0.2, 0.5, 0.8].map((share) => Math.floor(pieces * share)));
    const sent: string[] = [];
    let kept: string | null = null;
    let done = false;
    for (let call = 0; !done && call < pieces + 20; call += 1) {
      // What a restart leaves is what the journal wrote.
      const soFar: SoFar | undefined = kept === null ? undefined : v.parse(soFarSchema, JSON.parse(kept));
      const place = Math.floor((soFar?.sent ?? 0) / pieceBytes);
      if (cutAt.delete(place))
        sim.control.faults.set({
          fault: { tag: place % 2 === 0 ? 'drop-reply' : 'reset' },
          operation: 'videos.create',
          times: 1,
        });
      if (place === Math.floor(pieces * 0.6) && sim.control.ledger.effects('restarted').length === 0) {
        sent.push(...sim.control.ledger.effects('bytes').map(({ id }) => id.split('@')[1] ?? ''));
        await sim.close();
        sim = await createFacebookSim({ clock, seed: 1, dir: folder, port });
        sim.control.ledger
          .open({
            at: 0,
            network: 'facebook',
            operation: 'test',
            account: undefined,
            method: 'GET',
            url: new URL(sim.baseUrl),
            headers: {},
            bytes: Buffer.alloc(0),
          })
          .did({ kind: 'restarted', id: '1' });
      }
      const performed = await connector.publish(
        page.ctx({ readMedia: async (_hash, start, end) => ok(await readPiece(start, end)) }),
        { tag: 'upload', medium },
        { key: '', at: 0 },
        soFar,
      );
      // A cut is asked for again by the engine, from where it was known to be.
      if (performed.tag === 'err') {
        expect(performed.error.tag).toBe('server');
        continue;
      }
      const outcome = value(performed);
      if (outcome.tag === 'partial') kept = JSON.stringify(outcome.soFar);
      else done = outcome.tag === 'done';
    }
    expect(done).toBe(true);
    sent.push(...sim.control.ledger.effects('bytes').map(({ id }) => id.split('@')[1] ?? ''));
    // Every piece arrived once; of those that were cut after they had arrived, the repeat was refused unread.
    expect(sent).toHaveLength(pieces);
    expect(new Set(sent).size).toBe(pieces);
    const refused = sim.control.ledger.entries({ operation: 'videos.create', worked: false });
    expect(refused.length).toBeLessThanOrEqual(3);
  });
});
