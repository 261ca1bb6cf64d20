import { createRealClock, type SimClock } from '../core/clock.ts';
import { createMastodonSim, type MastodonSettings, type MastodonSim } from './sim.ts';

export interface StartOptions extends MastodonSettings {
  /** Where state is kept across restarts; in memory when absent. */
  readonly dir?: string;
  /** The machine's clock unless a test brings its own. */
  readonly clock?: SimClock;
  readonly seed?: number;
  readonly port?: number;
  /** Silent (0) unless said otherwise. */
  readonly audienceRate?: number;
  readonly log?: (line: string) => void;
}

/**
 * The test API: a simulated server with two accounts that are ready to use.
 * `accounts[0]` is Atelier Lumière, `accounts[1]` Vélo & Co; their `token` holds read, write, push and profile.
 */
export function startMastodonSim(options: StartOptions = {}): Promise<MastodonSim> {
  const { flavour, limits, clock = createRealClock(), seed = 1, ...rest } = options;
  return createMastodonSim(
    { clock, seed, ...rest },
    { ...(flavour === undefined ? {} : { flavour }), ...(limits === undefined ? {} : { limits }) },
  );
}
