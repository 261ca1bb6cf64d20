import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { SimClock } from '../../core/clock.ts';
import type { StateStore } from '../../core/state.ts';
import { atUri } from '../protocol/at-uri.ts';
import { cidOfRecord } from '../protocol/cid.ts';
import { objectOf, textOf, type JsonObject } from '../protocol/json.ts';
import { createTidClock, microsOf } from '../protocol/tid.ts';
import { recordTypes } from '../records/registry.ts';

/** A record as its repository holds it. Times are epoch ms on the simulator's clock. */
export type RecordRow = {
  /** Its at-uri. */
  readonly id: string;
  readonly did: string;
  readonly collection: string;
  readonly rkey: string;
  readonly cid: string;
  readonly value: JsonObject;
  readonly committedAt: number;
  /** When the app-view shows it. sheet: 7 Idempotency, Read-after-write */
  readonly indexedAt: number;
};

export type Head = { readonly id: string; readonly cid: string; readonly rev: string };

/** `swap` is what the caller believes is there: a CID, `null` for nothing, absent for no belief. */
export type Write =
  | {
      readonly action: 'create' | 'update';
      readonly collection: string;
      readonly rkey: string;
      readonly value: JsonObject;
      readonly cid: string;
      readonly swap?: string | null;
    }
  | {
      readonly action: 'delete';
      readonly collection: string;
      readonly rkey: string;
      readonly swap?: string | null;
    };

export type CommitRefusal =
  | { readonly tag: 'commit-swap'; readonly was: string }
  | { readonly tag: 'record-swap'; readonly was: string | null }
  /** The tree already has a value at this key. */
  | { readonly tag: 'occupied'; readonly key: string }
  /** The tree has no value at this key. */
  | { readonly tag: 'missing'; readonly key: string };

export type Commit = {
  readonly did: string;
  readonly cid: string;
  readonly rev: string;
  readonly at: number;
  readonly indexedAt: number;
  readonly ops: readonly { readonly before: RecordRow | null; readonly after: RecordRow | null }[];
};

export type CommitOptions = { readonly swapCommit?: string | undefined; readonly at?: number };

export interface Repositories {
  get(did: string, collection: string, rkey: string): RecordRow | undefined;
  /** Records of one collection by ascending key. */
  list(did: string, collection: string): readonly RecordRow[];
  collections(did: string): readonly string[];
  head(did: string): Head;
  nextKey(): string;
  /** All writes or none, in one commit. `at` (epoch ms) dates it back, for what is there from the beginning. */
  commit(did: string, writes: readonly Write[], options?: CommitOptions): Result<Commit, CommitRefusal>;
  /** Records that a new one replaces, as at most one like, repost, follow or block per target may stay. */
  replacedBy(did: string, collection: string, value: JsonObject): readonly RecordRow[];
  all(): IterableIterator<RecordRow>;
  onCommit(listener: (commit: Commit) => void): void;
}

type Deps = {
  readonly state: StateStore;
  readonly clock: SimClock;
  /** How long the app-view needs to see a write of this author, ms. */
  readonly indexDelay: (did: string) => number;
};

const targetOf = (collection: string, value: JsonObject): string | undefined => {
  const rule = recordTypes.get(collection)?.onlyOne;
  if (rule === undefined) return undefined;
  return rule === 'subject' ? textOf(value, 'subject') : textOf(objectOf(value, 'subject'), 'uri');
};

