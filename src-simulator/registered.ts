// Written by scripts/register-networks.mjs from src-shared/networks/registry.ts: run `npm run networks`.
import type { CreateSim } from './core/sim.ts';
import { createBlueskySim } from './bluesky/sim.ts';
import { createFacebookSim } from './facebook/sim.ts';
import { createInstagramSim } from './instagram/sim.ts';
import { createLinkedinSim } from './linkedin/sim.ts';
import { createMastodonSim } from './mastodon/sim.ts';
import { createTwitterSim } from './twitter/sim.ts';

/** The simulated networks, by network id. */
export const simulators: Readonly<Record<string, CreateSim>> = {
  bluesky: createBlueskySim,
  facebook: createFacebookSim,
  instagram: createInstagramSim,
  linkedin: createLinkedinSim,
  mastodon: createMastodonSim,
  twitter: createTwitterSim,
};
