import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { createMediaStore } from '../../../src-main/media/media-store.ts';
import { emptyContent, type PostMedia } from '../../../src-shared/domain/content.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import {
  accountIdSchema,
  intentIdSchema,
  workspaceIdSchema,
  type AccountId,
} from '../../../src-shared/ids.ts';
import { createRandom, type Random } from '../../../src-simulator/core/random.ts';
import { picture as pngOf } from '../../fixtures/picture.ts';
import { startBlueskyNetwork, type BlueskyNetwork } from '../../servers/bluesky/start.ts';
import { createXrpc } from '../../servers/bluesky/xrpc.ts';
import { startFaultProxy, type Fault, type FaultProxy } from '../../servers/fault-proxy.ts';
import { startEngine, type Engine } from '../bluesky/engine.ts';
import { createNetworkSupply } from '../bluesky/network-supply.ts';
import type { Played, Row } from '../row.ts';

const workspaceId = v.parse(workspaceIdSchema, '01JWORKSPACEAAAAAAAAAAAAAA');
const second = 1_000;
const minute = 60 * second;

/** What a person waits at most until everything is known, once the line is good again. */
const patienceMs = 5 * minute;

/** The real PDS and AppView behind a line that cuts, delays and resets; the engine is a process that gets killed. */
export const realNetwork: Row = {
  id: 'BSKY',
  title:
    'the real Bluesky network through a proxy that cuts, delays, resets and commits late; the engine killed',
  target: '200 runs: 0 lost, 0 duplicated, 0 in doubt',
  runs: { full: 200, short: 1 },
  // Most of a run is waiting: for a server to settle, for a second look.
  jobs: 12,
  open: async ({ isShort }) => {
    const started = await startBlueskyNetwork();
    if ('unavailable' in started)
      return {
        play: () => Promise.resolve({ figures: { skipped: 1 }, violations: [] }),
        // Its full size proves nothing without the network; its short form says why it is left out.
        judge: () => (isShort ? skipped(started.unavailable) : started.unavailable),
        close: () => Promise.resolve(),
      };
    const networks = createNetworkSupply(started);
    return {
      play: (seed) => networks.use((network) => play(seed, network, isShort)),
      close: networks.close,
    };
  },
};

function skipped(why: string): null {
  console.log(`   skipped: ${why}`);
  return null;
}

