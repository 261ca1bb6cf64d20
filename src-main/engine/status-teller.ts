import type { Status } from '../../src-shared/bridge/status.ts';
import type { Clock } from './clock.ts';

/** At most so often is told that fetches come and go: fifty accounts do so forty times a second, and nobody reads that. */
const calmMs = 1_000;

export interface StatusTeller {
  /** Something may have changed. */
  look(): void;
  stop(): void;
}

/**
 * Tells how things are when they changed: connection and disk at once, the coming and going of fetches once a second at
 * most, the latest in the end.
 */
export function createStatusTeller(deps: {
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
  readonly read: () => Status;
  readonly tell: (status: Status) => void;
}): StatusTeller {
  const { clock } = deps;
  let told: Status | null = null;
  let toldAt = -Infinity;
  let cancel: (() => void) | null = null;

  const look = (): void => {
    const now = deps.read();
    if (told !== null && JSON.stringify(now) === JSON.stringify(told)) return;
    const wait = toldAt + calmMs - clock.monotonic();
    if (told !== null && wait > 0 && gravity(now) === gravity(told)) {
      cancel ??= clock.after(wait, () => {
        cancel = null;
        look();
      });
      return;
    }
    cancel?.();
    cancel = null;
    told = now;
    toldAt = clock.monotonic();
    deps.tell(now);
  };
  return { look, stop: () => cancel?.() };
}

/** What somebody waits for or must know. */
const gravity = (status: Status): string => JSON.stringify({ ...status, lastSyncAt: null, syncing: false });
