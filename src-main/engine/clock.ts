/** Time, injected everywhere: tests drive it, and a laptop that slept is seen by comparing the two clocks. */
export interface Clock {
  /** Wall clock, epoch ms. */
  now(): number;
  /** Monotonic milliseconds, unaffected by the user or by NTP. */
  monotonic(): number;
  /** Calls back once after `ms`; returns a cancel function. */
  after(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, callback) => {
    // setTimeout overflows above 2^31 ms and then fires at once.
    const timer = setTimeout(callback, Math.min(Math.max(0, ms), 2_000_000_000));
    return () => clearTimeout(timer);
  },
};
