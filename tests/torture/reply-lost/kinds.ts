import type { MastodonSettings } from '../../../src-simulator/mastodon/sim.ts';
import type { Action, Intent } from '../../../src-shared/domain/intent.ts';
import type { TwitterSim } from '../../../src-simulator/twitter/sim.ts';
import type { OutboxNetwork } from '../../fixtures/world-networks.ts';
import type { OutboxWorld } from '../../fixtures/outbox-world.ts';

/** One kind of write whose result can only be read back (class R). */
export interface Kind {
  readonly name: string;
  readonly network: OutboxNetwork;
  readonly mastodon?: MastodonSettings;
  /** The step of the delivery that writes, and the operations of the server that write and list. */
  readonly step: 'create' | 'message' | 'schedule';
  readonly writes: string;
  readonly lists: readonly string[];
  /** What the server's ledger calls what was made. */
  readonly effect: 'post' | 'message' | 'scheduled';
  readonly settled: 'sent' | 'handed-over';
  /** How the intent is made, once the world stands. */
  prepare(w: OutboxWorld): Promise<(n: number) => readonly [Action, Partial<Intent>]>;
}

const hour = 3_600_000;
const limits = { requests: 1e6, posts: 1e6, scheduledTotal: 1e6, scheduledPerDay: 1e6 };
const now = { when: { tag: 'now', graceMs: 0 } } as const;

const answering = async (w: OutboxWorld): Promise<() => readonly [Action, Partial<Intent>]> => {
  const target = await w.messaged('Une question, en privé ?');
  return () => [{ tag: 'reply', target }, now];
};

/** More than anybody sends in a quarter of an hour. */
function unlimited({ sim }: OutboxWorld): void {
  const operations = ['posts.create', 'dm.send', 'users.posts', 'dm.with', 'dm.events', 'users.me'];
  const windows = operations.flatMap((name) => [
    name,
    `${name}:app-day`,
    `${name}:user-day`,
    `${name}:product`,
  ]);
  (sim as TwitterSim).settings.limits = Object.fromEntries(windows.map((name) => [name, 1e6]));
  (sim as TwitterSim).purse.set(1e9);
}

export const kinds: readonly Kind[] = [
  {
    name: 'a post on a server without keys',
    network: 'mastodon',
    mastodon: { flavour: 'gotosocial', limits },
    step: 'create',
    writes: 'statuses.create',
    lists: ['accounts.statuses'],
    effect: 'post',
    settled: 'sent',
    prepare: () => Promise.resolve(() => [{ tag: 'publish' }, now]),
  },
  {
    name: 'a post handed to the network’s scheduler',
    network: 'mastodon',
    mastodon: { limits },
    step: 'schedule',
    writes: 'statuses.create',
    lists: ['scheduled.list', 'accounts.statuses'],
    effect: 'scheduled',
    settled: 'handed-over',
    prepare: (w) =>
      Promise.resolve((n) => {
        const dueAt = w.clock.now() + 6 * hour + n * 60_000;
        const moment = { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt };
        return [
          { tag: 'publish' },
          { executor: 'native', when: { tag: 'at', moment, toleranceMs: 1_800_000 } },
        ];
      }),
  },
  {
    name: 'a private message',
    network: 'bluesky',
    step: 'message',
    writes: 'chat.bsky.convo.sendMessage',
    lists: ['chat.bsky.convo.getMessages'],
    effect: 'message',
    settled: 'sent',
    prepare: answering,
  },
  {
    name: 'a private message on a server without keys',
    network: 'mastodon',
    mastodon: { flavour: 'gotosocial', limits },
    step: 'message',
    writes: 'statuses.create',
    lists: ['accounts.statuses', 'statuses.context'],
    effect: 'message',
    settled: 'sent',
    prepare: answering,
  },
  {
    name: 'a post on a network without keys that refuses the same words twice',
    network: 'twitter',
    step: 'create',
    writes: 'posts.create',
    lists: ['users.posts'],
    effect: 'post',
    settled: 'sent',
    prepare: (w) => {
      unlimited(w);
      return Promise.resolve(() => [{ tag: 'publish' }, now]);
    },
  },
  {
    name: 'a private message on a network without keys',
    network: 'twitter',
    step: 'message',
    writes: 'dm.send',
    lists: ['dm.with'],
    effect: 'message',
    settled: 'sent',
    prepare: (w) => {
      unlimited(w);
      return answering(w);
    },
  },
];
