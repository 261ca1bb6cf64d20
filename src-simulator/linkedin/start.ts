import { createRealClock, type SimClock } from '../core/clock.ts';
import type { LinkedinSettings } from './settings.ts';
import { createLinkedinSim, type LinkedinSim } from './sim.ts';

export interface StartOptions {
  /** Where state is kept across restarts; in memory when absent. */
  readonly dir?: string;
  /** The machine's clock unless a test brings its own. */
  readonly clock?: SimClock;
  readonly seed?: number;
  readonly port?: number;
  /** Silent (0) unless said otherwise. */
  readonly audienceRate?: number;
  readonly log?: (line: string) => void;
  readonly settings?: Partial<LinkedinSettings>;
}

/**
 * The test API: a simulated LinkedIn with two pages that are ready to use. `accounts[0]` is Atelier Lumière,
 * `accounts[1]` Vélo & Co: their ids are the pages' URNs, their tokens those of the members who look after them, with
 * every scope.
 */
export function startLinkedinSim(options: StartOptions = {}): Promise<LinkedinSim> {
  const { settings, clock = createRealClock(), seed = 1, ...rest } = options;
  return createLinkedinSim({ clock, seed, ...rest }, settings);
}
