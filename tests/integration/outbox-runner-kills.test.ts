import { afterEach, describe, expect, it } from 'vitest';
import { emptyContent } from '../../src-shared/domain/content.ts';
import { postNetworks } from '../fixtures/world-networks.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/**
 * The process is thrown away before, and just after, each of its writes; what it had asked for may still happen on
 * the server. A new process on the same journal ends with one post.
 */
let w: OutboxWorld;
afterEach(() => w.close());

const minute = 60_000;

/** Kills at the n-th write from now; answers whether there was one. */
function killAt(world: OutboxWorld, n: number, when: 'kill-before' | 'kill-after'): () => boolean {
  let writes = 0;
  world.disk.onWrite = () => {
    writes += 1;
    return writes === n ? when : 'pass';
  };
  return () => writes >= n;
}

describe.each(postNetworks)('on %s', (network) => {
  describe.each(['kill-before', 'kill-after'] as const)('killed (%s)', (when) => {
    it('at each of its writes, a post with an image leaves once', async () => {
      w = await createOutboxWorld(network);
      let died = true;
      for (let n = 1; died; n += 1) {
        const text = `Numéro ${n}`;
        const content = { ...emptyContent, text, media: [w.medium(text)] };
        const intent = w.intent({ tag: 'publish' }, { content, when: { tag: 'now', graceMs: 0 } });
        const before = w.effects('post').length;
        const reached = killAt(w, n, when);
        // What was not answered is handed over again, as the interface does.
        void w.runner.submit(intent);
        for (let passed = 0; passed < 20 && !reached(); passed += 1) await w.pass(1_000);
        await w.settle();
        died = reached();
        w.disk.onWrite = null;
        w.kill();
        await w.boot();
        const id = await w.submit(intent);
        await w.until(() => w.delivery(id).state === 'sent', 30 * minute);
        expect(w.effects('post').length, `killed at write ${n}`).toBe(before + 1);
        if (n > 30) expect.fail('a post does not need so many writes');
      }
    });
  });

  it('while a request is under way whose work is done much later, a post leaves once', async () => {
    w = await createOutboxWorld(network);
    const operation = w.operation('create');
    w.sim.control.faults.set({ fault: { tag: 'slow', ms: 100_000 }, operation, times: 1 });
    const intent = w.intent({ tag: 'publish' }, { when: { tag: 'now', graceMs: 0 } });
    const id = await w.submit(intent);
    // Under way: saved as sending, received by the server, and not answered.
    await w.sim.control.ledger.waitFor((entry) => entry.operation === operation);
    expect(w.effects('post')).toHaveLength(0);
    w.kill();
    await w.boot();
    expect(w.delivery(id)).toMatchObject({ state: 'running', waiting: { tag: 'verifying' } });
    await w.until(() => w.delivery(id).state === 'sent', 30 * minute);
    await w.pass(5 * minute, 10_000);
    expect(w.effects('post')).toHaveLength(1);
  });
});
