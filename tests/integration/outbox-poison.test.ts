import { afterEach, expect, it } from 'vitest';
import { emptyContent } from '../../src-shared/domain/content.ts';
import { worldNetworks } from '../fixtures/world-networks.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { playPoison } from '../torture/conservation/poison.ts';

/** One delivery that a connector cannot deal with holds up no other, and does not go unseen. */
let w: OutboxWorld | null = null;
afterEach(async () => {
  await w?.close();
  w = null;
});

it('content for which a connector throws is told as failed, and the account goes on', async () => {
  w = await createOutboxWorld('mastodon', {
    connector: (real) => ({
      ...real,
      draw: (operation, now, random) => {
        if (operation.tag === 'create' && operation.content.text === 'Poison') throw new Error('poisoned');
        return real.draw(operation, now, random);
      },
    }),
  });
  const world = w;
  const now = { tag: 'now', graceMs: 0 } as const;
  const send = (text: string) =>
    world.submit(world.intent({ tag: 'publish' }, { content: { ...emptyContent, text }, when: now }));
  const poisoned = await send('Poison');
  const next = await send('Ouvert dimanche');
  await world.until(() => world.delivery(next).state === 'sent', 60_000);
  expect(world.delivery(poisoned)).toMatchObject({ state: 'failed', failure: { code: 'internal' } });
  expect(world.notices).toContain('failed');
});

it.each(worldNetworks)('of all kinds, on %s, delay no post that has its own minute', async (network) => {
  const { figures, violations } = await playPoison(network, 3);
  expect(violations).toEqual([]);
  expect(figures['others on time']).toBe(8);
});
