import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { createManualClock } from '../../src-simulator/core/clock.ts';
import type { Fault } from '../../src-simulator/core/faults.ts';
import { startBlueskySim, type BlueskySim } from '../../src-simulator/bluesky/start.ts';
import type { UndiciHttp } from '../../src-main/engine/undici-http.ts';
import type { PostMedia } from '../../src-shared/domain/content.ts';
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
 * What of faults is this network's own: keys, what must be read before a write, uploads. Every fault against every kind
 * of write and read is played by the connector suite. The server's ledger is the oracle: the work is done once.
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
  readonly operation: () => Operation;
}
const person = (): string => sim.accounts[1]?.id ?? '';
const target = () => ({ remoteId: post.remoteId ?? '', handleData: post.handle });
const writes: readonly Write[] = [
  {
    name: 'create',
    nsid: 'com.atproto.repo.createRecord',
    effect: 'app.bsky.feed.post',
    operation: () => createOf(`Once ${clock.now()}`),
  },
  {
    name: 'like',
    nsid: 'com.atproto.repo.createRecord',
    effect: 'app.bsky.feed.like',
    operation: () => ({ tag: 'like', ...target() }),
  },
  {
    name: 'block',
    nsid: 'com.atproto.repo.createRecord',
    effect: 'app.bsky.graph.block',
    operation: () => ({ tag: 'block', personId: person() }),
  },
  {
    name: 'delete',
    nsid: 'com.atproto.repo.deleteRecord',
    effect: 'delete',
    operation: () => ({ tag: 'delete', ...target() }),
  },
  {
    name: 'mute',
    nsid: 'app.bsky.graph.muteActor',
    effect: '',
    operation: () => ({ tag: 'mute', personId: person() }),
  },
  {
    name: 'message',
    nsid: 'chat.bsky.convo.sendMessage',
    effect: 'message',
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

/** One pixel, and how an operation speaks of it. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const picture = (): PostMedia => ({
  hash: v.parse(mediaHashSchema, me.media(pixel)),
  mime: 'image/png',
  bytes: pixel.byteLength,
  width: 1,
  height: 1,
  name: 'a.png',
  alt: '',
  decorative: true,
});

describe('a post whose key was lost with the journal', () => {
  it('is told from another with the same words by its pictures', async () => {
    await fresh();
    const medium = picture();
    const { handle } = await me.done({ tag: 'upload', medium });
    const bare = createOf('Samedi, on ouvre');
    const shown = {
      ...bare,
      content: { ...bare.content, media: [medium] },
      uploaded: [{ medium, handle }],
    };
    const sentAt = clock.now();
    const lost = { key: '', at: sentAt };
    await me.done(shown);
    expect(await look(bare, lost, sentAt)).toBe('absent');
    expect(await look(shown, lost, sentAt)).toBe('present');
    await me.done(bare);
    expect(await look(bare, lost, sentAt)).toBe('present');
    expect(await look(shown, lost, sentAt)).toBe('present');
  });
});

describe('an upload', () => {
  it('whose answer was lost is simply done again', async () => {
    await fresh();
    const operation: Operation = { tag: 'upload', medium: picture() };
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
