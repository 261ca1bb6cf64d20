import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRealClock } from '../../src-simulator/core/clock.ts';
import type { Sim } from '../../src-simulator/core/sim.ts';
import { createFacebookSim, type FacebookSim } from '../../src-simulator/facebook/sim.ts';
import { simulators } from '../../src-simulator/index.ts';
import type { Limits } from '../../src-simulator/mastodon/flavour.ts';
import { createMastodonSim, type MastodonSim } from '../../src-simulator/mastodon/sim.ts';
import { freshPort } from './fresh-port.ts';

/** The simulated networks, in the test's own process: their faults and their ledger are at hand. */
export interface World {
  readonly bluesky: Sim;
  readonly linkedin: Sim;
  readonly mastodon: MastodonSim;
  readonly twitter: Sim;
  readonly facebook: FacebookSim;
  readonly all: readonly Sim[];
  /** Where the networks keep what they know. */
  readonly folder: string;
  /** Nobody listens on any server's port, and every open connection is cut, until `comeBack`. */
  readonly goAway: () => void;
  /** The same servers on the same ports, with all that they knew. */
  readonly comeBack: () => void;
}

/** More than hundreds of starts in an hour need: what a machine does in a campaign no person's ever does. */
const generous: Partial<Limits> = { requests: 1_000_000, uploads: 1_000_000, posts: 1_000_000 };

/** Starts the networks. Their audience says only what it is told to say. */
export async function openWorld(
  options: { readonly seed?: number; readonly isGenerous?: boolean } = {},
): Promise<{ readonly world: World; readonly close: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vigie-networks-'));
  const deps = async () => ({
    dir: folder,
    audienceRate: 0,
    clock: createRealClock(),
    seed: options.seed ?? 1,
    port: await freshPort(),
  });
  const openedFacebook = createFacebookSim(await deps());
  const openedMastodon = createMastodonSim(
    await deps(),
    options.isGenerous === true ? { limits: generous } : {},
  );
  const sims: readonly Sim[] = await Promise.all(
    Object.entries(simulators).map(async ([network, create]) =>
      network === 'facebook'
        ? openedFacebook
        : network === 'mastodon'
          ? openedMastodon
          : create(await deps()),
    ),
  );
  const facebook = await openedFacebook;
  const mastodon = await openedMastodon;
  const simOf = (network: string): Sim => {
    const found = sims.find((sim) => sim.network === network);
    if (!found) throw new Error(`no simulated ${network}`);
    return found;
  };
  let away: readonly (() => void)[] = [];
  return {
    world: {
      bluesky: simOf('bluesky'),
      linkedin: simOf('linkedin'),
      mastodon,
      twitter: simOf('twitter'),
      facebook,
      all: sims,
      folder,
      goAway: () => {
        away = sims.map(({ control: { faults } }) => {
          const rule = faults.set({ fault: { tag: 'offline' } });
          return () => faults.clear(rule);
        });
      },
      comeBack: () => {
        for (const end of away) end();
        away = [];
      },
    },
    close: async () => {
      for (const sim of sims) await sim.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
