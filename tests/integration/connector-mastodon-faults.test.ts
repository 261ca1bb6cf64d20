import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src-simulator/core/clock.ts';
import type { Fault } from '../../src-simulator/core/faults.ts';
import type { MastodonSim } from '../../src-simulator/mastodon/sim.ts';
import { startMastodonSim } from '../../src-simulator/mastodon/start.ts';
import type { UndiciHttp } from '../../src-main/engine/undici-http.ts';
import type { Drawn, Operation, Remote } from '../../src-shared/outbox/operation.ts';
import {
  connect,
  connector,
  content,
  createOf,
  error,
  messagesIn,
  openHttp,
  targetOf,
  value,
  type TestAccount,
} from '../fixtures/mastodon-account.ts';
import { pngOf } from '../fixtures/mastodon-client.ts';

/**
 * What of faults is this network's own: keys, what must be read before a write, uploads. Every fault against every kind
 * of write and read is played by the connector suite. The server's ledger is the oracle: the work is done once.
 */
const clock = createManualClock();
let sim: MastodonSim;
let http: UndiciHttp | null = null;
let me: TestAccount;
let post: Remote;
let held: Remote;
let convo: { readonly remoteId: string; readonly conversationId: string; readonly handleData: string };

beforeAll(async () => {
  sim = await startMastodonSim({ clock });
  await fresh();
});
afterAll(async () => {
  await http?.close();
  await sim.close();
});
afterEach(() => sim.control.faults.clear());

const hour = 3_600_000;

/** A new world. */
async function fresh(): Promise<void> {
  await sim.control.reset();
  // The old world's connections died with it; a pool would lend one once more.
  await http?.close();
  http = openHttp();
  const account = sim.accounts[0] ?? expect.fail('no account');
  me = await connect(http, sim.baseUrl, account, () => clock.now());
  post = await me.done(createOf('For reactions'));
  held = await me.done({ ...createOf('Held'), tag: 'schedule', at: clock.now() + 2 * hour });
  await sim.control.audience.say({
    kind: 'message',
    person: 'theo_marchand',
    account: me.id,
    text: 'Bonjour',
  });
  convo = targetOf(messagesIn((await me.pull('private', null)).items)[0] ?? expect.fail('no message'));
  sim.control.ledger.clear();
}

interface Write {
  readonly name: string;
  readonly as: string;
  /**
   * What the same request again does: the server knows the key and answers what it made; it changes nothing; or it
   * does the work a second time, so that nobody may repeat it before looking.
   */
  readonly repeat: 'known' | 'harmless' | 'never';
  readonly operation: () => Operation;
}
const person = (): string => sim.personId('gege_raleur');
const target = () => ({ remoteId: post.remoteId ?? '', handleData: post.handle });
const writes: readonly Write[] = [
  {
    name: 'create',
    as: 'statuses.create',
    repeat: 'known',
    operation: () => createOf(`Once ${clock.now()}`),
  },
  {
    name: 'message',
    as: 'statuses.create',
    repeat: 'known',
    operation: () => ({
      tag: 'message',
      content: content(`Once ${clock.now()}`),
      uploaded: [],
      replyTo: convo,
    }),
  },
  {
    name: 'schedule',
    as: 'statuses.create',
    repeat: 'never',
    operation: () => ({ ...createOf(`Later ${clock.now()}`), tag: 'schedule', at: clock.now() + hour }),
  },
  {
    name: 'reschedule',
    as: 'scheduled.move',
    repeat: 'harmless',
    operation: () => ({
      tag: 'reschedule',
      scheduledRemoteId: held.remoteId ?? '',
      at: clock.now() + 3 * hour,
    }),
  },
  {
    name: 'like',
    as: 'statuses.favourite',
    repeat: 'harmless',
    operation: () => ({ tag: 'like', ...target() }),
  },
  {
    name: 'delete',
    as: 'statuses.delete',
    repeat: 'harmless',
    operation: () => ({ tag: 'delete', ...target() }),
  },
  {
    name: 'mute',
    as: 'accounts.mute',
    repeat: 'harmless',
    operation: () => ({ tag: 'mute', personId: person() }),
  },
  {
    name: 'block',
    as: 'accounts.block',
    repeat: 'harmless',
    operation: () => ({ tag: 'block', personId: person() }),
  },
];

/** What the server made of this write: posts and entries of the scheduler, or how often the work was done. */
const worked = ({ as, repeat }: Write): number =>
  repeat === 'harmless'
    ? sim.control.ledger.entries({ operation: as, account: me.id, worked: true }).length
    : sim.control.ledger.entries({ operation: as, account: me.id }).flatMap(({ effects }) => effects).length;

