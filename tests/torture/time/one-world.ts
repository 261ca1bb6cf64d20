import type { WorldNetwork } from '../../fixtures/world-networks.ts';
import { createRandom, type Random } from '../../../src-simulator/core/random.ts';
import { createOutboxWorld, type OutboxWorld } from '../../fixtures/outbox-world.ts';
import type { OpenRow, Played, RowOptions } from '../row.ts';
import { createWatch, type Watch } from './watch.ts';

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A campaign that plays each seed in a world of its own, on the network that was asked for or on one that it draws. */
export const inOneWorld = (
  { network }: RowOptions,
  campaign: (w: OutboxWorld, watch: Watch, random: Random) => Promise<Played>,
): OpenRow => ({
  play: async (seed) => {
    const random = createRandom(seed);
    const drawn = isKnown(network) ? network : random.chance(0.5) ? 'bluesky' : 'mastodon';
    const w = await createOutboxWorld(drawn);
    try {
      return await campaign(w, createWatch(w), random);
    } finally {
      await w.close();
    }
  },
  close: () => Promise.resolve(),
});

const isKnown = (network: string | null): network is WorldNetwork =>
  network === 'bluesky' || network === 'mastodon';
