import type { Clock } from '../../../src-main/engine/clock.ts';
import type { SimClock } from '../../../src-simulator/core/clock.ts';

/**
 * Time that several processes share: it runs `rate` times as fast as the machine's steady clock, which is one for all
 * processes, and is moved forward by hand over spans in which nothing happens.
 */
export interface TimeBase {
  /** Reading of the machine's steady clock, ms, at which it was `start` (epoch ms) here. */
  readonly steady: number;
  readonly start: number;
  readonly rate: number;
}

const steadyNow = (): number => Number(process.hrtime.bigint()) / 1e6;

export const timeFromHere = (start: number, rate: number): TimeBase => ({ steady: steadyNow(), start, rate });

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly task: () => unknown;
}

/** Timers by shared time, on one timer of the machine's. */
function createTimers(now: () => number, rate: number) {
  const timers = new Set<Timer>();
  let order = 0;
  let handle: NodeJS.Timeout | undefined;
  let paused = false;
  let firedAt = steadyNow();

  const nextDue = (): number => {
    let due = Infinity;
    for (const timer of timers) due = Math.min(due, timer.due);
    return due;
  };
  const arm = (): void => {
    clearTimeout(handle);
    if (paused) return;
    const due = nextDue();
    if (due === Infinity) return;
    handle = setTimeout(fire, Math.min(Math.max(0, (due - now()) / rate), 1_000_000));
  };
  const fire = (): void => {
    const ripe = [...timers]
      .filter(({ due }) => due <= now())
      .sort((a, b) => a.due - b.due || a.order - b.order);
    for (const timer of ripe) {
      // An earlier one may have cancelled it.
      if (!timers.delete(timer)) continue;
      firedAt = steadyNow();
      void timer.task();
    }
    arm();
  };
  return {
    after: (ms: number, task: () => unknown): (() => void) => {
      const timer = { due: now() + Math.max(0, ms), order: order++, task };
      timers.add(timer);
      arm();
      return () => {
        if (timers.delete(timer)) arm();
      };
    },
    arm,
    fire,
    nextDue,
    pause: (): void => {
      paused = true;
      clearTimeout(handle);
    },
    go: (): void => {
      paused = false;
      arm();
    },
    /** Ms of the machine's since a timer last went off. */
    quietMs: (): number => steadyNow() - firedAt,
    clear: (): void => {
      timers.clear();
      clearTimeout(handle);
    },
  };
}

/** The servers' time, in the process that holds them. */
export interface StormClock extends SimClock {
  readonly base: TimeBase;
  /** Moved forward by hand so far, ms. */
  skipped(): number;
  /** Moves time forward; what fell due meanwhile goes off at once. */
  skip(ms: number): void;
  /** Epoch ms; Infinity: nothing waits. */
  nextDue(): number;
  quietMs(): number;
}

export function createStormClock(start: number, rate: number): StormClock {
  const base = timeFromHere(start, rate);
  let skipped = 0;
  const now = (): number => Math.floor(base.start + (steadyNow() - base.steady) * base.rate + skipped);
  const timers = createTimers(now, rate);
  return {
    kind: 'real',
    base,
    now,
    after: timers.after,
    wait: (ms) => new Promise((resolve) => void timers.after(ms, () => resolve())),
    stop: timers.clear,
    skipped: () => skipped,
    skip: (ms) => {
      const end = skipped + ms;
      // From one timer to the next, so that each goes off at its own moment.
      while (skipped < end) {
        const step = Math.min(end - skipped, Math.max(0, timers.nextDue() - now()) + 1);
        skipped += step;
        timers.fire();
      }
    },
    nextDue: timers.nextDue,
    quietMs: timers.quietMs,
  };
}

/** The engine's clocks: the shared time, a wall clock that somebody may set, and a steady one that sleeps. */
export interface EngineClock extends Clock {
  /** Somebody sets the wall clock. */
  jump(ms: number): void;
  /** The machine slept so long: the steady clock and the timers did not. */
  slept(ms: number): void;
  /** No timer goes off until `go`, which moves both clocks by so much. Answers when the next one is due, in ms. */
  pause(): { readonly nextMs: number; readonly quietMs: number };
  go(ms: number): void;
}

export function createEngineClock(base: TimeBase, state: { skipped: number; jumped: number }): EngineClock {
  let { skipped, jumped } = state;
  let asleep = 0;
  const awake = (): number => base.start + (steadyNow() - base.steady) * base.rate + skipped;
  const timers = createTimers(awake, base.rate);
  return {
    now: () => Math.floor(awake() + asleep + jumped),
    monotonic: awake,
    after: timers.after,
    jump: (ms) => {
      jumped += ms;
    },
    slept: (ms) => {
      asleep += ms;
    },
    pause: () => {
      timers.pause();
      return { nextMs: timers.nextDue() - awake(), quietMs: timers.quietMs() };
    },
    go: (ms) => {
      skipped += ms;
      timers.go();
    },
  };
}
