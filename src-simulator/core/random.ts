/** A seeded source of numbers: the same seed always yields the same run, so that any failure replays. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [min, max], both included. */
  between(min: number, max: number): number;
  /** One item of a list; undefined only when the list is empty. */
  pick<T>(items: readonly T[]): T | undefined;
  /** True with the given probability (0 to 1). */
  chance(probability: number): boolean;
}

/** Creates the generator (mulberry32: 32 bits of state, plenty for scripts and fault draws). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
  return {
    next,
    between: (min, max) => min + Math.floor(next() * (max - min + 1)),
    pick: (items) => items[Math.floor(next() * items.length)],
    chance: (probability) => next() < probability,
  };
}
