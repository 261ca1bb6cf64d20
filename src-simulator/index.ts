import type { CreateSim } from './core/sim.ts';
import { createBlueskySim } from './bluesky/start.ts';
import { createInstagramSim } from './instagram/sim.ts';
import { createLinkedinSim } from './linkedin/sim.ts';
import { createFacebookSim } from './facebook/sim.ts';
import { createMastodonSim } from './mastodon/sim.ts';
import { createTwitterSim } from './twitter/sim.ts';

/** The simulated networks, by network id. A new one is one line here. */
export const simulators: Readonly<Record<string, CreateSim>> = {
  bluesky: createBlueskySim,
  facebook: createFacebookSim,
  instagram: createInstagramSim,
  linkedin: createLinkedinSim,
  mastodon: createMastodonSim,
  twitter: createTwitterSim,
};

/** Networks on which programs neither read nor write in private. */
export const withoutMessages: ReadonlySet<string> = new Set(['linkedin']);
