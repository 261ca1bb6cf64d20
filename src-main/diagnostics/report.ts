import type { Status } from '../../src-shared/bridge/status.ts';
import type { Account } from '../../src-shared/domain/account.ts';
import type { DeliveryState } from '../../src-shared/domain/delivery.ts';
import type { ChangedShape, Vitals } from '../../src-shared/domain/vitals.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import type { Log } from './log.ts';

export interface ReportFacts {
  readonly version: string;
  readonly electron: string;
  readonly platform: string;
  readonly vault: string;
  readonly journal: string;
  readonly status: Status;
  readonly accounts: readonly Account[];
  readonly vitals: (id: AccountId) => Pick<Vitals, 'shapes'>;
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
    ...answersOf(facts),
    'last errors:',
    ...facts.log
      .recent(50, true)
      .map(
        ({ at, level, event, fields }) => `  ${new Date(at).toISOString()} ${level} ${event} ${said(fields)}`,
      ),
  ];
  return lines.join('\n');
}

/** The last answers that could not be read; of each, what `shownAnswer` left of it. */
function answersOf({ accounts, vitals }: ReportFacts): readonly string[] {
  const lines = accounts.flatMap(({ id, network }) =>
    (vitals(id).shapes ?? []).flatMap((shape) => [answerLine(network, shape), `    ${shape.shown}`]),
  );
  return lines.length === 0
    ? []
    : ['answers whose shape was not known (texts replaced by their length):', ...lines];
}

function answerLine(network: string, { part, since, overAt, leftOut, failure }: ChangedShape): string {
  return [
    `  ${network} · ${part}`,
    `since ${new Date(since).toISOString()}`,
    overAt === null ? 'still so' : `until ${new Date(overAt).toISOString()}`,
    `left out: ${String(leftOut)}`,
    `code=${failure.code} ${said(failure.detail)}`.trim(),
  ].join(' · ');
}

const naming = new Set(['account', 'delivery', 'server', 'host']);

/** Fields that name no account: an id holds the address of a person, and a server may be of one. */
const said = (fields: Readonly<Record<string, unknown>>): string =>
  Object.entries(fields)
    .filter(([name]) => !naming.has(name))
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