const look = async (operation: Operation, drawn: Drawn, sentAt: number): Promise<string> =>
  value(await connector.confirm(me.ctx(), { operation, drawn, sentAt })).tag;

/** One attempt under a fault; the state of the world is new for each. */
async function attempt(write: Write, fault: Fault) {
  await fresh();
  const operation = write.operation();
  const drawn = me.draw(operation);
  const sentAt = clock.now();
  sim.control.faults.set({ fault, operation: write.as, times: 1 });
  const outcome = await me.publish(operation, drawn);
  return {
    operation,
    outcome,
    look: () => look(operation, drawn, sentAt),
    again: () => me.publish(operation, drawn),
  };
}

describe.each(writes)('$name', (write) => {
  it('that nobody hears surely never left', async () => {
    await fresh();
    const operation = write.operation();
    const drawn = me.draw(operation);
    sim.control.faults.set({ fault: { tag: 'offline' } });
    await expect.poll(async () => error(await me.publish(operation, drawn)).tag).toBe('offline');
    sim.control.faults.clear();
    await expect.poll(async () => (await me.publish(operation, drawn)).tag).toBe('ok');
    expect(worked(write)).toBe(1);
  });

  it('with a wrong server clock is done all the same, and found', async () => {
    await fresh();
    sim.control.faults.set({ fault: { tag: 'skewed-date', ms: 60_000 } });
    const operation = write.operation();
    const drawn = me.draw(operation);
    expect((await me.publish(operation, drawn)).tag).toBe('ok');
    expect(['present', 'unclear']).toContain(await look(operation, drawn, clock.now()));
  });

  it('done just now may be missing from lists that lag, and is found once they have it', async () => {
    const one = await attempt(write, { tag: 'drop-reply' });
    const lag = sim.control.faults.set({ fault: { tag: 'lagging-lists', ms: 30_000 } });
    // Only what has to be looked for in a list can be missing from it.
    expect(await one.look()).toBe(write.as === 'statuses.create' ? 'absent' : 'present');
    await clock.advance(30_000);
    expect(await one.look()).toBe('present');
    sim.control.faults.clear(lag);
  });
});

describe('a key', () => {
  it('that the server ignores makes two: looking says so to a person', async () => {
    await fresh();
    const operation = createOf('Twice');
    const drawn = me.draw(operation);
    const sentAt = clock.now();
    await me.done(operation, drawn);
    sim.control.faults.set({ fault: { tag: 'key-ignored' }, operation: 'statuses.create', times: 1 });
    await me.done(operation, drawn);
    expect(value(await connector.confirm(me.ctx(), { operation, drawn, sentAt }))).toMatchObject({
      tag: 'unclear',
      candidates: [{ text: 'Twice' }, { text: 'Twice' }],
    });
  });

  it('whose repeat meets a server that says 500 means: look', async () => {
    await fresh();
    const operation = createOf('Repeated');
    const drawn = me.draw(operation);
    const first = await me.done(operation, drawn);
    sim.control.faults.set({ fault: { tag: 'repeat-500' }, operation: 'statuses.create' });
    for (let again = 0; again < 2; again += 1) {
      expect(error(await me.publish(operation, drawn)).tag).toBe('unknown-outcome');
      expect(value(await connector.confirm(me.ctx(), { operation, drawn, sentAt: clock.now() }))).toEqual({
        tag: 'present',
        remote: first,
      });
    }
  });

  it('is a UUID drawn once, and travels with posts but not with schedules', async () => {
    await fresh();
    const operation = createOf('Keyed');
    const drawn = me.draw(operation);
    expect(drawn.key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    await me.done(operation, drawn);
    await me.done({ ...operation, tag: 'schedule', at: clock.now() + hour }, drawn);
    const [keyed, scheduled] = sim.control.ledger.entries({ operation: 'statuses.create' });
    expect(keyed?.headers['idempotency-key']).toBe(drawn.key);
    expect(scheduled?.headers['idempotency-key']).toBeUndefined();
  });
});

describe('looking', () => {
  it('does not take an earlier post in the same words for the one that was lost', async () => {
    await fresh();
    await me.done(createOf('Merci !'));
    await clock.advance(60_000);
    const operation = createOf('Merci !');
    sim.control.faults.set({ fault: { tag: 'reset' }, operation: 'statuses.create', times: 1 });
    const sentAt = clock.now();
    const drawn = me.draw(operation);
    expect(error(await me.publish(operation, drawn)).tag).toBe('unknown-outcome');
    // Sure it is not ours nobody can be while clocks may differ by as much: never `present`.
    expect(await look(operation, drawn, sentAt)).not.toBe('present');
    await clock.advance(240_000);
    const late = clock.now();
    expect(await look(operation, drawn, late)).toBe('absent');
  });

  it('finds a scheduled post that was published meanwhile', async () => {
    await fresh();
    const at = clock.now() + hour;
    const operation: Operation = { ...createOf('À midi'), tag: 'schedule', at };
    const drawn = me.draw(operation);
    const sentAt = clock.now();
    sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: 'statuses.create', times: 1 });
    expect(error(await me.publish(operation, drawn)).tag).toBe('unknown-outcome');
    const waiting = value(await connector.confirm(me.ctx(), { operation, drawn, sentAt }));
    expect(waiting).toMatchObject({ tag: 'present', remote: { url: null, createdAt: null } });
    await clock.advance(hour + 60_000);
    const out = value(await connector.confirm(me.ctx(), { operation, drawn, sentAt }));
    expect(out).toMatchObject({ tag: 'present', remote: { createdAt: expect.any(Number) as number } });
  });

  it('at a recall says: still held, or no longer', async () => {
    await fresh();
    const operation: Operation = { tag: 'recall', scheduledRemoteId: held.remoteId ?? '' };
    const drawn = me.draw(operation);
    const sentAt = clock.now();
    sim.control.faults.set({ fault: { tag: 'reset' }, operation: 'scheduled.cancel', times: 1 });
    expect(error(await me.publish(operation, drawn)).tag).toBe('unknown-outcome');
    expect(await look(operation, drawn, sentAt)).toBe('absent');
    sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: 'scheduled.cancel', times: 1 });
    expect(error(await me.publish(operation, drawn)).tag).toBe('unknown-outcome');
    expect(error(await connector.confirm(me.ctx(), { operation, drawn, sentAt })).tag).toBe('gone');
    expect(error(await me.publish(operation, drawn)).tag).toBe('gone');
  });
});

