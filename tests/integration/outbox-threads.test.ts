import { afterEach, describe, expect, it } from 'vitest';
import { emptyContent, type Content } from '../../src-shared/domain/content.ts';
import { outboxNetworks } from '../fixtures/world-networks.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { standingThread } from '../fixtures/standing-thread.ts';

/** Threads and first comments on real sockets: each part once, in order, under the right parent, whatever happens. */
let w: OutboxWorld;
afterEach(() => w.close());

const minute = 60_000;

/** Three parts, two images, a first comment. */
const threadOf = (name: string): Content => ({
  ...emptyContent,
  text: `${name} un`,
  media: [w.medium(`${name} vue`)],
  parts: [
    { text: `${name} deux`, media: [w.medium(`${name} détail`)], warning: '' },
    { text: `${name} trois`, media: [], warning: '' },
  ],
  firstComment: `${name} commentaire`,
});

/** The thread as it must stand: text, place of its parent, images. */
const whole = (name: string) => [
  { text: `${name} un`, answers: null, media: 1 },
  { text: `${name} deux`, answers: `${name} un`, media: 1 },
  { text: `${name} trois`, answers: `${name} deux`, media: 0 },
  { text: `${name} commentaire`, answers: `${name} un`, media: 0 },
];

function killAt(world: OutboxWorld, n: number, when: 'kill-before' | 'kill-after'): () => boolean {
  let writes = 0;
  world.disk.onWrite = () => {
    writes += 1;
    return writes === n ? when : 'pass';
  };
  return () => writes >= n;
}

describe.each(outboxNetworks)('on %s', (network) => {
  it('a thread with a first comment leaves whole, in order, and says what stands', async () => {
    w = await createOutboxWorld(network);
    const intent = w.intent(
      { tag: 'publish' },
      { content: threadOf('Atelier'), when: { tag: 'now', graceMs: 0 } },
    );
    const id = await w.submit(intent);
    await w.until(() => w.delivery(id).parts.length === 1);
    expect(w.delivery(id)).toMatchObject({ state: 'running', step: 'part-2' });
    await w.until(() => w.delivery(id).state === 'sent', 30 * minute);
    expect(await standingThread(w, 'Atelier')).toEqual(whole('Atelier'));
    const { parts, remoteId, step } = w.delivery(id);
    expect(parts.map((part) => part.step)).toEqual(['create', 'part-2', 'part-3', 'first-comment']);
    expect(step).toBeNull();
    expect(remoteId).toBe(parts[0]?.remoteId);
    expect(w.effects('media')).toHaveLength(2);
  });

  describe.each(['kill-before', 'kill-after'] as const)('killed (%s)', (when) => {
    it('at each of its writes, every part of it leaves once, in order', async () => {
      w = await createOutboxWorld(network);
      let died = true;
      for (let n = 1; died; n += 1) {
        const name = `Fil ${String(n)}`;
        const intent = w.intent(
          { tag: 'publish' },
          { content: threadOf(name), when: { tag: 'now', graceMs: 0 } },
        );
        const reached = killAt(w, n, when);
        void w.runner.submit(intent);
        for (let passed = 0; passed < 30 && !reached(); passed += 1) await w.pass(1_000);
        await w.settle();
        died = reached();
        w.disk.onWrite = null;
        w.kill();
        await w.boot();
        const id = await w.submit(intent);
        await w.until(() => w.delivery(id).state === 'sent', 60 * minute);
        expect(await standingThread(w, name), `killed at write ${String(n)}`).toEqual(whole(name));
        if (n > 40) expect.fail('a thread does not need so many writes');
      }
    });
  });
});
