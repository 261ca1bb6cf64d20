import { canonicalJson } from '../../../src-shared/canonical-json.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Databases } from '../databases.ts';
import { createLiveTable, type LiveTable } from '../live-table.ts';

const byAge = (a: Account, b: Account): number => a.connectedAt - b.connectedAt || (a.id < b.id ? -1 : 1);

export const liveAccounts = (databases: Databases): LiveTable<Account> =>
  createLiveTable(databases.mirror.accounts, byAge);

/** Accounts without the hour at which each was last read: it alone changes all the time, and few screens show it. */
export const liveSteadyAccounts = (databases: Databases): LiveTable<Account> =>
  createLiveTable(
    databases.mirror.accounts,
    byAge,
    () => true,
    (before, after) => canonicalJson(steady(before)) !== canonicalJson(steady(after)),
  );

const steady = (account: Account): Account => ({ ...account, lastSyncAt: null });
