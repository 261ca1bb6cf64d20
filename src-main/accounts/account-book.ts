import * as v from 'valibot';
import { accountSchema, type Account } from '../../src-shared/domain/account.ts';
import type { Failure } from '../../src-shared/errors.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { StreamRow } from '../../src-shared/sync/stream-row.ts';
import type { Log } from '../diagnostics/log.ts';
import type { DownStream } from '../engine/down-stream.ts';
import type { Journal } from '../journal/journal.ts';

/** The connected accounts: journal rows, mirrored to the renderer in the same write. Never a secret. */
export interface AccountBook {
  list(): readonly Account[];
  get(id: AccountId): Account | null;
  save(account: Account): Promise<Result<null, Failure>>;
  /** Notes when an account was last read, `at` in epoch ms: at most once a minute, and to no listener. */
  synced(id: AccountId, at: number): void;
  /** Removes the account. `forget`: its mirrored history goes with it. */
  remove(id: AccountId, forget: boolean): Promise<Result<null, Failure>>;
  /** Sends every account down again, to a store that has none. */
  resend(): Promise<Result<null, Failure>>;
  onChange(listener: (account: Account, before: Account | null) => void): void;
}

const table = 'account/';
/** Streams bring something every few seconds; the interface shows minutes. */
const syncedEveryMs = 60_000;

export async function createAccountBook(deps: {
  readonly journal: Journal;
  readonly down: DownStream;
  readonly log: Log;
}): Promise<AccountBook> {
  const { journal, down } = deps;
  const accounts = new Map<AccountId, Account>();
  const listeners: ((account: Account, before: Account | null) => void)[] = [];

  for (const { key, value } of await journal.range(table, `${table}~`, 10_000)) {
    const parsed = v.safeParse(accountSchema, value);
    // An account that cannot be read is left where it is: it may be of a newer version, and it is not ours to drop.
    if (parsed.success) accounts.set(parsed.output.id, parsed.output);
    else deps.log.error('accounts.unreadable', { count: key.length });
  }

  /** Accounts that are being written: what is known of them is about to change. */
  const writing = new Map<AccountId, number>();

  const push = async (
    id: AccountId,
    ...what: Parameters<DownStream['push']>
  ): Promise<Result<null, Failure>> => {
    writing.set(id, (writing.get(id) ?? 0) + 1);
    const written = await down.push(...what);
    writing.set(id, (writing.get(id) ?? 1) - 1);
    return written;
  };
  const write = async (account: Account): Promise<Result<null, Failure>> => {
    const written = await push(
      account.id,
      [asRow(account)],
      [{ tag: 'put', key: table + account.id, value: account }],
    );
    if (written.tag === 'ok') accounts.set(account.id, account);
    return written;
  };

  const asRow = (row: Account): StreamRow => ({ tag: 'account', row });

  return {
    list: () => [...accounts.values()],
    get: (id) => accounts.get(id) ?? null,
    save: async (account) => {
      const before = accounts.get(account.id) ?? null;
      const written = await write(account);
      if (written.tag === 'err') return written;
      for (const listener of listeners) listener(account, before);
      return ok(null);
    },
    synced: (id, at) => {
      const account = accounts.get(id);
      // A write that is under way knows better, of its health for one; the next look notes the time.
      if (account === undefined || (writing.get(id) ?? 0) > 0) return;
      if (account.lastSyncAt !== null && at - account.lastSyncAt < syncedEveryMs) return;
      void write({ ...account, lastSyncAt: at });
    },
    remove: async (id, forget) => {
      const rows: StreamRow[] = [
        ...(forget ? [{ tag: 'forget-account', id } as const] : []),
        { tag: 'account-removed', id },
      ];
      const written = await push(id, rows, [{ tag: 'del', key: table + id }]);
      if (written.tag === 'ok') accounts.delete(id);
      return written;
    },
    resend: () => down.push([...accounts.values()].map(asRow)),
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
}
