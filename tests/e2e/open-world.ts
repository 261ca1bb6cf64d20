import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRealClock } from '../../src-simulator/core/clock.ts';
import type { Sim } from '../../src-simulator/core/sim.ts';
import { startWorkspace } from '../../src-simulator/workspace.ts';

/** The simulated networks, in the test's own process: their faults and their ledger are at hand. */
export interface World {
  readonly bluesky: Sim;
  readonly mastodon: Sim;
  readonly all: readonly Sim[];
  /** Nobody listens on any server's port, and every open connection is cut, until `comeBack`. */
  readonly goAway: () => void;
  /** The same servers on the same ports, with all that they knew. */
  readonly comeBack: () => void;
}

/** Starts the networks. Their audience says only what it is told to say. */
export async function openWorld(
  seed?: number,
): Promise<{ readonly world: World; readonly close: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vigie-networks-'));
  const workspace = await startWorkspace(
    { dir: folder, audienceRate: 0, ...(seed === undefined ? {} : { seed }) },
    { clock: createRealClock() },
  );
  const { sims } = workspace;
  const simOf = (network: string): Sim => {
    const found = sims.find((sim) => sim.network === network);
    if (!found) throw new Error(`no simulated ${network}`);
    return found;
  };
  let away: readonly (() => void)[] = [];
  return {
    world: {
      bluesky: simOf('bluesky'),
      mastodon: simOf('mastodon'),
      all: sims,
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
      await workspace.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
