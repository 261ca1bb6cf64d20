import type { Alteration } from './alteration.ts';
import { fitsPattern } from './ledger.ts';
import type { Random } from './random.ts';

/** Everything that can go wrong on request. Durations are milliseconds on the simulator's clock. */
export type Fault =
  /** The work is done, then the socket is destroyed before any byte of the answer. */
  | { readonly tag: 'drop-reply' }
  /** The socket is destroyed at once; the work is done between `minMs` and `maxMs` later (0 to 120 s by default). */
  | { readonly tag: 'late-commit'; readonly minMs?: number; readonly maxMs?: number }
  /** Lists show a write only `ms` after it was committed; reading it by its id works at once. */
  | { readonly tag: 'lagging-lists'; readonly ms: number }
  /** The idempotency key is not honoured: a repeat does the work again. */
  | { readonly tag: 'key-ignored' }
  /** A repeat of a key already used answers 500. */
  | { readonly tag: 'repeat-500' }
  /** 429 in the network's own words and headers; the window ends `ms` from now (one minute by default). */
  | { readonly tag: 'rate-limit'; readonly ms?: number }
  /** A 5xx in the network's own words (503 by default), without the work; with `worked`, after it. */
  | {
      readonly tag: 'server-error';
      readonly status?: number;
      readonly retryAfterMs?: number;
      readonly worked?: boolean;
    }
  /** Media needs `ms` more to be processed. */
  | { readonly tag: 'slow-media'; readonly ms: number }
  /** The credentials are refused as revoked, for this request only. */
  | { readonly tag: 'revoked-token' }
  /** The credentials are good, but do not allow this. */
  | { readonly tag: 'wrong-scope' }
  /** A proxy's HTML page instead of the answer; with `worked`, the work was done behind it. */
  | { readonly tag: 'html-page'; readonly status?: number; readonly worked?: boolean }
  /**
   * A refusal that only this network knows, by the name that its dialect gives it; with `worked`, the work was done
   * nonetheless.
   */
  | { readonly tag: 'own-refusal'; readonly name: string; readonly worked?: boolean }
  /** The work is done, and its JSON has another shape than was promised (`alteration.ts`). */
  | { readonly tag: 'altered-reply'; readonly change: Alteration }
  /** The connection is reset before the work. */
  | { readonly tag: 'reset' }
  /** The request waits `ms` before its work begins. */
  | { readonly tag: 'slow'; readonly ms: number }
  /** The server's Date header is wrong by `ms`. */
  | { readonly tag: 'skewed-date'; readonly ms: number }
  /**
   * Nobody listens: connections are refused until the rule is cleared, or for `ms`. Concerns the whole server
   * when the rule names neither operation nor account; otherwise those requests are reset.
   */
  | { readonly tag: 'offline'; readonly ms?: number };

export interface FaultRule {
  readonly fault: Fault;
  /** Operation name or pattern with `*`; every operation when absent. */
  readonly operation?: string;
  /** Account id; every account when absent. */
  readonly account?: string;
  /** `read`: GET; `write`: everything else. Both when absent. */
  readonly kind?: 'read' | 'write';
  /** Probability for each fitting request, 0 to 1; always when absent. */
  readonly probability?: number;
  /** Strikes this many times, then disappears; for ever when absent. */
  readonly times?: number;
  /** Lets this many fitting requests pass first. */
  readonly skip?: number;
}

export interface FaultTarget {
  readonly operation: string;
  readonly kind: 'read' | 'write';
  readonly account: string | undefined;
}

export interface Faults {
  /** Adds a rule and returns the id that clears it. */
  set(rule: FaultRule): string;
  /** Clears one rule, or all of them. */
  clear(id?: string): void;
  list(): readonly (FaultRule & { readonly id: string })[];
  /** The faults that strike this request now. Draws and counts, so it is called once a request. */
  take(target: FaultTarget): readonly Fault[];
  /** The rule that closes the whole server, if there is one. */
  offline(): (Fault & { readonly tag: 'offline' }) | undefined;
  onChange(listener: () => void): () => void;
}

interface LiveRule {
  readonly id: string;
  readonly rule: FaultRule;
  skip: number;
  left: number;
}

/** Creates the switchboard of one simulated network. */
export function createFaults(random: Random): Faults {
  const rules = new Map<string, LiveRule>();
  const listeners = new Set<() => void>();
  let serial = 0;
  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  function strikes(live: LiveRule, target: FaultTarget): boolean {
    const { rule } = live;
    if (rule.operation !== undefined && !fitsPattern(rule.operation, target.operation)) return false;
    if (rule.account !== undefined && rule.account !== target.account) return false;
    if (rule.kind !== undefined && rule.kind !== target.kind) return false;
    if (live.skip > 0) {
      live.skip -= 1;
      return false;
    }
    if (rule.probability !== undefined && !random.chance(rule.probability)) return false;
    live.left -= 1;
    if (live.left <= 0) rules.delete(live.id);
    return true;
  }

  return {
    set(rule) {
      serial += 1;
      const id = `fault-${serial}`;
      if ((rule.times ?? 1) > 0)
        rules.set(id, { id, rule, skip: rule.skip ?? 0, left: rule.times ?? Infinity });
      changed();
      return id;
    },
    clear(id) {
      if (id === undefined) rules.clear();
      else rules.delete(id);
      changed();
    },
    list: () => [...rules.values()].map(({ id, rule }) => ({ ...rule, id })),
    take: (target) =>
      [...rules.values()]
        .filter((live) => !closesServer(live.rule) && strikes(live, target))
        .map((live) => live.rule.fault),
    offline() {
      for (const { rule } of rules.values())
        if (rule.fault.tag === 'offline' && closesServer(rule)) return rule.fault;
      return undefined;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function closesServer(rule: FaultRule): boolean {
  return (
    rule.fault.tag === 'offline' &&
    rule.operation === undefined &&
    rule.account === undefined &&
    rule.kind === undefined
  );
}

/** The first fault of a kind among those that strike a request. */
export function findFault<T extends Fault['tag']>(
  faults: readonly Fault[],
  tag: T,
): Extract<Fault, { readonly tag: T }> | undefined {
  return faults.find((fault): fault is Extract<Fault, { readonly tag: T }> => fault.tag === tag);
}
