import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import type { UndiciHttp } from '../../../src-main/engine/undici-http.ts';
import { canonicalJson } from '../../../src-shared/canonical-json.ts';
import type { PostMedia } from '../../../src-shared/domain/content.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import { intentIdSchema, mediaHashSchema } from '../../../src-shared/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createEngineHost, type Engine } from '../outbox/engine-host.ts';
import { createStormClock, type StormClock } from '../outbox/storm-clock.ts';
import { workspaceId } from '../outbox/wanted.ts';
import type { Played } from '../row.ts';
import { memoryOf, peakOf } from './memory.ts';
import { openStage, type FilmNetwork, type Stage } from './stage.ts';

const mb = 1024 * 1024;
/** How much memory a film may add. */
const allowed = 150 * mb;
/** Nothing comes for so long: it will not come any more. */
const patienceMs = 15 * 60_000;

/**
 * A film leaves through the real engine, in a process of its own that holds nothing but the client: three answers are
 * cut at a fifth, a half and four fifths of it, and at three fifths the process is killed and another goes on.
 */
export async function playFilm(
  network: FilmNetwork,
  bytes: number,
  deps: { readonly http: UndiciHttp },
): Promise<Played> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vigie-film-'));
  const clock = createStormClock(Date.now(), 1);
  const host = createEngineHost(1);
  const stage = await openStage(network, { clock, http: deps.http });
  try {
    return await play({ network, stage, folder, clock, take: host.take }, bytes);
  } finally {
    await host.close();
    await stage.sim.close();
    clock.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

interface Scene {
  readonly network: FilmNetwork;
  readonly stage: Stage;
  readonly folder: string;
  readonly clock: StormClock;
  readonly take: () => Promise<Engine>;
}

async function play(scene: Scene, bytes: number): Promise<Played> {
  const { stage, folder } = scene;
  const { ledger, faults } = stage.sim.control;
  const film = await layFilm(path.join(folder, 'media'), bytes);
  const places: string[] = [];
  const violations: string[] = [];
  let received = 0;
  let longest = 0;
  let cuts = 0;
  let engine = await boot(scene);
  // As a store does that is new: nothing leaves before it has said that it knows nothing.
  must(await engine.call('streams.rebuild', { accounts: [], intents: [], deliveries: [], last: true }));
  must(await engine.call('connect', { account: stage.account, secret: stage.secret }));
  const before = memoryOf(engine.pid) ?? 0;
  let peak = 0;
  const measure = (): void => {
    peak = Math.max(peak, peakOf(engine.pid) ?? 0);
  };

  // Cuts come when the network has so much of the film, whatever the client believes.
  const cutAt = [0.2, 0.5, 0.8].map((share) => share * bytes);
  let tellKill: (() => void) | null = null;
  const kill = new Promise<void>((resolve) => (tellKill = resolve));
  const counted = new Map<number, number>();
  const stop = ledger.watch((entry) => {
    if (entry.operation !== stage.piece || entry.outcome.tag === 'pending') return;
    const known = counted.get(entry.seq) ?? 0;
    if (entry.bodyBytes > known) {
      counted.set(entry.seq, entry.bodyBytes);
      received += entry.bodyBytes - known;
      longest = Math.max(longest, entry.bodyBytes);
    }
    const due = cutAt[0];
    if (due !== undefined && received >= due) {
      cutAt.shift();
      cuts += 1;
      faults.set({ fault: { tag: 'drop-reply' }, operation: stage.piece, times: 1 });
    }
    if (tellKill !== null && received >= 0.6 * bytes) {
      tellKill();
      tellKill = null;
    }
  });

  const published = ledger.waitFor((entry) => entry.effects.some(isPost), patienceMs);
  must(await engine.call('outbox.submit', intentOf(stage, film)));
  // A film that is published before the death has shown nothing: it is told below, by the missing restart.
  await Promise.race([kill, published]);
  const wasKilled = tellKill === null;
  measure();
  engine.kill();
  await engine.dead;
  engine = await boot(scene);
  await published;
  measure();
  stop();

  for (const { effects } of ledger.entries({ operation: stage.piece }))
    for (const effect of effects) {
      const place = stage.placeOf(effect);
      if (place !== null) places.push(place);
    }
  const posts = ledger.effects().filter(isPost).length;
  const over = received - bytes;
  const pieces = new Set(places).size;
  // A form around each piece; and at most one piece for each cut and for the death.
  const bearable = 4 * longest + 1_024 * counted.size;
  if (!wasKilled) violations.push('the process was not killed under way');
  if (cuts !== 3) violations.push(`${String(cuts)} cuts instead of three`);
  if (posts !== 1) violations.push(`${String(posts)} posts instead of one`);
  if (over > bearable) violations.push(`${String(over)} bytes too many, ${String(bearable)} are bearable`);
  if (peak - before > allowed) violations.push(`${mega(peak - before)} MB more memory`);
  return {
    figures: {
      films: 1,
      'MB of film': mega(bytes),
      pieces,
      'MB sent over': mega(over),
      cuts,
      restarts: wasKilled ? 1 : 0,
      // Figures are summed over all films, and each film has a process of its own: no sum of these says anything.
      [`MB of memory before, ${scene.network}`]: mega(before),
      [`MB of memory more, ${scene.network}`]: mega(peak - before),
    },
    violations: violations.map((words) => `${scene.network}: ${words}`),
  };
}

const mega = (bytes: number): number => Math.round((10 * bytes) / mb) / 10;

/** What is seen on the network: a film's post. */
const isPost = ({ kind }: { readonly kind: string }): boolean => kind === 'post' || kind === 'video-finished';

async function boot({ folder, clock, take }: Scene): Promise<Engine> {
  const engine = await take();
  must(
    await engine.call('open', {
      folder,
      time: clock.base,
      skipped: 0,
      jumped: 0,
      dieAtStep: null,
      diskFull: false,
      withSync: false,
    }),
  );
  return engine;
}

const must = (answer: unknown): void => {
  const result = answer as Result<unknown, unknown>;
  if (result.tag === 'err') throw new Error(`refused: ${JSON.stringify(result.error)}`);
};

/** A sparse film where the store would have put it: its length is true, its bytes take no place. */
async function layFilm(media: string, bytes: number): Promise<PostMedia> {
  await mkdir(media, { recursive: true });
  const made = path.join(media, 'film');
  const file = await open(made, 'w');
  await file.write(Buffer.from([0, 0, 0, 24, ...Buffer.from('ftypisom')]), 0, 12, 0);
  await file.truncate(bytes);
  await file.close();
  const digest = createHash('sha256');
  await pipeline(createReadStream(made, { highWaterMark: mb }), digest);
  const hash = v.parse(mediaHashSchema, digest.digest('hex'));
  await mkdir(path.join(media, hash.slice(0, 2)), { recursive: true });
  await rename(made, path.join(media, hash.slice(0, 2), hash));
  return {
    hash,
    mime: 'video/mp4',
    bytes,
    width: 1_920,
    height: 1_080,
    name: 'film.mp4',
    alt: '',
    decorative: false,
  };
}

function intentOf(stage: Stage, film: PostMedia): Intent {
  const content = stage.content(film);
  const hash = createHash('sha256').update(canonicalJson(content)).digest('hex');
  return {
    id: v.parse(intentIdSchema, '01JFILM0000000000000000000'),
    workspaceId,
    revision: 1,
    postId: null,
    action: { tag: 'publish' },
    targets: [{ accountId: stage.account.id, content, hash }],
    when: { tag: 'now', graceMs: 0 },
    executor: 'machine',
    createdAt: stage.sim.control.clock.now(),
  };
}
