import type { CreateSim } from './core/sim.ts';
import { createMastodonSim } from './mastodon/sim.ts';

/** The simulated networks, by network id. A new one is one line here. */
export const simulators: Readonly<Record<string, CreateSim>> = {
  mastodon: createMastodonSim,
};
