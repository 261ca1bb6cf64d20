import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src-simulator/core/clock.ts';
import type { Fault } from '../../src-simulator/core/faults.ts';
import type { MastodonSim } from '../../src-simulator/mastodon/sim.ts';
import { startMastodonSim } from '../../src-simulator/mastodon/start.ts';
import type { ConnectorError } from '../../src-main/connectors/contract.ts';
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
 * Every fault that the simulator can play, against every kind of write and against reads. The server's ledger is the
 * oracle: whatever was told, the work is done once.
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
  it.each<[string, Fault]>([
    ['the answer is lost', { tag: 'drop-reply' }],
    ['a page of HTML hides the answer', { tag: 'html-page', worked: true }],
    ['a page of HTML comes with status 200', { tag: 'html-page', status: 200, worked: true }],
  ])('whose work is done but %s is found by looking, and done once', async (_, fault) => {
    const one = await attempt(write, fault);
    expect(error(one.outcome).tag).toBe('unknown-outcome');
    expect(await one.look()).toBe('present');
    expect(worked(write)).toBe(1);
    if (write.repeat === 'never') return;
    expect((await one.again()).tag).toBe('ok');
    expect(await one.look()).toBe('present');
    if (write.repeat === 'known') expect(worked(write)).toBe(1);
  });

  it('committed late is absent at first, then present, and done once', async () => {
    const one = await attempt(write, { tag: 'late-commit', minMs: 60_000, maxMs: 100_000 });
    expect(error(one.outcome).tag).toBe('unknown-outcome');
    expect(await one.look()).toBe('absent');
    // A keyed write may be repeated before the first one is known to be over.
    if (write.repeat === 'known') expect((await one.again()).tag).toBe('ok');
    await clock.advance(120_000);
    expect(await one.look()).toBe('present');
    expect(worked(write)).toBe(1);
  });

  it.each<[string, Fault, ConnectorError['tag']]>([
    ['the connection is reset', { tag: 'reset' }, 'unknown-outcome'],
    ['the server fails', { tag: 'server-error', status: 500 }, 'unknown-outcome'],
    [
      'the server is overloaded',
      { tag: 'server-error', status: 503, retryAfterMs: 5_000 },
      'unknown-outcome',
    ],
    ['a proxy answers in its place', { tag: 'html-page' }, 'unknown-outcome'],
    ['the token is refused', { tag: 'revoked-token' }, 'auth'],
    ['we ask too often', { tag: 'rate-limit', ms: 90_000 }, 'rate-limited'],
  ])('before which %s was not done, and goes through next time', async (_, fault, tag) => {
    const one = await attempt(write, fault);
    const told = error(one.outcome);
    expect(told.tag).toBe(tag);
    if (told.tag === 'rate-limited') {
      expect(told.until).toBeGreaterThanOrEqual(clock.now() + 88_000);
      expect(told.until).toBeLessThanOrEqual(clock.now() + 92_000);
    }
    expect(worked(write)).toBe(0);
    if (tag === 'unknown-outcome') expect(await one.look()).toBe('absent');
    expect((await one.again()).tag).toBe('ok');
    expect(await one.look()).toBe('present');
    expect(worked(write)).toBe(1);
  });

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
      failure: { code: 'media-processing-failed' },
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

describe('a read', () => {
  const pull = (feed: string) => () =>
    connector.pull(me.ctx(), { feed, cursor: null, direction: 'newer', limit: 10 });
  const reads: readonly (readonly [string, () => Promise<{ readonly tag: string }>])[] = [
    ['notifications', pull('notifications')],
    ['own', pull('own')],
    ['private', pull('private')],
    ['recheck', pull('recheck')],
    ['thread', () => connector.thread(me.ctx(), { ...target(), conversationId: '', box: 'public' })],
    ['identify', () => connector.identify(me.ctx())],
    ['serverTime', () => connector.serverTime(me.ctx())],
    ['measure', () => connector.measure(me.ctx())],
    ['findPeople', () => connector.findPeople(me.ctx(), 'camille')],
  ];
  const outcome = (result: { readonly tag: string; readonly error?: ConnectorError }): string =>
    result.tag === 'ok' ? 'ok' : (result.error?.tag ?? '');

  it.each(reads)('of %s says what went wrong, and works again afterwards', async (_, read) => {
    await fresh();
    const faults: readonly [Fault, string][] = [
      [{ tag: 'drop-reply' }, 'server'],
      [{ tag: 'late-commit' }, 'server'],
      [{ tag: 'reset' }, 'server'],
      [{ tag: 'server-error', status: 502 }, 'server'],
      [{ tag: 'html-page' }, 'server'],
      [{ tag: 'rate-limit' }, 'rate-limited'],
      [{ tag: 'revoked-token' }, 'auth'],
      [{ tag: 'skewed-date', ms: 86_400_000 }, 'ok'],
      [{ tag: 'lagging-lists', ms: 0 }, 'ok'],
      [{ tag: 'slow-media', ms: 10 }, 'ok'],
    ];
    for (const [fault, expected] of faults) {
      sim.control.faults.set({ fault, times: 1 });
      expect([fault.tag, outcome(await read())]).toEqual([fault.tag, expected]);
      sim.control.faults.clear();
    }
    sim.control.faults.set({ fault: { tag: 'slow', ms: 500 }, times: 1 });
    const slow = read();
    await sim.control.ledger.waitFor((entry) => entry.faults.includes('slow'));
    await clock.advance(500);
    expect(outcome(await slow)).toBe('ok');
    expect(outcome(await read())).toBe('ok');
  });

  it('of a clock tells the server’s, however wrong', async () => {
    sim.control.faults.set({ fault: { tag: 'skewed-date', ms: 300_000 }, times: 1 });
    const told = value(await connector.serverTime(me.ctx()));
    expect(Math.abs(told - clock.now() - 300_000)).toBeLessThanOrEqual(1_000);
  });

  it('given up by the caller ends at once', async () => {
    const abort = new AbortController();
    sim.control.faults.set({ fault: { tag: 'slow', ms: 60_000 }, times: 1 });
    const answer = connector.measure(me.ctx({ signal: abort.signal }));
    await sim.control.ledger.waitFor((entry) => entry.outcome.tag === 'pending');
    abort.abort();
    expect(error(await answer)).toMatchObject({ tag: 'server', failure: { code: 'cancelled' } });
    await clock.advance(60_000);
  });
});
