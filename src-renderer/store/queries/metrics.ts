import type { Account } from '../../../src-shared/domain/account.ts';
import type { Metric } from '../../../src-shared/domain/metric.ts';
import type { Databases } from '../databases.ts';
import { readRange } from '../ranges.ts';

/** One number of an account, oldest first, since an instant (epoch ms). One value a day is kept. */
export function readAccountMetric(
  databases: Databases,
  account: Pick<Account, 'id' | 'workspaceId' | 'remoteId'>,
  name: Metric['name'],
  since: number,
): Promise<readonly Metric[]> {
  return readRange<Metric>(
    databases.mirror.metrics,
    {
      index: ['workspaceId', 'accountId', 'subject', 'name', 'at'],
      prefix: [account.workspaceId, account.id, account.remoteId, name],
      from: since,
    },
    400,
  );
}

/** The latest of each number that was ever told of one post. Numbers that are not told are not there, never 0. */
export async function readPostMetrics(
  databases: Databases,
  account: Pick<Account, 'id' | 'workspaceId'>,
  subject: string,
): Promise<readonly Metric[]> {
  const rows = await readRange<Metric>(
    databases.mirror.metrics,
    {
      index: ['workspaceId', 'accountId', 'subject', 'name', 'at'],
      prefix: [account.workspaceId, account.id, subject],
    },
    4_000,
  );
  // Oldest first within a name.
  return [...new Map(rows.map((row) => [row.name, row])).values()];
}

/** Calls back when numbers of this account came. */
export function watchMetrics(
  databases: Databases,
  account: Pick<Account, 'id'>,
  changed: () => void,
): () => void {
  const subscription = databases.mirror.metrics.eventBulks$.subscribe((bulk) => {
    if (bulk.events.some((event) => event.documentData.accountId === account.id)) changed();
  });
  return () => subscription.unsubscribe();
}
