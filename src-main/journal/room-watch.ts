import type { Clock } from '../engine/clock.ts';

/** Asks a full disk for room again and again, so that nobody has to write something to learn that there is some. */
export interface RoomWatch {
  /** Something may be full now: asks until it is not. */
  look(): void;
  stop(): void;
}

const everyMs = 4_000;

export function createRoomWatch(deps: {
  readonly clock: Pick<Clock, 'after'>;
  readonly isFull: () => boolean;
  /** Tries to write; what comes of it is told by whoever keeps the rows. */
  readonly ask: () => Promise<unknown>;
}): RoomWatch {
  let cancel: (() => void) | null = null;
  let stopped = false;
  const look = (): void => {
    if (stopped || cancel !== null || !deps.isFull()) return;
    cancel = deps.clock.after(everyMs, () => {
      void deps.ask().finally(() => {
        cancel = null;
        look();
      });
    });
  };
  return {
    look,
    stop: () => {
      stopped = true;
      cancel?.();
    },
  };
}