async function play(seed: number, network: BlueskyNetwork, isShort: boolean): Promise<Played> {
  const random = createRandom(seed);
  const folder = await mkdtemp(path.join(tmpdir(), 'vigie-bsky-'));
  const proxy = await startFaultProxy(network.pdsUrl);
  const handle = `run${seed}-${Math.floor(Date.now() / 1_000) % 1_000_000}.test`;
  const { did, password } = await network.createAccount({ handle });
  let running: Engine | null = null;
  try {
    const life = await createLife({ seed, random, folder, proxy, handle, password, isShort });
    running = life.engine();
    await life.storm();
    running = life.engine();
    const settled = await life.heal();
    running = life.engine();
    const posts = await postsOf(network, did);
    return judged(life, settled, posts);
  } finally {
    await running?.kill();
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Life {
  readonly intents: readonly Intent[];
  readonly kills: number;
  readonly faults: number;
  engine(): Engine | null;
  storm(): Promise<void>;
  /** The line is good again; answers how the deliveries ended. */
  heal(): Promise<readonly Delivery[]>;
}

async function createLife(setting: {
  readonly seed: number;
  readonly random: Random;
  readonly folder: string;
  readonly proxy: FaultProxy;
  readonly handle: string;
  readonly password: string;
  readonly isShort: boolean;
}): Promise<Life> {
  const { seed, random, folder, proxy, isShort } = setting;
  let engine = await startEngine(folder);
  const accountId = await signIn(engine, {
    handle: setting.handle,
    password: setting.password,
    server: proxy.url,
  });
  const media = createMediaStore(path.join(folder, 'media'));

  const picture = async (n: number): Promise<PostMedia> => {
    const bytes = pngOf(60 + n, 40 + (seed % 50), true);
    const kept = await media.put(new Blob([Uint8Array.from(bytes)]).stream());
    if (kept.tag === 'err') throw new Error(kept.error.code);
    const { hash, mime } = kept.value;
    return {
      hash,
      mime,
      bytes: bytes.length,
      width: 60 + n,
      height: 40 + (seed % 50),
      name: 'a.png',
      alt: 'x',
      decorative: false,
    };
  };
  const intents: Intent[] = [];
  for (let n = 1; n <= (isShort ? 3 : 7); n += 1) {
    // Two equal posts are two posts.
    const text = random.chance(0.25) && n > 1 ? `run ${seed}, post ${n - 1}` : `run ${seed}, post ${n}`;
    // Few: see network-supply.ts.
    const pictures = random.chance(0.2) ? [await picture(n)] : [];
    const content = {
      ...emptyContent,
      text,
      media: random.chance(0.3) ? [...pictures, await picture(n + 10)] : pictures,
    };
    const now = Date.now();
    const dueAt = now + random.between(2, isShort ? 6 : 18) * second;
    intents.push({
      id: v.parse(intentIdSchema, `01JB${String(seed).padStart(6, '0')}${String(n).padStart(16, '0')}`),
      workspaceId,
      revision: 1,
      postId: null,
      action: { tag: 'publish' },
      targets: [
        { accountId, content, hash: createHash('sha256').update(JSON.stringify(content)).digest('hex') },
      ],
      when: random.chance(0.5)
        ? { tag: 'now', graceMs: random.pick([0, 2_000]) ?? 0 }
        : {
            tag: 'at',
            moment: { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt },
            toleranceMs: 30 * minute,
          },
      executor: 'machine',
      createdAt: now,
    });
  }

  const unanswered = new Set(intents);
  /** As the interface does: an intent is given again until it was answered. */
  const handOver = async (most: number): Promise<void> => {
    for (const intent of [...unanswered].slice(0, most)) {
      const answer = await engine.ask({ tag: 'submit', intent });
      if (answer === null) return;
      if (answer.tag !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(answer)}`);
      unanswered.delete(intent);
    }
  };
  const deliveries = async (): Promise<readonly Delivery[]> => {
    const answer = await engine.ask({ tag: 'deliveries' });
    if (answer?.tag !== 'deliveries') throw new Error('the engine died by itself');
    return answer.deliveries;
  };

  const count = { kills: 0, faults: 0 };
  return {
    intents,
    get kills() {
      return count.kills;
    },
    get faults() {
      return proxy.faulted().length;
    },
    engine: () => engine,
    storm: async () => {
      const end = Date.now() + (isShort ? 5 : 20) * second;
      let kills = random.between(1, isShort ? 1 : 4);
      while (Date.now() < end) {
        await proxy.setFault(drawFault(random, isShort ? quickFaults : faults));
        await handOver(random.between(1, 3));
        await wait(random.between(150, 2_500));
        if (kills === 0 || !random.chance(0.3)) continue;
        kills -= 1;
        count.kills += 1;
        // In the middle of whatever is under way, also of a handing over.
        const giving = handOver(1);
        await wait(random.between(0, 60));
        await engine.kill();
        await giving;
        if (random.chance(0.3)) await wait(random.between(0, 2_000));
        engine = await startEngine(folder);
      }
    },
    heal: async () => {
      await proxy.setFault({ tag: 'pass' });
      await handOver(intents.length);
      const until = Date.now() + (isShort ? 2 * minute : patienceMs);
      for (;;) {
        const all = await deliveries();
        if (all.every(({ state }) => state === 'sent') || Date.now() > until) {
          await engine.kill();
          // What the line still holds back arrives now at the latest.
          await proxy.whenIdle();
          return all;
        }
        // What was given up, and said so, is sent again by the person.
        for (const { id, state } of all)
          if (state === 'failed' || state === 'missed') await engine.ask({ tag: 'retry', id });
        await wait(250);
      }
    },
  };
}

/** Not what is tested: a machine that is busy with other runs may need several tries. */
async function signIn(engine: Engine, fields: Readonly<Record<string, string>>): Promise<AccountId> {
  for (let tries = 1; ; tries += 1) {
    const connected = await engine.ask({ tag: 'connect', workspaceId, fields });
    if (connected?.tag === 'connected') return v.parse(accountIdSchema, connected.accountId);
    if (tries === 20) throw new Error(`not connected: ${JSON.stringify(connected)}`);
    await wait(3_000);
  }
}

const writes = /\/xrpc\/com\.atproto\.repo\.(createRecord|putRecord|applyWrites|uploadBlob)/u;
const reads = /\/xrpc\/com\.atproto\.(repo\.(getRecord|listRecords)|server\.)/u;

const faults = [
  'pass',
  'drop-reply',
  'drop-reply',
  'late-commit',
  'late-commit',
  'reset-before',
  'reset-upload',
  'delay',
  'slow-reads',
  'refuse',
  'black-hole',
] as const;
/** After these nobody has to wait for the second look that proves that nothing was done. */
const quickFaults = ['pass', 'drop-reply', 'drop-reply', 'delay', 'slow-reads', 'refuse'] as const;

function drawFault(random: Random, among: readonly (typeof faults)[number][]): Fault {
  const match = { method: 'POST', path: writes, times: random.between(1, 3) };
  const kind = random.pick(among);
  switch (kind) {
    case 'drop-reply':
    case 'reset-before':
      return { tag: kind, match };
    case 'late-commit':
      return { tag: kind, match, afterMs: random.between(0, 12_000) };
    case 'reset-upload':
      return { tag: kind, match, afterBytes: random.between(1, 4_000) };
    case 'delay':
      return { tag: kind, match, ms: random.between(100, 4_000) };
    case 'slow-reads':
      return { tag: 'delay', match: { path: reads, times: 3 }, ms: random.between(500, 4_000) };
    case 'refuse':
    case 'black-hole':
    case 'pass':
    case undefined:
      return { tag: kind ?? 'pass' };
  }
}

const Records = v.object({
  cursor: v.optional(v.string()),
  records: v.array(v.object({ uri: v.string(), value: v.looseObject({ text: v.string() }) })),
});
type Post = v.InferOutput<typeof Records>['records'][number];

/** What the repository truly holds, asked of the server itself. */
async function postsOf({ pdsUrl }: BlueskyNetwork, did: string): Promise<readonly Post[]> {
  const pds = createXrpc(pdsUrl);
  const answer = await pds.get('com.atproto.repo.listRecords', {
    params: { repo: did, collection: 'app.bsky.feed.post', limit: '100' },
  });
  return v.parse(Records, answer.body).records;
}

function judged(life: Life, deliveries: readonly Delivery[], posts: readonly Post[]): Played {
  const violations: string[] = [];
  const wanted = new Map<string, number>();
  for (const { targets } of life.intents)
    for (const { content } of targets) wanted.set(content.text, (wanted.get(content.text) ?? 0) + 1);
  const found = new Map<string, number>();
  for (const { value } of posts) found.set(value.text, (found.get(value.text) ?? 0) + 1);

  let lost = 0;
  let duplicated = 0;
  for (const [text, count] of wanted) {
    const there = found.get(text) ?? 0;
    lost += Math.max(0, count - there);
    duplicated += Math.max(0, there - count);
    if (there !== count) violations.push(`"${text}" was wanted ${count} times and is there ${there} times`);
  }
  for (const text of found.keys()) if (!wanted.has(text)) violations.push(`nobody wanted "${text}"`);
  const uris = new Set(posts.map(({ uri }) => uri));
  const inDoubt = deliveries.filter(({ state }) => state !== 'sent');
  for (const { id, state, waiting, failure, attempts } of inDoubt)
    violations.push(
      `${id} ended as ${state}: ${JSON.stringify([waiting, failure, attempts.map(({ step, event, code }) => `${step} ${event} ${code ?? ''}`)])}`,
    );
  for (const { id, state, remoteId } of deliveries)
    if (state === 'sent' && !uris.has(remoteId ?? ''))
      violations.push(`${id} names ${remoteId ?? 'nothing'}`);
  if (new Set(deliveries.map(({ remoteId }) => remoteId)).size !== deliveries.length)
    violations.push('two deliveries name the same post');
  if (deliveries.length !== life.intents.length)
    violations.push(`${deliveries.length} deliveries of ${life.intents.length} intents`);
  const sends = deliveries.flatMap(({ attempts }) => attempts).filter(({ event }) => event === 'sent');
  return {
    figures: {
      intents: life.intents.length,
      requests: sends.length,
      published: posts.length,
      lost,
      duplicated,
      'in doubt': inDoubt.length,
      kills: life.kills,
      'spoilt requests': life.faults,
    },
    violations,
  };
}
