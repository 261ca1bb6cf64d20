import type { Status } from '../../src-shared/bridge/status.ts';
import type { Account } from '../../src-shared/domain/account.ts';
import type { DeliveryState } from '../../src-shared/domain/delivery.ts';
import type { Log } from './log.ts';

export interface ReportFacts {
  readonly version: string;
  readonly electron: string;
  readonly platform: string;
  readonly vault: string;
  readonly journal: string;
  readonly status: Status;
  readonly accounts: readonly Account[];
  readonly deliveries: readonly DeliveryState[];
  readonly backlog: number;
  readonly unreadable: number;
  readonly log: Log;
  readonly now: number;
}

/** The report that a person may copy: versions, sizes, health, last errors. No handle, no text, no secret. */
export function reportOf(facts: ReportFacts): string {
  const counts = new Map<string, number>();
  for (const state of facts.deliveries) counts.set(state, (counts.get(state) ?? 0) + 1);
  const lines = [
    `Vigie ${facts.version} · Electron ${facts.electron} · ${facts.platform}`,
    `at: ${new Date(facts.now).toISOString()}`,
    `secrets: ${facts.vault} · journal: ${facts.journal} · disk: ${facts.status.disk}`,
    `connectivity: ${facts.status.connectivity.tag} since ${new Date(facts.status.connectivity.since).toISOString()}`,
    `last sync: ${facts.status.lastSyncAt === null ? 'never' : new Date(facts.status.lastSyncAt).toISOString()}`,
    `rows not yet in the store: ${String(facts.backlog)} batches · unreadable: ${String(facts.unreadable)}`,
    `accounts: ${String(facts.accounts.length)}`,
    ...facts.accounts.map(
      ({ network, manifest, health, secretIn }) =>
        `  ${network} · ${manifest.software ?? 'unknown software'} · ${health.tag} · ${secretIn}`,
    ),
    `deliveries: ${[...counts].map(([state, count]) => `${state} ${String(count)}`).join(', ') || 'none'}`,
    'last errors:',
    ...facts.log
      .recent(50, true)
      .map(
        ({ at, level, event, fields }) => `  ${new Date(at).toISOString()} ${level} ${event} ${said(fields)}`,
      ),
  ];
  return lines.join('\n');
}

/** Fields that name no account: an id holds the address of a person. */
const said = (fields: Readonly<Record<string, unknown>>): string =>
  Object.entries(fields)
    .filter(([name]) => name !== 'account' && name !== 'delivery' && name !== 'server')
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
