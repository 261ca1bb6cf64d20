import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { createManualClock } from '../../src-simulator/core/clock.ts';
import type { Fault } from '../../src-simulator/core/faults.ts';
import { startBlueskySim, type BlueskySim } from '../../src-simulator/bluesky/start.ts';
import type { ConnectorError } from '../../src-main/connectors/contract.ts';
import type { UndiciHttp } from '../../src-main/engine/undici-http.ts';
import { mediaHashSchema } from '../../src-shared/ids.ts';
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
} from '../fixtures/bluesky-account.ts';

/**
 * Every fault that the simulator can play, against every kind of write and against reads. The server's ledger is the
 * oracle: whatever was told, the work is done once.
 */
const clock = createManualClock();
let sim: BlueskySim;
let http: UndiciHttp;
let me: TestAccount;
let post: Remote;
let convo: { readonly remoteId: string; readonly conversationId: string; readonly handleData: string };

beforeAll(async () => {
  sim = await startBlueskySim({ clock });
  http = openHttp();
});
afterAll(async () => {
  await http.close();
  await sim.close();
});
afterEach(() => {
  sim.control.faults.clear();
  sim.control.forgetLimits();
});

/** A new world. */
async function fresh(): Promise<void> {
  await sim.control.reset();
  sim.control.forgetLimits();
  const account = sim.accounts[0] ?? expect.fail('no account');
  me = await connect(http, { handle: account.login, password: account.password, server: sim.baseUrl }, () =>
    clock.now(),
  );
  post = await me.done(createOf('For reactions'));
  await sim.control.audience.say({
    kind: 'message',
    person: 'theo_marchand',
    account: me.did,
    text: 'Bonjour',
  });
  const dm = messagesIn((await me.pullAll('private', null)).items)[0] ?? expect.fail('no message');
  convo = targetOf(dm);
  sim.control.ledger.clear();
}
beforeAll(fresh);

interface Write {
  readonly name: string;
  readonly nsid: string;
  readonly effect: string;
  /** Whether a repeat under the same key is recognised by the server (K with a record) or harmless (K by nature). */
  readonly repeat: 'refused' | 'harmless' | 'never';
  readonly operation: () => Operation;
}
const person = (): string => sim.accounts[1]?.id ?? '';
const target = () => ({ remoteId: post.remoteId ?? '', handleData: post.handle });
const writes: readonly Write[] = [
  {
    name: 'create',
    nsid: 'com.atproto.repo.createRecord',
    effect: 'app.bsky.feed.post',
    repeat: 'refused',
    operation: () => createOf(`Once ${clock.now()}`),
  },
  {
    name: 'like',
    nsid: 'com.atproto.repo.createRecord',
    effect: 'app.bsky.feed.like',
    repeat: 'refused',
    operation: () => ({ tag: 'like', ...target() }),
  },
  {
    name: 'block',
    nsid: 'com.atproto.repo.createRecord',
    effect: 'app.bsky.graph.block',
    repeat: 'refused',
    operation: () => ({ tag: 'block', personId: person() }),
  },
  {
    name: 'delete',
    nsid: 'com.atproto.repo.deleteRecord',
    effect: 'delete',
    repeat: 'harmless',
    operation: () => ({ tag: 'delete', ...target() }),
  },
  {
    name: 'mute',
    nsid: 'app.bsky.graph.muteActor',
    effect: '',
    repeat: 'harmless',
    operation: () => ({ tag: 'mute', personId: person() }),
  },
  {
    name: 'message',
    nsid: 'chat.bsky.convo.sendMessage',
    effect: 'message',
    repeat: 'never',
    operation: () => ({
      tag: 'message',
      content: content(`Once ${clock.now()}`),
      uploaded: [],
      replyTo: convo,
    }),
  },
];

/** How often the server did the work of this write, whatever it answered. */
const worked = ({ nsid }: Write): number =>
  sim.control.ledger.entries({ operation: nsid, account: me.did, worked: true }).length;

const look = async (operation: Operation, drawn: Drawn, sentAt: number): Promise<string> =>
  value(await connector.confirm(me.ctx(), { operation, drawn, sentAt })).tag;

/** One attempt under a fault; the state of the world is new for each. */
async function attempt(write: Write, fault: Fault) {
  await fresh();
  const operation = write.operation();
  const drawn = me.draw(operation);
  const sentAt = clock.now();
  sim.control.faults.set({ fault, operation: write.nsid, times: 1 });
  const outcome = await me.publish(operation, drawn);
  return {
    operation,
    drawn,
    sentAt,
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
    if (write.repeat === 'refused') {
      // What a careless repeat would meet: the key is taken, and looking settles it.
      expect(error(await one.again()).tag).toBe('unknown-outcome');
      expect(await one.look()).toBe('present');
      expect(worked(write)).toBe(1);
    }
    if (write.repeat === 'harmless') expect((await one.again()).tag).toBe('ok');
  });

  it('committed late is absent at first, then present, and done once', async () => {
    const one = await attempt(write, { tag: 'late-commit', minMs: 60_000, maxMs: 100_000 });
    expect(error(one.outcome).tag).toBe('unknown-outcome');
    expect(await one.look()).toBe('absent');
    if (write.repeat === 'refused') {
      // A keyed write may be repeated before the first one is known to be over.
      expect((await one.again()).tag).toBe('ok');
      await clock.advance(120_000);
      expect(worked(write)).toBe(1);
      return;
    }
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
    const one = await attempt(write, { tag: 'skewed-date', ms: 3_600_000 });
    expect(one.outcome.tag).toBe('ok');
    expect(await one.look()).toBe('present');
  });
});

