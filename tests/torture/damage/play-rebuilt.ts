import { streamsHandlers } from '../../../src-main/bridge/handlers/streams.ts';
import { createRebuildDebt } from '../../../src-main/journal/rebuild-debt.ts';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import { worldNetworks } from '../../fixtures/world-networks.ts';
import { ok } from '../../../src-shared/result.ts';
import { createRandom, type Random } from '../../../src-simulator/core/random.ts';
import { createOutboxWorld, type OutboxWorld } from '../../fixtures/outbox-world.ts';
import { readImage, writeImage, type Image } from './image.ts';
import { spoil, type Spoilt } from './spoil.ts';

export const noneRebuilt = {
  'journals played on': 0,
  'of them rebuilt': 0,
  'posts in them': 0,
  'asked a person': 0,
  'sent twice': 0,
  'lost from sight': 0,
};
export interface Rebuilt {
  readonly figures: typeof noneRebuilt;
  readonly violations: readonly string[];
}

const minute = 60_000;
const hour = 60 * minute;

interface Post {
  readonly intent: Intent;
  readonly id: Delivery['id'];
  /** As the store last heard of it; null: not yet. */
  heard: Delivery | null;
  readonly wanted: boolean;
}

/**
 * A journal with deliveries at every stage is damaged, and what comes of it is played to the end: nothing leaves
 * before the store has spoken, and each post is there once when a person has answered what only a person can know.
 */
export async function playRebuilt(seed: number): Promise<Rebuilt> {
  const random = createRandom(seed);
  const w = await createOutboxWorld(worldNetworks[seed % worldNetworks.length] ?? 'mastodon');
  const violations: string[] = [];
  const figures = { ...noneRebuilt, 'journals played on': 1 };
  try {
    const images: Image[] = [];
    const posts = await fill(w, random, images);
    w.kill();
    await w.settle();
    let what = '';
    const before = w.effects('post').length;
    await w.reopen(async (folder) => {
      const now = { image: await readImage(folder), rows: [] };
      const past = images.map((image) => ({ image, rows: [] }));
      const history = { generations: [[...past, now]], written: new Set<string>() };
      let spoilt: Spoilt | null = random.chance(0.1)
        ? { what: 'everything gone', image: new Map<string, Buffer>() }
        : null;
      while (spoilt === null) spoilt = spoil(random, history, now);
      what = spoilt.what;
      await writeImage(folder, spoilt.image);
    });
    const say = (text: string): void => {
      violations.push(`seed ${seed} on ${w.network} (${what}): ${text}`);
    };
    const debt = await createRebuildDebt({ journal: w.journal, folder: w.folder });
    const owed = debt.owed();
    if (owed !== (w.opened.opening.tag !== 'ok')) say(`opened as ${w.opened.opening.tag}, owed ${owed}`);
    await w.boot({ held: owed });
    if (owed) {
      figures['of them rebuilt'] += 1;
      await w.pass(10 * minute, 30_000);
      // The one whose answer was lost may be done late.
      if (w.effects('post').length > before + 1) say('something left before the store had spoken');
      const handlers = streamsHandlers({
        down: w.down,
        book: w.book,
        outbox: w.runner,
        debt,
        rewind: () => Promise.resolve(ok(null)),
        now: () => w.clock.now(),
        log: w.log,
      });
      const hello = await handlers.hello({ epoch: 'e1', acked: 1_000 });
      if (hello.tag === 'err' || !hello.value.rebuild) say('does not ask for what the store knows');
      await handlers.rebuild({
        accounts: [],
        intents: posts.map(({ intent }) => intent),
        deliveries: posts.flatMap(({ heard }) => heard ?? []),
        last: true,
      });
    }
    figures['posts in them'] = posts.length;
    figures['asked a person'] = await playOn(w, posts);
    judge(w, posts, figures, say);
    await w.reopen();
    if (w.opened.opening.tag !== 'ok') say('told a second time');
  } finally {
    await w.close();
  }
  return { figures, violations };
}

