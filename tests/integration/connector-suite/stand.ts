import { expect } from 'vitest';
import { createHash, randomBytes } from 'node:crypto';
import type {
  Connector,
  ConnectorContext,
  ConnectorError,
  Performed,
} from '../../../src-main/connectors/contract.ts';
import { connectorOf } from '../../../src-main/connectors/index.ts';
import { emptyContent, type Content } from '../../../src-shared/domain/content.ts';
import type { Delivery, DeliveryState } from '../../../src-shared/domain/delivery.ts';
import type { Action, Intent } from '../../../src-shared/domain/intent.ts';
import type { RemoteMessage } from '../../../src-shared/domain/message.ts';
import type { Target } from '../../../src-shared/domain/post.ts';
import { rowId, type DeliveryId } from '../../../src-shared/ids.ts';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';
import { withoutClaimed } from '../../../src-shared/outbox/claims.ts';
import type { Drawn, Operation, Remote, ReplyTo, SoFar } from '../../../src-shared/outbox/operation.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Fault, FaultRule } from '../../../src-simulator/core/faults.ts';
import type { LedgerEntry } from '../../../src-simulator/core/ledger.ts';
import { messagesIn, targetOf, textOf, value } from '../../fixtures/connector-words.ts';
import { testNetworks } from '../../fixtures/networks/all.ts';
import type { TestNetwork } from '../../fixtures/networks/test-network.ts';
import { createOutboxWorld, type OutboxWorld } from '../../fixtures/outbox-world.ts';
import type { OutboxNetwork } from '../../fixtures/world-networks.ts';
import { deedOf, type DeedName } from './deeds.ts';
import { formsOf } from './offering.ts';

export const minute = 60_000;

/** A network as the suite plays against it: its simulator, and an account in a real outbox. */
export interface Stand {
  readonly world: OutboxWorld;
  readonly network: TestNetwork;
  readonly connector: Connector;
  /** The effective manifest of the account. */
  readonly manifest: Manifest;
  /** What the engine would lend the connector now. */
  ctx(): Promise<ConnectorContext>;
  /** Words that were never said before. */
  words(about?: string): string;
  /** The least that a post of this network holds. */
  content(text: string, more?: Partial<Content>): Content;
  draw(operation: Operation): Drawn;
  /** Performs once, by the contract. */
  perform(operation: Operation, drawn?: Drawn, soFar?: SoFar): Promise<Result<Performed, ConnectorError>>;
  /** Performs to the end: pieces are sent, time passes while the network works. */
  done(operation: Operation, drawn?: Drawn): Promise<Remote>;
  /** A creation of which nothing but the write itself is missing. */
  ready(content: Content, replyTo?: ReplyTo | null): Promise<Extract<Operation, { tag: 'create' }>>;
  /**
   * What looking says of a deed that was done and answered: `present`. A recall's answer is that nothing is held any more;
   * of what cannot be read back it is `absent`, which only a harmless repeat (K) can live with.
   */
  doneLooks(name: DeedName): Promise<string>;
  /** What looking says; of what is claimed, that it belongs to another delivery. */
  look(
    operation: Operation,
    drawn: Drawn,
    sentAt: number,
    isClaimed?: (remoteId: string) => boolean,
  ): Promise<string>;
  /** Hands a wish to the outbox. */
  hand(
    action: Action,
    more?: Partial<Omit<Intent, 'targets'>> & { readonly content?: Content },
  ): Promise<DeliveryId>;
  /** Lets time pass until the delivery is in one of the states. */
  until(id: DeliveryId, states: readonly DeliveryState[], maxMs?: number): Promise<Delivery>;
  /** By the outbox, to the end; the default is a post. */
  sent(action?: Action, content?: Content): Promise<Delivery>;
  /** What the network says of one of its items, wherever it comes from. */
  find(fits: (message: RemoteMessage) => boolean): Promise<RemoteMessage | null>;
  /** Somebody answers a post of the account's. */
  comment(): Promise<RemoteMessage>;
  /** Somebody writes to the account in private. */
  privateMessage(): Promise<RemoteMessage>;
  target(message: RemoteMessage): Target;
  strike(fault: Fault, more?: Omit<FaultRule, 'fault'>): string;
  /** The ledger from now on. */
  mark(): Since;
  close(): Promise<void>;
}