/** The repositories of all accounts of this server: records by key, and one commit chain for each. */
export function createRepositories({ state, clock, indexDelay }: Deps): Repositories {
  const records = state.table<RecordRow>('records');
  const heads = state.table<Head>('heads');
  const byRepo = new Map<string, Map<string, RecordRow>>();
  const listeners: ((commit: Commit) => void)[] = [];

  const repo = (did: string): Map<string, RecordRow> => {
    const known = byRepo.get(did);
    if (known) return known;
    const created = new Map<string, RecordRow>();
    byRepo.set(did, created);
    return created;
  };
  for (const row of records.values()) repo(row.did).set(`${row.collection}/${row.rkey}`, row);
  let newest = 0;
  for (const head of heads.values()) newest = Math.max(newest, microsOf(head.rev) ?? 0);
  const tids = createTidClock(() => clock.now(), 0x155, newest);

  function head(did: string): Head {
    const known = heads.get(did);
    if (known) return known;
    return heads.put({ id: did, cid: cidOfRecord({ did, version: 3, ops: [] }), rev: tids.next() });
  }

  /** sheet: 7 Idempotency 4 */
  function refusal(write: Write, current: RecordRow | undefined): CommitRefusal | null {
    const { swap } = write;
    const was = current?.cid ?? null;
    if (swap !== undefined) {
      const nonsense = write.action === 'create' ? swap !== null : swap === null;
      if (nonsense || was !== swap) return { tag: 'record-swap', was };
    }
    const key = `${write.collection}/${write.rkey}`;
    if (write.action === 'create') return current ? { tag: 'occupied', key } : null;
    return current ? null : { tag: 'missing', key };
  }

  function commit(
    did: string,
    writes: readonly Write[],
    options: CommitOptions = {},
  ): Result<Commit, CommitRefusal> {
    const before = head(did);
    const { swapCommit } = options;
    if (swapCommit !== undefined && swapCommit !== before.cid)
      return err({ tag: 'commit-swap', was: before.cid });
    const at = options.at ?? clock.now();
    const indexedAt = options.at ?? at + indexDelay(did);
    const staged = new Map<string, RecordRow | null>();
    const ops: { before: RecordRow | null; after: RecordRow | null }[] = [];
    for (const write of writes) {
      const key = `${write.collection}/${write.rkey}`;
      const held = staged.has(key) ? staged.get(key) : repo(did).get(key);
      const current = held ?? undefined;
      const refused = refusal(write, current);
      if (refused) return err(refused);
      const { collection, rkey } = write;
      const after: RecordRow | null =
        write.action === 'delete'
          ? null
          : {
              id: atUri(did, collection, rkey),
              did,
              collection,
              rkey,
              cid: write.cid,
              value: write.value,
              committedAt: at,
              indexedAt,
            };
      staged.set(key, after);
      ops.push({ before: current ?? null, after });
    }
    for (const [key, row] of staged) {
      if (row) {
        repo(did).set(key, row);
        records.put(row);
      } else {
        repo(did).delete(key);
        records.delete(`at://${did}/${key}`);
      }
    }
    const rev = tids.next();
    const names = ops.map(({ before: old, after }) => `${after?.id ?? old?.id ?? ''} ${after?.cid ?? ''}`);
    const next = heads.put({
      id: did,
      rev,
      cid: cidOfRecord({ did, version: 3, rev, prev: before.cid, ops: names }),
    });
    const made: Commit = { did, cid: next.cid, rev, at, indexedAt, ops };
    for (const listener of listeners) listener(made);
    return ok(made);
  }

  return {
    get: (did, collection, rkey) => byRepo.get(did)?.get(`${collection}/${rkey}`),
    list: (did, collection) =>
      [...(byRepo.get(did)?.values() ?? [])]
        .filter((row) => row.collection === collection)
        .sort((a, b) => (a.rkey < b.rkey ? -1 : 1)),
    collections: (did) =>
      [...new Set([...(byRepo.get(did)?.values() ?? [])].map((row) => row.collection))].sort(),
    head,
    nextKey: () => tids.next(),
    commit,
    replacedBy(did, collection, value) {
      const target = targetOf(collection, value);
      if (target === undefined) return [];
      return [...(byRepo.get(did)?.values() ?? [])].filter(
        (row) => row.collection === collection && targetOf(collection, row.value) === target,
      );
    },
    all: () => records.values(),
    onCommit: (listener) => void listeners.push(listener),
  };
}