async function fill(w: OutboxWorld, random: Random, images: Image[]): Promise<readonly Post[]> {
  const posts: Post[] = [];
  const hears = (): void => {
    for (const post of posts) post.heard = w.delivery(post.id);
  };
  const add = async (when: Intent['when'], wanted = true): Promise<Post> => {
    const text = `${posts.length} ${Array.from({ length: 6 }, () => random.next().toString(36).slice(2)).join(' ')}`;
    const intent = w.intent({ tag: 'publish' }, { content: { ...emptyContent, text }, when });
    const post: Post = { intent, id: await w.submit(intent), heard: null, wanted };
    posts.push(post);
    if (random.chance(0.3)) hears();
    if (random.chance(0.5)) images.push(await readImage(w.folder));
    return post;
  };
  const now = { tag: 'now', graceMs: 0 } as const;
  const later = (ms: number): Intent['when'] => {
    const dueAt = Math.ceil((w.clock.now() + ms) / minute) * minute;
    const moment = { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt };
    return { tag: 'at', moment, toleranceMs: 2 * hour };
  };
  for (let n = random.between(1, 3); n > 0; n -= 1) {
    await add(now);
    await w.pass(random.between(1, 20) * 1_000);
  }
  const cancelled = await add(later(hour), false);
  await w.runner.cancel(cancelled.id);
  hears();
  for (let n = random.between(1, 3); n > 0; n -= 1) await add(later(random.between(60, 180) * minute));
  await add({ tag: 'now', graceMs: 60_000 });
  // The last one's answer is lost, now or with its work done late.
  w.sim.control.faults.set({
    fault: random.chance(0.5) ? { tag: 'drop-reply' } : { tag: 'late-commit', minMs: 5_000, maxMs: 100_000 },
    operation: w.operation('create'),
    times: 1,
  });
  await add(now);
  await w.pass(random.between(0, 8) * 1_000);
  return posts;
}

/** Answers how often a person was asked; they answer by what is truly there. */
async function playOn(w: OutboxWorld, posts: readonly Post[]): Promise<number> {
  const claimed = (): ReadonlySet<string | null> =>
    new Set(
      w.runner.records().map(({ id }) => (w.delivery(id).state === 'sent' ? w.delivery(id).remoteId : null)),
    );
  let asked = 0;
  const end = w.clock.now() + 5 * hour;
  while (w.clock.now() < end) {
    await w.pass(10 * minute, minute);
    for (const { id } of posts) {
      const delivery = w.runner.records().some((record) => record.id === id) ? w.delivery(id) : null;
      if (delivery?.state === 'missed') await w.runner.publishNow(id);
      if (delivery?.state !== 'needs-decision') continue;
      asked += 1;
      const mine = delivery.candidates.find(
        ({ remoteId, text }) => text === delivery.content.text && !claimed().has(remoteId),
      );
      await w.runner.decide(
        id,
        mine === undefined
          ? { tag: 'send-again' }
          : {
              tag: 'this-one',
              remote: { remoteId: mine.remoteId, url: null, handle: '', createdAt: null },
            },
      );
    }
  }
  return asked;
}

function judge(
  w: OutboxWorld,
  posts: readonly Post[],
  figures: typeof noneRebuilt,
  say: (text: string) => void,
): void {
  const effects = w.effects('post');
  const claimed = new Set<string>();
  for (const { id, wanted } of posts) {
    const known = w.runner.records().some((record) => record.id === id);
    const state = known ? w.delivery(id).state : 'unknown';
    if (state !== (wanted ? 'sent' : 'cancelled')) {
      figures['lost from sight'] += 1;
      say(`${id} is ${state}`);
    }
    const { remoteId } = known ? w.delivery(id) : { remoteId: null };
    if (state !== 'sent' || remoteId === null) continue;
    if (!effects.includes(remoteId) || claimed.has(remoteId))
      say(`${remoteId} is not there, or is another's`);
    claimed.add(remoteId);
  }
  const wanted = posts.filter((post) => post.wanted).length;
  if (effects.length > wanted) {
    figures['sent twice'] += effects.length - wanted;
    say(`${effects.length} posts for ${wanted} wanted`);
  }
}
