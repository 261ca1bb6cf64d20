import { afterEach, describe, expect, it } from 'vitest';
import { emptyContent } from '../../src-shared/domain/content.ts';
import { offers } from '../../src-shared/networks/manifest.ts';
import type { Fault } from '../../src-simulator/core/faults.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { postNetworks, worldNetworks } from '../fixtures/world-networks.ts';

/**
 * Every fault that a simulated server can play, against the whole outbox: whatever is lost, cut, late or refused, the
 * server's ledger counts one post, and the delivery says so.
 */
let w: OutboxWorld;
afterEach(() => w.close());

const minute = 60_000;
const worked = (): number => w.effects('post').length;
const publish = (text = 'Ouvert dimanche') =>
  w.submit(
    w.intent({ tag: 'publish' }, { content: { ...emptyContent, text }, when: { tag: 'now', graceMs: 0 } }),
  );

interface Case {
  readonly name: string;
  readonly faults: readonly Fault[];
  /** Strikes this many creations; 1 unless said otherwise. */
  readonly times?: number;
}
const once: readonly Case[] = [
  { name: 'the answer is lost', faults: [{ tag: 'drop-reply' }] },
  { name: 'the work is done late', faults: [{ tag: 'late-commit', minMs: 60_000, maxMs: 120_000 }] },
  {
    name: 'the work is done very soon after the cut',
    faults: [{ tag: 'late-commit', minMs: 100, maxMs: 3_000 }],
  },
  { name: 'the connection is reset', faults: [{ tag: 'reset' }] },
  { name: 'the server fails', faults: [{ tag: 'server-error', status: 500 }] },
  { name: 'the server is overloaded', faults: [{ tag: 'server-error', status: 503, retryAfterMs: 5_000 }] },
  { name: 'a page of HTML comes instead', faults: [{ tag: 'html-page' }] },
  { name: 'a page of HTML hides the work', faults: [{ tag: 'html-page', worked: true }] },
  { name: 'a page of HTML says yes', faults: [{ tag: 'html-page', status: 200, worked: true }] },
  { name: 'it is asked to wait', faults: [{ tag: 'rate-limit', ms: 90_000 }] },
  { name: 'it fails three times in a row', faults: [{ tag: 'server-error', status: 502 }], times: 3 },
];

