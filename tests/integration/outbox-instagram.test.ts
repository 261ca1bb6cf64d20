import { afterEach, describe, expect, it } from 'vitest';
import { emptyContent, type Content } from '../../src-shared/domain/content.ts';
import type { DeliveryId } from '../../src-shared/ids.ts';
import { ok } from '../../src-shared/result.ts';
import type { Fault } from '../../src-simulator/core/faults.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/**
 * The whole outbox on a network of containers: a picture is put where the network fetches it, a container holds the
 * post, it is worked on, it is shown. Whatever is lost on the way, one post stands, and its container is not its id.
 */
let w: OutboxWorld;
afterEach(() => w.close());

const minute = 60_000;
const own = (name: string, worked = false): Fault => ({ tag: 'own-refusal', name, worked });

async function publish(more: Partial<Content> = {}): Promise<DeliveryId> {
  const content = { ...emptyContent, text: 'Une lampe', media: [w.medium('Une lampe')], ...more };
  return w.submit(w.intent({ tag: 'publish' }, { content, when: { tag: 'now', graceMs: 0 } }));
}

describe('one post leaves once', () => {
  it.each([
    { name: 'nothing goes wrong', faults: [] },
    { name: 'the refusal of a live post is no refusal (4/2207051)', faults: [own('spam', true)] },
    { name: 'the action is called spam and was not done', faults: [own('spam')] },
    { name: 'the answer of the publication is lost', faults: [{ tag: 'drop-reply' }] },
    { name: 'it is done two minutes later', faults: [{ tag: 'late-commit', minMs: 90_000 }] },
    { name: 'a page comes after the work', faults: [{ tag: 'html-page', worked: true }] },
    { name: 'the server fails before the work', faults: [{ tag: 'server-error', status: 500 }] },
    { name: 'the server fails after the work', faults: [{ tag: 'server-error', status: 500, worked: true }] },
    { name: 'a rate block looks like a refused access', faults: [own('too-many-actions')] },
    { name: 'a rate block refuses what was done', faults: [own('too-many-actions', true)] },
    { name: 'a refusal for good is answered to what was done', faults: [own('restricted', true)] },
    { name: 'its own failure is answered to what was done', faults: [own('server-error', true)] },
  ] satisfies readonly { readonly name: string; readonly faults: readonly Fault[] }[])(
    'when $name',
    async ({ faults }) => {
      w = await createOutboxWorld('instagram');
      for (const fault of faults) w.sim.control.faults.set({ fault, operation: 'media.publish', times: 1 });
      const id = await publish();
      await w.until(() => w.delivery(id).state === 'sent', 3 * 60 * minute, 5_000);
      await w.pass(5 * minute, 10_000);
      expect(w.effects('post')).toHaveLength(1);
      expect(w.delivery(id).remoteId).toBe(w.effects('post')[0]);
      expect(w.effects('media')).not.toContain(w.delivery(id).remoteId);
      // Nothing is left at the person's own media host.
      const lies = (kind: string): number => w.sim.control.ledger.effects(kind).length;
      expect(lies('unhosted')).toBe(lies('hosted'));
    },
  );

  it('when reading its container has a passing fault, again and again', async () => {
    w = await createOutboxWorld('instagram');
    w.sim.control.faults.set({ fault: own('transient'), operation: 'node.get', probability: 0.5 });
    w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: 'media.publish', times: 1 });
    const id = await publish();
    await w.until(() => w.delivery(id).state === 'sent', 3 * 60 * minute, 5_000);
    expect(w.effects('post')).toHaveLength(1);
  });

  it('when a list lags behind a publication whose answer was lost', async () => {
    w = await createOutboxWorld('instagram');
    w.sim.control.faults.set({ fault: { tag: 'lagging-lists', ms: 60_000 } });
    w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: 'media.publish', times: 1 });
    const id = await publish();
    await w.until(() => w.delivery(id).state === 'sent', 3 * 60 * minute, 5_000);
    expect(w.delivery(id).remoteId).toBe(w.effects('post')[0]);
    expect(w.effects('post')).toHaveLength(1);
  });

  it('when its id stays unknown: the container is proof enough, and nobody is asked', async () => {
    w = await createOutboxWorld('instagram');
    w.sim.control.faults.set({ fault: { tag: 'lagging-lists', ms: 60 * minute }, operation: 'media.list' });
    w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: 'media.publish', times: 2 });
    const alone = await publish();
    await w.until(() => w.delivery(alone).state === 'sent', 30 * minute, 5_000);
    expect(w.delivery(alone).remoteId).toBeNull();
    // A first comment has nothing to stand under: that much is told, and the post is not sent again.
    const followed = await publish({ firstComment: 'La suite' });
    await w.until(() => w.delivery(followed).state === 'failed', 30 * minute, 5_000);
    expect(w.delivery(followed)).toMatchObject({
      failure: { code: 'parent-gone' },
      parts: [{ step: 'create', remoteId: null }],
    });
    await w.pass(10 * minute, 10_000);
    expect(w.effects('post')).toHaveLength(2);
  });

  it('when two of the same words are both in doubt', async () => {
    w = await createOutboxWorld('instagram');
    w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: 'media.publish', times: 2 });
    const ids = [await publish(), await publish()];
    await w.until(() => ids.every((id) => w.delivery(id).state === 'sent'), 3 * 60 * minute, 5_000);
    expect(w.effects('post')).toHaveLength(2);
    expect(new Set(ids.map((id) => w.delivery(id).remoteId)).size).toBe(2);
  });

  it('when the process dies before, and after, each of its writes: a carousel with a first comment', async () => {
    w = await createOutboxWorld('instagram');
    for (const when of ['kill-before', 'kill-after'] as const) {
      let died = true;
      for (let n = 1; died; n += 4) {
        const content = {
          ...emptyContent,
          text: `Numéro ${when} ${n}`,
          media: [w.medium('un'), w.medium('deux')],
          firstComment: 'La suite en commentaire',
        };
        const intent = w.intent({ tag: 'publish' }, { content, when: { tag: 'now', graceMs: 0 } });
        const [posts, comments] = [w.effects('post').length, w.sim.control.ledger.effects('comment').length];
        let writes = 0;
        const nth = n;
        w.disk.onWrite = () => {
          writes += 1;
          return writes === nth ? when : 'pass';
        };
        void w.runner.submit(intent);
        for (let passed = 0; passed < 60 && writes < nth; passed += 1) await w.pass(1_000);
        await w.settle();
        died = writes >= nth;
        w.disk.onWrite = null;
        w.kill();
        await w.boot();
        const id = await w.submit(intent);
        await w.until(() => w.delivery(id).state === 'sent', 60 * minute, 5_000);
        expect(w.effects('post').length, `${when} ${n}`).toBe(posts + 1);
        expect(w.sim.control.ledger.effects('comment').length, `${when} ${n}`).toBe(comments + 1);
        if (n > 80) expect.fail('a post does not need so many writes');
      }
    }
  });
});

