import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFetchAhead, type FetchAhead } from '../../src-main/engine/fetch-ahead.ts';
import type { SyncRunner } from '../../src-main/engine/sync-runner.ts';
import { createUndiciHttp, type UndiciHttp } from '../../src-main/engine/undici-http.ts';
import { createRemoteMedia, type RemoteMedia } from '../../src-main/media/remote-media.ts';
import { backgroundWaitsUntil } from '../../src-shared/accounts/quota.ts';
import {
  fetchedTotals,
  type FetchProgress,
  type WantedConversation,
} from '../../src-shared/departure/fetching.ts';
import { picturesOf } from '../../src-shared/departure/pictures.ts';
import type { Target } from '../../src-shared/domain/post.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { createWorldSync } from '../fixtures/world-sync.ts';

/** Before the connection goes: conversations come whole, with their pictures, and what did not come is named. */
describe.each(['mastodon', 'bluesky'] as const)('fetching ahead on %s', (network) => {
  let w: OutboxWorld;
  let sync: SyncRunner;
  let http: UndiciHttp;
  let folder: string;
  let remote: RemoteMedia;
  let ahead: FetchAhead;
  let told: FetchProgress[];

  beforeEach(async () => {
    w = await createOutboxWorld(network);
    const clock = {
      now: () => w.clock.now(),
      monotonic: () => w.clock.now(),
      after: (ms: number, task: () => void) => w.clock.after(ms, task),
    };
    const keptUntil = (id: typeof w.account.id) =>
      backgroundWaitsUntil(w.vitals.of(id).quotas, w.clock.now());
    sync = createWorldSync(w, keptUntil);
    // Followed, and fetched by nobody but the preparation.
    const { manifest } = w.account;
    const capabilities = manifest.capabilities.filter((name) => name !== 'stream');
    await sync.start(
      [w.account, w.second].map((one) => ({ ...one, manifest: { ...manifest, feeds: [], capabilities } })),
    );
    http = createUndiciHttp({ clock, version: '0.0.0', isNamed: () => true });
    folder = await mkdtemp(path.join(tmpdir(), 'vigie-pictures-'));
    remote = createRemoteMedia({ http, folder });
    told = [];
    ahead = createFetchAhead({
      thread: sync.thread,
      picture: async (url) => (await remote.picture(url)) !== null,
      keptUntil,
      progress: (progress) => told.push(progress),
    });
  });
  afterEach(async () => {
    await sync.stop();
    await http.close();
    await w.close();
    await rm(folder, { recursive: true, force: true });
  });

  const wanted = ({
    remoteId,
    conversationId,
    handleData,
    box,
    authorHandle,
  }: Target): WantedConversation => ({
    accountId: w.account.id,
    remoteId,
    conversationId,
    handleData,
    box,
    handle: authorHandle,
  });
  const persons = () => w.sim.control.audience.persons;
  /** Somebody answers somebody: nobody tells the account of it, only the conversation has it. */
  async function overheard(target: Target, text: string): Promise<void> {
    const person = persons().at(-1) ?? expect.fail('nobody speaks');
    const post = await w.sim.control.audience.say({
      kind: 'reply',
      person: person.handle,
      post: target.remoteId,
      text,
    });
    expect(post).toBeDefined();
  }
  const messages = async () => (await w.rows()).flatMap((row) => (row.tag === 'message' ? [row.row] : []));
  const reads = () => w.sim.control.ledger.entries({ account: w.me.id, method: 'GET' }).length;

  it('brings conversations whole, and their pictures are there when the network is gone', async () => {
    const asked = await w.mentioned('Ouvrez-vous demain ?');
    await overheard(asked, 'Je me le demande aussi.');
    expect((await messages()).some(({ text }) => text.includes('Je me le demande aussi'))).toBe(false);
    const result = await ahead.run({ conversations: [wanted(asked)], pictures: [] });
    expect(fetchedTotals(result)).toMatchObject({ asked: 1, read: 1 });
    expect(result).toMatchObject({ failed: [], stopped: false });
    const thread = await messages();
    expect(thread.map(({ text }) => text).join()).toContain('Je me le demande aussi.');

    const shown = new Set(thread.flatMap((message) => picturesOf(message)));
    const { pictures } = fetchedTotals(result);
    expect(pictures).toEqual({ asked: shown.size, kept: shown.size });
    w.sim.control.faults.set({ fault: { tag: 'offline' } });
    for (const url of shown) expect(await remote.picture(url), url).not.toBeNull();
    expect(told.at(-1)).toEqual({
      conversations: { done: 1, of: 1 },
      pictures: { done: shown.size, of: shown.size },
    });
  });

  it('says which conversation could not be read and why, and brings the others', async () => {
    const [refused, there] = [await w.mentioned('Non'), await w.mentioned('Oui')];
    w.sim.control.faults.set({ fault: { tag: 'server-error' }, account: w.me.id, times: 1 });
    const result = await ahead.run({ conversations: [wanted(refused), wanted(there)], pictures: [] });
    expect(fetchedTotals(result)).toMatchObject({ asked: 2, read: 1 });
    expect(result.failed).toMatchObject([
      {
        conversationId: refused.conversationId,
        handle: refused.authorHandle,
        failure: { code: 'server-error' },
      },
    ]);
  });

  it('leaves an account alone that cannot be reached, and names each conversation', async () => {
    const targets = [await w.mentioned('Un'), await w.mentioned('Deux'), await w.mentioned('Trois')];
    w.sim.control.faults.set({ fault: { tag: 'offline' } });
    const result = await ahead.run({ conversations: targets.map(wanted), pictures: [] });
    expect(fetchedTotals(result)).toMatchObject({ asked: 3, read: 0 });
    // A line that is cut is not known to be gone; from the first that found nobody on, nobody is asked.
    expect(result.failed.map(({ failure }) => failure.code).slice(1)).toEqual([
      'server-unreachable',
      'server-unreachable',
    ]);
    expect(result.failed.map(({ conversationId }) => conversationId)).toEqual(
      targets.map(({ conversationId }) => conversationId),
    );
  });

  // The other network tells of no window small enough to spend here.
  it.runIf(network === 'mastodon')('leaves what is kept of a budget to departures', async () => {
    const target = await w.mentioned('Question');
    const signal = new AbortController().signal;
    const isKept = () => backgroundWaitsUntil(w.vitals.of(w.account.id).quotas, w.clock.now()) !== null;
    while (!isKept()) await w.access.use(w.account.id, signal, (connector, ctx) => connector.serverTime(ctx));
    const before = reads();
    const result = await ahead.run({ conversations: [wanted(target)], pictures: [] });
    expect(reads()).toBe(before);
    expect(result.failed).toMatchObject([{ failure: { code: 'rate-limited' } }]);
  });

  it('begins nothing more when it is stopped, and a new order ends the one before', async () => {
    const targets = [await w.mentioned('Un'), await w.mentioned('Deux'), await w.mentioned('Trois')];
    const order = { conversations: targets.map(wanted), pictures: [] };
    const first = ahead.run(order);
    ahead.stop();
    const stopped = await first;
    expect(stopped.stopped).toBe(true);
    expect(fetchedTotals(stopped).read).toBeLessThan(3);
    // What was not tried did not fail.
    expect(stopped.failed).toEqual([]);

    const [overtaken, last] = await Promise.all([ahead.run(order), ahead.run(order)]);
    expect(overtaken.stopped).toBe(true);
    expect(last).toMatchObject({ stopped: false });
    expect(fetchedTotals(last)).toMatchObject({ asked: 3, read: 3 });
  });
});
