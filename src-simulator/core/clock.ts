/** Everything in a simulator that knows the time or waits goes through this. */
export interface SimClock {
  readonly kind: 'real' | 'manual';
  /** Now, in epoch milliseconds. */
  now(): number;
  /** Runs `task` once `ms` have passed on this clock; the result cancels it. A task may be asynchronous. */
  after(ms: number, task: () => void | Promise<void>): () => void;
  /** Resolves once `ms` have passed on this clock; never, when the clock was stopped before. */
  wait(ms: number): Promise<void>;
  /** Cancels every timer. Called when a simulator closes a clock that it made itself. */
  stop(): void;
}

export interface ManualClock extends SimClock {
  readonly kind: 'manual';
  /** Moves time forward, running every timer that falls due, in order, and awaiting each one. */
  advance(ms: number): Promise<void>;
  /** When the next timer falls due; null: there is none. */
  nextDue(): number | null;
}

/** The longest delay that setTimeout keeps; longer waits are chained. */
const LONGEST_TIMEOUT_MS = 2_000_000_000;

/**
 * The machine's clock, optionally shifted by `offsetMs` (a server whose clock is wrong).
 * Its timers do not keep the process alive: open servers do.
 */
export function createRealClock(offsetMs = 0): SimClock {
  const cancels = new Set<() => void>();
  function after(ms: number, task: () => void | Promise<void>): () => void {
    const due = Date.now() + Math.max(0, ms);
    let timer: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      clearTimeout(timer);
      cancels.delete(cancel);
    };
    const arm = (): void => {
      const left = due - Date.now();
      timer = setTimeout(
        () => {
          if (left > LONGEST_TIMEOUT_MS) return arm();
          cancels.delete(cancel);
          void task();
        },
        Math.max(0, Math.min(left, LONGEST_TIMEOUT_MS)),
      );
      timer.unref();
    };
    cancels.add(cancel);
    arm();
    return cancel;
  }
  return {
    kind: 'real',
    now: () => Date.now() + offsetMs,
    after,
    wait: (ms) => new Promise((resolve) => void after(ms, resolve)),
    stop: () => {
      for (const cancel of cancels) cancel();
    },
  };
}

/** The same time with its own set of timers: stopping it leaves the parent's other timers alone. */
export function createScopedClock(parent: SimClock): SimClock {
  const cancels = new Set<() => void>();
  function after(ms: number, task: () => void | Promise<void>): () => void {
    const cancelInner = parent.after(ms, () => {
      cancels.delete(cancel);
      return task();
    });
    const cancel = (): void => {
      cancelInner();
      cancels.delete(cancel);
    };
    cancels.add(cancel);
    return cancel;
  }
  return {
    kind: parent.kind,
    now: () => parent.now(),
    after,
    wait: (ms) => new Promise((resolve) => void after(ms, resolve)),
    stop: () => {
      for (const cancel of cancels) cancel();
    },
  };
}

/** A clock that stands still until a test advances it. `start` is epoch milliseconds. */
export function createManualClock(start = Date.UTC(2026, 9, 1, 8, 0, 0)): ManualClock {
  interface Timer {
    readonly due: number;
    readonly order: number;
    readonly task: () => void | Promise<void>;
  }
  const timers = new Set<Timer>();
  let time = start;
  let order = 0;
  function after(ms: number, task: () => void | Promise<void>): () => void {
    const timer: Timer = { due: time + Math.max(0, ms), order: order++, task };
    timers.add(timer);
    return () => timers.delete(timer);
  }
  function nextDue(limit: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) {
      if (timer.due > limit) continue;
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order))
        first = timer;
    }
    return first;
  }
  return {
    kind: 'manual',
    now: () => time,
    after,
    wait: (ms) => new Promise((resolve) => void after(ms, resolve)),
    stop: () => timers.clear(),
    nextDue: () => nextDue(Infinity)?.due ?? null,
    async advance(ms) {
      const end = time + ms;
      for (let timer = nextDue(end); timer; timer = nextDue(end)) {
        timers.delete(timer);
        time = Math.max(time, timer.due);
        await timer.task();
      }
      time = end;
    },
  };
}