describe('an upload', () => {
  it('whose answer was lost is simply done again', async () => {
    await fresh();
    const operation: Operation = { tag: 'upload', medium: me.medium(pngOf(4, 4), { alt: 'Un point' }) };
    const drawn = me.draw(operation);
    sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: 'media.upload', times: 1 });
    expect(error(await me.publish(operation, drawn)).tag).toBe('unknown-outcome');
    expect(await look(operation, drawn, clock.now())).toBe('absent');
    const { handle } = await me.done(operation, drawn);
    await me.done({ ...createOf('Avec image'), uploaded: [{ medium: operation.medium, handle }] });
  });

  it('that takes long is asked for until it is ready, through every fault of the answer', async () => {
    await fresh();
    const operation: Operation = { tag: 'upload', medium: me.medium(pngOf(4, 4)) };
    sim.control.faults.set({ fault: { tag: 'slow-media', ms: 8_000 }, operation: 'media.upload', times: 1 });
    const performed = value(await me.publish(operation));
    if (performed.tag !== 'processing') return expect.fail('should be processing');
    const poll = () => connector.poll(me.ctx(), operation, performed.handle);
    expect(value(await poll()).tag).toBe('processing');
    for (const fault of [{ tag: 'reset' }, { tag: 'server-error' }, { tag: 'html-page' }] as const) {
      sim.control.faults.set({ fault, operation: 'media.get', times: 1 });
      expect(error(await poll()).tag).toBe('server');
    }
    const early = createOf('Trop tôt');
    const withMedia = (text: string): Operation => ({
      ...createOf(text),
      uploaded: [{ medium: operation.medium, handle: performed.handle }],
    });
    expect(error(await me.publish(withMedia(early.content.text)))).toMatchObject({
      tag: 'server',
      failure: { code: 'media-not-ready' },
    });
    await clock.advance(8_000);
    expect(value(await poll()).tag).toBe('done');
    await me.done(withMedia('À temps'));
    expect(sim.control.ledger.effects('post')).toHaveLength(1);
  });

  it('that the server has forgotten is gone', async () => {
    const operation: Operation = { tag: 'upload', medium: me.medium(pngOf(4, 4)) };
    expect(error(await connector.poll(me.ctx(), operation, '123456'))).toMatchObject({
      tag: 'gone',
      failure: { code: 'media-missing' },
    });
  });
});