describe('a repeat', () => {
  it('of a key that was used meets a server that says 500, which means: look', async () => {
    await fresh();
    const operation = createOf('Twice');
    const drawn = me.draw(operation);
    const first = await me.done(operation, drawn);
    for (let again = 0; again < 2; again += 1) {
      expect(error(await me.publish(operation, drawn)).tag).toBe('unknown-outcome');
      expect(value(await connector.confirm(me.ctx(), { operation, drawn, sentAt: clock.now() }))).toEqual({
        tag: 'present',
        remote: first,
      });
    }
  });
});

describe('a direct message', () => {
  const message = (text: string): Operation => ({
    tag: 'message',
    content: content(text),
    uploaded: [],
    replyTo: convo,
  });

  it('said before in the same words is not taken for the one that was lost', async () => {
    await fresh();
    await me.done(message('Merci !'));
    await clock.advance(60_000);
    const one = message('Merci !');
    sim.control.faults.set({
      fault: { tag: 'reset' },
      operation: 'chat.bsky.convo.sendMessage',
      times: 1,
    });
    const sentAt = clock.now();
    expect(error(await me.publish(one)).tag).toBe('unknown-outcome');
    expect(await look(one, me.draw(one), sentAt)).toBe('absent');
    await me.done(one);
    expect(await look(one, me.draw(one), sentAt)).toBe('present');
  });

  it('found twice is for a person to judge', async () => {
    await fresh();
    const one = message('Deux fois');
    const sentAt = clock.now();
    await me.done(one);
    await me.done(one);
    const sighting = value(
      await connector.confirm(me.ctx(), { operation: one, drawn: me.draw(one), sentAt }),
    );
    expect(sighting).toMatchObject({ tag: 'unclear', candidates: [{ text: 'Deux fois' }, {}] });
  });

  it('is found when our clock is an hour wrong', async () => {
    await fresh();
    const wrongNow = (): number => clock.now() + 3_600_000;
    const one = message('À quelle heure ?');
    await me.done(one);
    const ctx = me.ctx({ now: wrongNow });
    const input = { operation: one, drawn: me.draw(one), sentAt: clock.now() };
    expect(value(await connector.confirm(ctx, input)).tag).toBe('present');
  });
});

describe('an upload', () => {
  it('whose answer was lost is simply done again', async () => {
    await fresh();
    const bytes = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
      'base64',
    );
    const operation: Operation = {
      tag: 'upload',
      medium: {
        hash: v.parse(mediaHashSchema, me.media(bytes)),
        mime: 'image/png',
        bytes: bytes.byteLength,
        width: 1,
        height: 1,
        name: 'a.png',
        alt: '',
        decorative: true,
      },
    };
    const drawn = me.draw(operation);
    const once = await me.done(operation, drawn);
    sim.control.faults.set({
      fault: { tag: 'drop-reply' },
      operation: 'com.atproto.repo.uploadBlob',
      times: 1,
    });
    expect(error(await me.publish(operation, drawn)).tag).toBe('unknown-outcome');
    expect(await look(operation, drawn, clock.now())).toBe('absent');
    expect((await me.done(operation, drawn)).handle).toBe(once.handle);
  });
});

describe('what must be read before a write', () => {
  it.each<[string, string]>([
    ['com.atproto.repo.getRecord', 'the parent'],
    ['com.atproto.identity.resolveHandle', 'a mentioned name'],
  ])('through %s (%s) stops it when it cannot be read: nothing left', async (nsid) => {
    await fresh();
    const operation = createOf(`Hello ${sim.accounts[1]?.handle ?? ''}`, {
      ...target(),
      conversationId: post.remoteId ?? '',
    });
    sim.control.faults.set({ fault: { tag: 'reset' }, operation: nsid, times: 1 });
    expect(error(await me.publish(operation)).tag).toBe('server');
    expect(worked(writes[0] ?? expect.fail())).toBe(0);
    expect((await me.publish(operation)).tag).toBe('ok');
  });
});

describe('a read', () => {
  const reads: readonly (readonly [string, () => Promise<{ readonly tag: string }>])[] = [
    [
      'mentions',
      () => connector.pull(me.ctx(), { feed: 'mentions', cursor: null, direction: 'newer', limit: 10 }),
    ],
    ['own', () => connector.pull(me.ctx(), { feed: 'own', cursor: null, direction: 'newer', limit: 10 })],
    [
      'private',
      () => connector.pull(me.ctx(), { feed: 'private', cursor: null, direction: 'newer', limit: 10 }),
    ],
    [
      'recheck',
      () => connector.pull(me.ctx(), { feed: 'recheck', cursor: null, direction: 'newer', limit: 10 }),
    ],
    ['thread', () => connector.thread(me.ctx(), { ...target(), conversationId: '', box: 'public' })],
    ['identify', () => connector.identify(me.ctx())],
    ['measure', () => connector.measure(me.ctx())],
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
      [{ tag: 'html-page', status: 200 }, 'server'],
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
