import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How a request ended, seen from the socket. */
export type Outcome =
  | { readonly tag: 'pending' }
  | { readonly tag: 'answered'; readonly status: number }
  /** The work was attempted, then the socket was destroyed before any byte of the answer. */
  | { readonly tag: 'reply-dropped'; readonly status: number }
  /** The socket was destroyed first; the work runs later (`worked` tells when it has). */
  | { readonly tag: 'cut-before-work' }
  | { readonly tag: 'reset' }
  /** The client left before its body was complete. */
  | { readonly tag: 'client-left' }
  | { readonly tag: 'upgraded' };

/** One request as the server saw it: the oracle of exactly-once tests. Holds no credential. */
export interface LedgerEntry {
  readonly seq: number;
  /** Epoch ms on the simulator's clock. */
  readonly at: number;
  readonly network: string;
  readonly operation: string;
  readonly account: string | undefined;
  readonly method: string;
  /** Path and query, secrets redacted. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyHash: string;
  readonly bodyBytes: number;
  /** The fault tags that struck this request. */
  readonly faults: readonly string[];
  readonly outcome: Outcome;
  /** The handler ran and did not refuse (status below 400), whatever the client was told. */
  readonly worked: boolean;
  readonly workedAt: number | undefined;
  /** What the work changed, e.g. `{ kind: 'post', id }`. */
  readonly effects: readonly Effect[];
}

export interface Effect {
  readonly kind: string;
  readonly id: string;
}

export interface LedgerQuery {
  /** Exact operation, or a pattern with `*`. */
  readonly operation?: string;
  readonly account?: string;
  readonly method?: string;
  readonly worked?: boolean;
  /** Only entries after this sequence number. */
  readonly after?: number;
}

export interface LedgerNote {
  readonly seq: number;
  update(change: Partial<Pick<LedgerEntry, 'outcome' | 'worked' | 'workedAt' | 'faults'>>): void;
  did(effect: Effect): void;
}

export interface LedgerOpening {
  readonly at: number;
  readonly network: string;
  readonly operation: string;
  readonly account: string | undefined;
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

export interface Ledger {
  open(opening: LedgerOpening): LedgerNote;
  entries(query?: LedgerQuery): readonly LedgerEntry[];
  /** The effects of all entries, optionally of one kind: what the network truly did. */
  effects(kind?: string, query?: LedgerQuery): readonly Effect[];
  /**
   * Resolves with the first entry (past or to come) that fits. Rejects after `timeoutMs` of real time
   * (10 s unless said otherwise): a test that waits for a condition must not hang.
   */
  waitFor(fits: (entry: LedgerEntry) => boolean, timeoutMs?: number): Promise<LedgerEntry>;
  /** Hears of every entry as it changes, before anything else comes of it. Returns how to stop. */
  watch(watcher: (entry: LedgerEntry) => void): () => void;
  clear(): void;
}

const SECRET_HEADERS = new Set([
  'authorization',
  'cookie',
  'dpop',
  'proxy-authorization',
  'sec-websocket-protocol',
]);
const SECRET_PARAMETERS = [
  'access_token',
  'input_token',
  'fb_exchange_token',
  'token',
  'code',
  'code_verifier',
  'client_secret',
  'password',
  'state',
];

/** Creates a ledger that keeps the last `capacity` requests in memory. */
export function createLedger(capacity = 200_000): Ledger {
  let entries: LedgerEntry[] = [];
  let seq = 0;
  const watchers = new Set<(entry: LedgerEntry) => void>();

  function place(entry: LedgerEntry): void {
    const first = entries[0];
    if (first) {
      const index = entry.seq - first.seq;
      if (index >= 0 && index < entries.length) entries[index] = entry;
    }
    for (const watcher of watchers) watcher(entry);
  }

  function select(query: LedgerQuery = {}): readonly LedgerEntry[] {
    return entries.filter(
      (entry) =>
        (query.operation === undefined || fitsPattern(query.operation, entry.operation)) &&
        (query.account === undefined || entry.account === query.account) &&
        (query.method === undefined || entry.method === query.method) &&
        (query.worked === undefined || entry.worked === query.worked) &&
        (query.after === undefined || entry.seq > query.after),
    );
  }

  return {
    open(opening) {
      seq += 1;
      let entry: LedgerEntry = {
        seq,
        at: opening.at,
        network: opening.network,
        operation: opening.operation,
        account: opening.account,
        method: opening.method,
        path: redactedPath(opening.url),
        headers: redactedHeaders(opening.headers),
        bodyHash: createHash('sha256').update(opening.bytes).digest('hex'),
        bodyBytes: opening.bytes.byteLength,
        faults: [],
        outcome: { tag: 'pending' },
        worked: false,
        workedAt: undefined,
        effects: [],
      };
      entries.push(entry);
      if (entries.length > capacity * 1.1) entries = entries.slice(-capacity);
      return {
        seq,
        update(change) {
          entry = { ...entry, ...change };
          place(entry);
        },
        did(effect) {
          entry = { ...entry, effects: [...entry.effects, effect] };
          place(entry);
        },
      };
    },
    entries: select,
    effects: (kind, query) =>
      select(query).flatMap((entry) =>
        kind === undefined ? entry.effects : entry.effects.filter((effect) => effect.kind === kind),
      ),
    waitFor(fits, timeoutMs = 30_000) {
      const past = entries.find(fits);
      if (past) return Promise.resolve(past);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          watchers.delete(watcher);
          reject(new Error(`no such request within ${timeoutMs} ms`));
        }, timeoutMs);
        const watcher = (entry: LedgerEntry): void => {
          if (!fits(entry)) return;
          clearTimeout(timer);
          watchers.delete(watcher);
          resolve(entry);
        };
        watchers.add(watcher);
      });
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    clear() {
      entries = [];
    },
  };
}

/** Whether a name fits a pattern in which `*` stands for anything. */
export function fitsPattern(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(name);
}

function redactedPath(url: URL): string {
  const query = new URLSearchParams(url.searchParams);
  for (const name of SECRET_PARAMETERS) if (query.has(name)) query.set(name, 'redacted');
  const rest = query.toString();
  return rest === '' ? url.pathname : `${url.pathname}?${rest}`;
}

function redactedHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    kept[name] = SECRET_HEADERS.has(name) ? 'redacted' : String(value);
  }
  return kept;
}