describe('what is worked on', () => {
  it('is waited for across a restart', async () => {
    w = await createOutboxWorld('instagram');
    w.sim.control.faults.set({ fault: { tag: 'slow-media', ms: 10 * minute }, operation: 'media.create' });
    const id = await publish();
    await w.pass(2 * minute, 5_000);
    expect(w.effects('post')).toHaveLength(0);
    w.kill();
    await w.boot();
    await w.until(() => w.delivery(id).state === 'sent', 30 * minute, 5_000);
    expect(w.effects('post')).toHaveLength(1);
    // The container was not made anew.
    expect(w.effects('media')).toHaveLength(1);
  });

  it('is made anew when it expired before it could be shown', async () => {
    w = await createOutboxWorld('instagram');
    w.sim.control.faults.set({ fault: { tag: 'offline' }, operation: 'media.publish' });
    const id = await publish();
    await w.pass(2 * minute, 5_000);
    await w.jump(25 * 60 * minute);
    w.sim.control.faults.clear();
    await w.until(() => w.delivery(id).state === 'sent', 60 * minute, 5_000);
    expect(w.effects('post')).toHaveLength(1);
    expect(w.effects('media').length).toBeGreaterThan(1);
  });

  it('is given back to the person when their media host is down and the network is not', async () => {
    w = await createOutboxWorld('instagram', {
      vault: (real) => ({
        ...real,
        read: async (account) => {
          const read = await real.read(account);
          // Nobody listens at port 1.
          return read.tag === 'ok' && read.value !== null
            ? ok({ ...read.value, hostPut: 'http://127.0.0.1:1/hosting' })
            : read;
        },
      }),
    });
    const id = await publish();
    await w.until(() => w.delivery(id).state === 'failed', 60 * minute, 5_000);
    expect(w.delivery(id).failure).toMatchObject({ code: 'server-unreachable' });
    expect(w.delivery(id).attempts.filter(({ event }) => event === 'sent').length).toBeLessThan(10);
  });

  it('is refused with the reason in words when the network cannot read the file', async () => {
    w = await createOutboxWorld('instagram');
    w.sim.control.faults.set({ fault: { tag: 'server-error', status: 503 }, operation: 'hosting.get' });
    const id = await publish();
    await w.until(() => w.delivery(id).state === 'failed', 60 * minute, 5_000);
    expect(w.delivery(id).failure).toMatchObject({ code: 'media-not-fetched' });
    expect(w.effects('post')).toHaveLength(0);
  });
});
