import { createRealClock, type SimClock } from '../core/clock.ts';
import type { Settings } from './settings.ts';
import { createTwitterSim, type TwitterSim } from './sim.ts';

export interface StartOptions extends Partial<Settings> {
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
 * The test API: a simulated X with two accounts that are ready to use. `accounts[0]` is Atelier Lumière, `accounts[1]`
 * Vélo & Co; their `token` holds every scope and does not end.
 */
export function startTwitterSim(options: StartOptions = {}): Promise<TwitterSim> {
  const { dir, clock = createRealClock(), seed = 1, port, audienceRate, log, ...settings } = options;
  return createTwitterSim(
    {
      clock,
      seed,
      ...(dir === undefined ? {} : { dir }),
      ...(port === undefined ? {} : { port }),
      ...(audienceRate === undefined ? {} : { audienceRate }),
      ...(log === undefined ? {} : { log }),
    },
    settings,
  );
}
