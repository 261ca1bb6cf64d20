import type { Clock } from '../engine/clock.ts';

/** Less than this, and the page's own store refuses writes without saying why. */
const leastRoom = 1024 * 1024;
/** How often it is looked at: while all is well, near the end of the room, and without any. */
const everyMs = { ok: 15_000, low: 5_000, full: 2_000 } as const;
/** What is told is rounded to this, so that each byte written is no news. */
const step = 4 * 1024 * 1024;
/** How long what Vigie would need is taken as known. */
const wantedMs = 10 * 60_000;

export interface Room {
  /** `low`: less than Vigie may need for what it does every day; nothing is refused yet. */
  readonly tag: 'ok' | 'low' | 'full';
  /** Bytes, rounded; null: the system does not say, or it does not matter. */
  readonly free: number | null;
  readonly wanted: number | null;
}

/** Whether the disk has room: looked at again and again, and when asked. */
export interface DiskRoom {
  now(): Room;
  /** `now` is that of the disk when it resolves. */
  look(): Promise<void>;
  /** Looks by itself from now on. */
  start(): void;
  stop(): void;
}

export function createDiskRoom(deps: {
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** Bytes free. */
  readonly free: () => Promise<number>;
  /** Bytes that should be free. */
  readonly wanted: () => Promise<number>;
  readonly changed: () => void;
}): DiskRoom {
  const { clock } = deps;
  let room: Room = { tag: 'ok', free: null, wanted: null };
  let wanted: { readonly bytes: number; readonly until: number } | null = null;
  let cancel: (() => void) | null = null;
  let started = false;
  let stopped = false;

  const wantedNow = async (): Promise<number> => {
    if (wanted === null || clock.now() >= wanted.until)
      wanted = { bytes: await deps.wanted(), until: clock.now() + wantedMs };
    return wanted.bytes;
  };
  const judge = async (): Promise<Room> => {
    const free = await deps.free();
    const needs = await wantedNow();
    // A tenth more before it is well again: a warning that comes and goes is read by nobody.
    const limit = room.tag === 'ok' ? needs : needs * 1.1;
    if (free >= limit) return { tag: 'ok', free: null, wanted: null };
    return {
      tag: free < leastRoom ? 'full' : 'low',
      free: Math.floor(free / step) * step,
      wanted: Math.ceil(limit / step) * step,
    };
  };
  const look = async (): Promise<void> => {
    const was = room;
    room = await judge();
    if (was.tag !== room.tag || was.free !== room.free) deps.changed();
    again();
  };
  const again = (): void => {
    if (stopped || (!started && room.tag !== 'full')) return;
    // What is waited for may have become more urgent.
    cancel?.();
    cancel = clock.after(everyMs[room.tag], () => {
      cancel = null;
      void look();
    });
  };
  return {
    now: () => room,
    look,
    start: () => {
      started = true;
      void look();
    },
    stop: () => {
      stopped = true;
      cancel?.();
    },
  };
}