export interface Since {
  entries(): readonly LedgerEntry[];
  /** Ids of what was made, of this kind. */
  made(kind: string): readonly string[];
  /** What the network was made to do, in words: its writes and what came of them. */
  told(): string;
}

let serial = 0;
/** Words that differ in a figure alone are taken for one text that a server has edited. */
const unlike = (number: number): string =>
  createHash('sha256').update(String(number)).digest('hex').slice(0, 16);

export async function createStand(id: OutboxNetwork): Promise<Stand> {
  const world = await createOutboxWorld(id, { generous: true });
  const network: TestNetwork = testNetworks[id];
  const connector = connectorOf(id);
  const { manifest } = world.account;
  const { sim } = world;
  const signal = new AbortController().signal;
  let post: Delivery | null = null;
  let comments = 0;
  let bringing: string | null = null;
  const looks = new Map<DeedName, string>();
  const isHarmless = (name: DeedName): boolean =>
    name !== 'create' && name !== 'message' && manifest.operations[name]?.class === 'K';

  const stand: Stand = {
    world,
    network,
    connector,
    manifest,
    ctx: async () =>
      value(await world.access.use(world.account.id, signal, (_, ctx) => Promise.resolve(ok(ctx)))),
    words: (about = 'Suite') => `${about} n°${String((serial += 1))} ${unlike(serial)}`,
    content: (text, more = {}) => {
      const [first] = formsOf(manifest);
      const media = first !== undefined && first.images.min > 0 ? [world.medium('Une lampe')] : [];
      return { ...emptyContent, text, media, ...more };
    },
    draw: (operation) => connector.draw(operation, world.ours.now(), (bytes) => randomBytes(bytes)),
    perform: async (operation, drawn = stand.draw(operation), soFar) =>
      connector.publish(await stand.ctx(), operation, drawn, soFar),
    done: async (operation, drawn = stand.draw(operation)) => {
      let performed = value(await stand.perform(operation, drawn));
      for (let turn = 0; turn < 200; turn += 1) {
        if (performed.tag === 'done') return performed.remote;
        if (performed.tag === 'partial') {
          performed = value(await stand.perform(operation, drawn, performed.soFar));
          continue;
        }
        await world.clock.advance(performed.pollAfterMs);
        performed = value(await connector.poll(await stand.ctx(), operation, performed.handle));
      }
      return expect.fail('never done');
    },
    ready: async (content, replyTo = null) => {
      const uploaded: Extract<Operation, { tag: 'create' }>['uploaded'][number][] = [];
      const format = content.settings['format'];
      for (const medium of content.media)
        uploaded.push({
          medium,
          handle: (
            await stand.done({
              tag: 'upload',
              medium,
              ...(typeof format === 'string' && { format }),
              ...(manifest.operations.prepare !== undefined && { together: content.media.length }),
            })
          ).handle,
        });
      if (manifest.operations.prepare === undefined) return { tag: 'create', content, uploaded, replyTo };
      const { handle } = await stand.done({ tag: 'prepare', content, uploaded, replyTo });
      return { tag: 'create', content, uploaded, replyTo, prepared: handle };
    },
    doneLooks: async (name) => {
      const known = looks.get(name);
      if (known !== undefined) return known;
      const deed = deedOf(name);
      const operation = await deed.ready(stand);
      const drawn = stand.draw(operation);
      await stand.done(operation, drawn);
      const said = await stand.look(operation, drawn, world.clock.now());
      const back = deed.undo?.(operation) ?? null;
      if (back !== null) await stand.done(back);
      const fits =
        said === 'present' || (name === 'recall' ? said === 'gone' : said === 'absent' && isHarmless(name));
      if (!fits) expect.fail(`of a ${name} that was done, looking says ${said}`);
      looks.set(name, said);
      return said;
    },
    look: async (operation, drawn, sentAt, isClaimed = () => false) => {
      const seen = await connector.confirm(await stand.ctx(), { operation, drawn, sentAt });
      return seen.tag === 'ok' ? withoutClaimed(seen.value, isClaimed).tag : seen.error.tag;
    },
    hand: (action, more = {}) =>
      world.submit(world.intent(action, { when: { tag: 'now', graceMs: 0 }, ...more })),
    until: async (of, states, maxMs = 90 * minute) => {
      await world.until(() => states.includes(world.delivery(of).state), maxMs, 2_000);
      return world.delivery(of);
    },
    sent: async (action = { tag: 'publish' }, content = stand.content(stand.words())) => {
      const of = await stand.hand(action, { content });
      const over: readonly DeliveryState[] = [
        'sent',
        'failed',
        'needs-decision',
        'blocked',
        'assisted',
        'missed',
      ];
      const delivery = await stand.until(of, over);
      if (delivery.state !== 'sent')
        expect.fail(
          `${delivery.state}: ${JSON.stringify(delivery.failure)} ${JSON.stringify(delivery.attempts)}`,
        );
      return delivery;
    },
    find: async (fits) => {
      // What brought the last one, first.
      const feeds = manifest.feeds
        .map(({ name }) => name)
        .toSorted((a, b) => Number(b === bringing) - Number(a === bringing));
      for (const name of feeds) {
        const page = await connector.pull(await stand.ctx(), {
          feed: name,
          cursor: null,
          direction: 'newer',
          limit: 50,
        });
        const found = messagesIn(value(page).items).find(fits);
        if (found === undefined) continue;
        bringing = name;
        return found;
      }
      return null;
    },
    comment: async () => {
      // Under a recent post: the first page of a feed need not hold what was said under an old one.
      if (post === null || comments % 8 === 0 || under.made(network.words.post).length > 5) {
        post = await stand.sent();
        under = stand.mark();
      }
      comments += 1;
      const text = stand.words('Question');
      const made = await sim.control.audience.say({
        kind: 'reply',
        person: 'theo_marchand',
        post: post.remoteId ?? '',
        text,
      });
      if (made === undefined) return expect.fail('nobody may answer a post');
      const found = await stand.find((message) => textOf(message).includes(text));
      return found ?? expect.fail('the answer did not arrive');
    },
    privateMessage: async () => {
      const text = stand.words('En privé');
      await sim.control.audience.say({ kind: 'message', person: 'nadia_benali', account: world.me.id, text });
      const found = await stand.find((message) => textOf(message).includes(text));
      return found ?? expect.fail('the message did not arrive');
    },
    target: (message) => ({
      messageId: rowId(world.account.workspaceId, world.account.id, message.remoteId),
      ...targetOf(message),
      box: message.box === 'private' ? 'private' : 'public',
      authorHandle: message.author.handle,
    }),
    strike: (fault, more = {}) => sim.control.faults.set({ fault, ...more }),
    mark: () => {
      const after = sim.control.ledger.entries().at(-1)?.seq ?? 0;
      const entries = (): readonly LedgerEntry[] => sim.control.ledger.entries({ after });
      return {
        entries,
        made: (kind) =>
          entries().flatMap(({ effects }) => effects.filter((one) => one.kind === kind).map((one) => one.id)),
        told: () => {
          const writes = entries().filter(({ method, worked }) => worked && method !== 'GET');
          const counts = new Map<string, number>();
          for (const { operation, effects } of writes) {
            const what =
              effects.length === 0
                ? operation
                : `${operation} → ${[...new Set(effects.map(({ kind }) => kind))].join(', ')}`;
            counts.set(what, (counts.get(what) ?? 0) + 1);
          }
          return [...counts]
            .map(([what, count]) => (count === 1 ? what : `${what} (${String(count)}×)`))
            .join('; ');
        },
      };
    },
    close: () => world.close(),
  };
  let under = stand.mark();
  // A network may refuse an access of a minute in the words of one that was revoked.
  await world.clock.advance(2 * minute);
  return stand;
}
