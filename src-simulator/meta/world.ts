import { randomBytes } from 'node:crypto';
import type { BlobStore } from '../core/blobs.ts';
import type { SimClock } from '../core/clock.ts';
import type { StateRow, StateStore, Table } from '../core/state.ts';
import type {
  AppRow,
  CodeRow,
  MessageRow,
  PageRow,
  ThreadRow,
  TokenRow,
  UploadRow,
  UserRow,
} from './rows.ts';

interface CounterRow extends StateRow {
  readonly next: number;
}

/** What every server of the family knows: apps, people, pages, accesses, uploads, messages. */
export interface MetaWorld {
  readonly clock: SimClock;
  readonly blobs: BlobStore;
  readonly state: StateStore;
  readonly apps: Table<AppRow>;
  readonly users: Table<UserRow>;
  readonly pages: Table<PageRow>;
  readonly tokens: Table<TokenRow>;
  readonly codes: Table<CodeRow>;
  readonly uploads: Table<UploadRow>;
  readonly threads: Table<ThreadRow>;
  readonly messages: Table<MessageRow>;
  /**
   * The next id: digits that only grow, and too many of them for a number of JavaScript's, so that whoever reads ids
   * as numbers is caught.
   */
  nextId(): string;
  /** Something nobody can guess, for tokens and codes. */
  secret(prefix: string): string;
}

export function createMetaWorld(deps: {
  readonly state: StateStore;
  readonly blobs: BlobStore;
  readonly clock: SimClock;
}): MetaWorld {
  const { state } = deps;
  const counters = state.table<CounterRow>('counters');
  return {
    ...deps,
    apps: state.table('apps'),
    users: state.table('users'),
    pages: state.table('pages'),
    tokens: state.table('tokens'),
    codes: state.table('codes'),
    uploads: state.table('uploads'),
    threads: state.table('threads'),
    messages: state.table('messages'),
    nextId() {
      const next = (counters.get('ids')?.next ?? 4207) + 1;
      counters.put({ id: 'ids', next });
      return `1221${String(next).padStart(14, '0')}`;
    },
    secret: (prefix) => prefix + randomBytes(36).toString('base64url').replaceAll(/[-_]/g, 'Z'),
  };
}
