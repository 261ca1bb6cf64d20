/** `late`: the process dies, and what it had sent reaches the server a good while later. */
export type Way = 'kill' | 'refuse' | 'late';

/** Where to cut: at a step by its name, or at the n-th from now, whatever it is. */
export type Cut =
  | { readonly tag: 'step'; readonly step: string; readonly way: Way }
  | { readonly tag: 'nth'; readonly nth: number; readonly way: Way }
  | { readonly tag: 'none' };

/** Every step of a process to the world outside, counted and named, and one of them cut. */
export interface Cuts {
  /** From now on; the counting begins anew. */
  plan(cut: Cut): void;
  /** Steps passed since, in order: `rows before 3`. */
  steps(): readonly string[];
  /** The step that was cut, if it was reached. */
  cutAt(): string | null;
  /** Resolves when the process dies by the present plan. */
  death(): Promise<void>;
  isDead(): boolean;
  /** A step of a kind: whether, and how, it is cut. Whoever dies of it is dead when this returns. */
  strike(kind: string): Way | null;
  /** The same for steps within the process: never resolves for the dead, else whether to go on. */
  pass(kind: string): Promise<boolean>;
}

export function createCuts(kill: () => void): Cuts {
  let plan: Cut = { tag: 'none' };
  let steps: string[] = [];
  let counts = new Map<string, number>();
  let cutAt: string | null = null;
  let dead = false;
  let announce = (): void => undefined;
  let death = new Promise<void>((resolve) => (announce = resolve));

  const strike = (kind: string): Way | null => {
    // A dead process takes no more steps; what it had under way goes where it goes.
    if (dead) return 'kill';
    const n = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, n);
    const step = `${kind} ${n}`;
    steps.push(step);
    if (plan.tag === 'none' || cutAt !== null) return null;
    if (plan.tag === 'step' ? plan.step !== step : plan.nth !== steps.length) return null;
    cutAt = step;
    if (plan.way === 'refuse') return 'refuse';
    dead = true;
    kill();
    announce();
    return plan.way;
  };

  return {
    plan: (cut) => {
      plan = cut;
      steps = [];
      counts = new Map();
      cutAt = null;
      dead = false;
      death = new Promise<void>((resolve) => (announce = resolve));
    },
    steps: () => steps,
    cutAt: () => cutAt,
    death: () => death,
    isDead: () => dead,
    strike,
    pass: (kind) => {
      const way = strike(kind);
      return way === 'kill' || way === 'late' ? new Promise(() => undefined) : Promise.resolve(way === null);
    },
  };
}
