import type { Account } from '../../../src-shared/domain/account.ts';
import type { Databases } from '../databases.ts';
import { createLiveTable, type LiveTable } from '../live-table.ts';

export const liveAccounts = (databases: Databases): LiveTable<Account> =>
  createLiveTable(
    databases.mirror.accounts,
    (a, b) => a.connectedAt - b.connectedAt || (a.id < b.id ? -1 : 1),
  );
