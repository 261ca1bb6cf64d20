import { createRealClock, type SimClock } from '../core/clock.ts';
import { createInstagramSim, type InstagramSettings, type InstagramSim } from './sim.ts';

export interface StartOptions extends InstagramSettings {
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
 * The test API: a simulated network with two accounts that are ready to use. `accounts[0]` is Atelier Lumière,
 * `accounts[1]` Vélo & Co; their `token` is one of Instagram Login, `pageToken(id)` one of Facebook Login.
 */
export function startInstagramSim(options: StartOptions = {}): Promise<InstagramSim> {
  const { tuning, clock = createRealClock(), seed = 1, ...rest } = options;
  return createInstagramSim({ clock, seed, ...rest }, tuning === undefined ? {} : { tuning });
}