describe.each(postNetworks)('on %s one post leaves once', (network) => {
  it.each(once)('when $name', async ({ faults, times = 1 }) => {
    w = await createOutboxWorld(network);
    for (const fault of faults) w.sim.control.faults.set({ fault, operation: w.operation('create'), times });
    const id = await publish();
    await w.until(() => w.delivery(id).state === 'sent', 60 * minute);
    expect(worked()).toBe(1);
    expect(w.delivery(id).remoteId).toContain(w.effects('post')[0]);
    // Nothing follows: no late repeat.
    await w.pass(5 * minute, 10_000);
    expect(worked()).toBe(1);
  });

  it('when the answer is lost and lists lag behind', async () => {
    w = await createOutboxWorld(network);
    w.sim.control.faults.set({ fault: { tag: 'lagging-lists', ms: 30_000 } });
    w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: w.operation('create'), times: 1 });
    const id = await publish();
    await w.until(() => w.delivery(id).state === 'sent', 60 * minute);
    expect(worked()).toBe(1);
  });

  it('when the answer is lost and keys are ignored', async () => {
    w = await createOutboxWorld(network);
    w.sim.control.faults.set({ fault: { tag: 'key-ignored' } });
    w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: w.operation('create'), times: 1 });
    const id = await publish();
    await w.until(() => w.delivery(id).state === 'sent', 60 * minute);
    expect(worked()).toBe(1);
  });

  it('when the answer is lost and a repeat would fail', async () => {
    w = await createOutboxWorld(network);
    w.sim.control.faults.set({ fault: { tag: 'repeat-500' } });
    w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: w.operation('create'), times: 1 });
    const id = await publish();
    await w.until(() => w.delivery(id).state === 'sent', 60 * minute);
    expect(worked()).toBe(1);
  });

  it('when several that resemble one another are in doubt, and only some were done', async () => {
    w = await createOutboxWorld(network);
    const monday = await publish('La promotion de lundi commence à neuf heures');
    await w.until(() => w.delivery(monday).state === 'sent', minute);
    w.sim.control.faults.set({ fault: { tag: 'reset' }, operation: w.operation('create'), times: 1 });
    const tuesday = await publish('La promotion de mardi commence à neuf heures');
    await w.until(() => w.delivery(tuesday).waiting?.tag === 'verifying', minute, 500);
    w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: w.operation('create'), times: 1 });
    // Its answer is lost, too, and it stands there when the first one is looked for.
    const friday = await publish('La promotion de vendredi commence à neuf heures');
    await w.until(() => worked() === 2, minute, 500);
    const ids = [monday, tuesday, friday];
    await w.until(
      () => ids.every((id) => ['sent', 'needs-decision'].includes(w.delivery(id).state)),
      60 * minute,
    );
    const claimed = ids.map((id) => w.delivery(id).remoteId).filter((id) => id !== null);
    expect(new Set(claimed).size).toBe(claimed.length);
    // Whatever is said to be sent stands there, and nothing stands there twice.
    expect(worked()).toBe(claimed.length);
  });

  it('when nothing of the network can be reached for a while', async () => {
    w = await createOutboxWorld(network);
    w.sim.control.faults.set({ fault: { tag: 'offline', ms: 5 * minute } });
    const id = await publish();
    await w.pass(30_000);
    expect(w.delivery(id)).toMatchObject({ waiting: { tag: 'offline' } });
    expect(w.connectivity.status().tag).toBe('offline');
    expect(worked()).toBe(0);
    await w.until(() => w.delivery(id).state === 'sent', 10 * minute);
    expect(w.connectivity.status().tag).toBe('online');
    expect(worked()).toBe(1);
  });

  it('when its media come slowly, or their answers are lost', async () => {
    w = await createOutboxWorld(network);
    w.sim.control.faults.set({ fault: { tag: 'slow-media', ms: 60_000 } });
    w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: w.operation('upload'), times: 1 });
    const content = { ...emptyContent, text: 'Deux photos', media: [w.medium('Une'), w.medium('Deux')] };
    const id = await w.submit(w.intent({ tag: 'publish' }, { content, when: { tag: 'now', graceMs: 0 } }));
    await w.until(() => w.delivery(id).state === 'sent', 60 * minute);
    expect(worked()).toBe(1);
  });

  it('after the account was connected again, when its token was revoked', async () => {
    w = await createOutboxWorld(network);
    await w.sim.control.revoke(w.me.id);
    const id = await publish();
    const other = await publish('Et lundi');
    await w.until(() => w.delivery(id).state === 'blocked', 60 * minute);
    await w.until(() => w.delivery(other).state === 'blocked', 60 * minute);
    expect(w.delivery(id).waiting).toEqual({ tag: 'account' });
    expect(w.book.get(w.account.id)?.health.tag).toBe('refused');
    expect(w.notices).toContain('blocked');
    await w.pass(5 * minute, 10_000);
    expect(worked()).toBe(0);
    await w.reconnect();
    await w.until(() => [id, other].every((one) => w.delivery(one).state === 'sent'), 10 * minute);
    expect(worked()).toBe(2);
  });

  it.each<[string, Fault]>([
    ['the answer is lost', { tag: 'drop-reply' }],
    ['the connection is reset', { tag: 'reset' }],
    ['the server fails', { tag: 'server-error' }],
    ['a page of HTML hides the work', { tag: 'html-page', worked: true }],
  ])('and so do a reply, a like and a delete when %s', async (_, fault) => {
    w = await createOutboxWorld(network);
    const target = await w.mentioned('Vous ouvrez dimanche ?');
    const when = { tag: 'now', graceMs: 0 } as const;
    const strike = (of: 'create' | 'like' | 'delete') =>
      w.sim.control.faults.set({ fault, operation: w.operation(of), times: 1 });
    strike('create');
    const content = { ...emptyContent, text: `${target.authorHandle} oui` };
    const reply = await w.submit(w.intent({ tag: 'reply', target }, { when, content }));
    await w.until(() => w.delivery(reply).state === 'sent', 60 * minute);
    const likes = offers(w.account.manifest, 'like');
    if (likes) {
      strike('like');
      const like = await w.submit(w.intent({ tag: 'like', target }, { when }));
      await w.until(() => w.delivery(like).state === 'sent', 60 * minute);
    }
    strike('delete');
    const { remoteId } = w.delivery(reply);
    const gone = await w.submit(
      w.intent({ tag: 'delete', remoteId: remoteId ?? '', handleData: '' }, { when }),
    );
    await w.until(() => w.delivery(gone).state === 'sent', 60 * minute);
    expect([w.effects('post'), w.effects('like'), w.effects('delete')].map(({ length }) => length)).toEqual([
      1,
      likes ? 1 : 0,
      1,
    ]);
  });

  it.each(once)('and so does a private answer when $name', async ({ faults, times = 1 }) => {
    w = await createOutboxWorld(network);
    const target = await w.messaged('Vous êtes là ?');
    w.sim.control.ledger.clear();
    for (const fault of faults) w.sim.control.faults.set({ fault, operation: w.operation('message'), times });
    const content = { ...emptyContent, text: `Oui, tout de suite` };
    const id = await w.submit(
      w.intent({ tag: 'reply', target }, { when: { tag: 'now', graceMs: 0 }, content }),
    );
    await w.until(() => ['sent', 'needs-decision'].includes(w.delivery(id).state), 60 * minute);
    await w.pass(5 * minute, 10_000);
    expect(w.effects('message')).toHaveLength(1);
    expect(w.delivery(id).state).toBe('sent');
  });
});

describe.each(worldNetworks)('on %s one post leaves once', (network) => {
  it('when two of the same words are both in doubt, or a person is asked', async () => {
    w = await createOutboxWorld(network);
    w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: w.operation('create'), times: 2 });
    const ids = [await publish(), await publish()];
    await w.until(
      () => ids.every((id) => ['sent', 'needs-decision'].includes(w.delivery(id).state)),
      60 * minute,
    );
    expect(worked()).toBe(2);
    for (const id of ids) {
      const { state, candidates } = w.delivery(id);
      if (state === 'sent') continue;
      // The person points at one of the two that stand there.
      const mine = candidates.find(({ remoteId }) =>
        ids.every((other) => w.delivery(other).remoteId !== remoteId),
      );
      if (mine === undefined) expect.fail('nothing to choose from');
      const remote = { remoteId: mine.remoteId, url: mine.url, handle: '', createdAt: null };
      expect((await w.runner.decide(id, { tag: 'this-one', remote })).tag).toBe('ok');
      expect(w.delivery(id).state).toBe('sent');
    }
    expect(new Set(ids.map((id) => w.delivery(id).remoteId)).size).toBe(2);
    expect(worked()).toBe(2);
  });
});
