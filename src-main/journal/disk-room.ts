import type { Clock } from '../engine/clock.ts';
import { roomIn } from './disk.ts';

/** Less than this, and the page's own store refuses writes without saying why. */
const leastRoom = 1024 * 1024;
const everyMs = 2_000;

/** Whether the disk has room: looked at when asked and, while it has none, until it has. */
export interface DiskRoom {
  isLow(): boolean;
  /** `isLow` is that of the disk when it resolves. */
  look(): Promise<void>;
  stop(): void;
}

export function createDiskRoom(deps: {
  readonly folder: string;
  readonly clock: Clock;
  readonly changed: () => void;
}): DiskRoom {
  let isLow = false;
  let cancel: (() => void) | null = null;
  let stopped = false;
  const look = async (): Promise<void> => {
    const was = isLow;
    isLow = (await roomIn(deps.folder)) < leastRoom;
    if (was !== isLow) deps.changed();
    if (!isLow || stopped) return;
    cancel ??= deps.clock.after(everyMs, () => {
      cancel = null;
      void look();
    });
  };
  return {
    isLow: () => isLow,
    look,
    stop: () => {
      stopped = true;
      cancel?.();
    },
  };
}
