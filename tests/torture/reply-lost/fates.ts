import type { Fault } from '../../../src-simulator/core/faults.ts';
import type { Random } from '../../../src-simulator/core/random.ts';

/** What becomes of one write. `accepted`: the server does the work, now or within two minutes. */
export interface Fate {
  readonly name: 'dropped' | 'late' | 'page' | 'killed' | 'lost';
  readonly accepted: boolean;
  readonly fault: Fault;
  /** The process dies while it waits for the answer. */
  readonly dies: boolean;
}

/** Longest time after which a server still commits. */
const latestMs = 120_000;

export function drawFate(random: Random): Fate {
  const n = random.next();
  const ms = random.between(0, latestMs);
  const fate = (name: Fate['name'], fault: Fault, more: Partial<Fate> = {}): Fate => ({
    name,
    accepted: true,
    fault,
    dies: false,
    ...more,
  });
  if (n < 0.4) return fate('dropped', { tag: 'drop-reply' });
  if (n < 0.8) return fate('late', { tag: 'late-commit', minMs: ms, maxMs: ms });
  if (n < 0.87) return fate('page', { tag: 'html-page', worked: true });
  if (n < 0.9) return fate('killed', { tag: 'slow', ms }, { dies: true });
  // The other half of the promise: what truly never arrived is sent again, and not before that is proven.
  return fate('lost', { tag: 'reset' }, { accepted: false });
}
