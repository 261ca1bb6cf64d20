import * as v from 'valibot';
import { withPublishers } from '../../src-shared/composing/publisher.ts';
import { accountSchema, type Account } from '../../src-shared/domain/account.ts';
import { intentSchema, type Intent } from '../../src-shared/domain/intent.ts';
import type { AccountId, DeliveryId } from '../../src-shared/ids.ts';
import { isOver } from '../../src-shared/outbox/command.ts';
import { newLook } from '../../src-shared/outbox/look.ts';
import { termsOf } from '../../src-shared/outbox/plan.ts';
import { rebuild } from '../../src-shared/outbox/rebuild.ts';
import { recordSchema, type OutboxRecord } from '../../src-shared/outbox/record.ts';
import { logged } from '../../src-shared/outbox/steps.ts';
import { clientOf, type BackupRow } from '../../src-shared/safety/backup.ts';

/** What of a backup main would take over. */
export interface LedgerPart {
  /** Deliveries that are not known here; those that are not over are frozen. */
  readonly records: readonly OutboxRecord[];
  /** Deliveries that are known here: they count as they are here. */
  readonly known: number;
  readonly accounts: readonly Account[];
}

/**
 * A backup is old: what it says is to leave may have left since. Its deliveries are rebuilt as those of a damaged
 * journal are, so that whatever may have left is verified, and all are held back: two machines must not publish the
 * same post.
 */
export function ledgerOf(
  rows: readonly BackupRow[],
  client: string | null,
  here: {
    readonly isKnown: (id: DeliveryId) => boolean;
    /** The store holds this intent: main has been told of it, or will be. */
    readonly isStored: (intentId: string) => boolean;
    readonly account: (id: AccountId) => Account | null;
    /** Epoch ms. */
    readonly now: number;
  },
): LedgerPart {
  const wanted = rows.filter((row) => client === null || clientOf(row) === client);
  const accounts = wanted.flatMap((row) => {
    const parsed = row.tag === 'account' ? v.safeParse(accountSchema, row.account) : null;
    return parsed?.success && here.account(parsed.output.id) === null ? [parsed.output] : [];
  });
  const accountOf = (id: AccountId): Account | null =>
    here.account(id) ?? accounts.find((one) => one.id === id) ?? null;
  const records = wanted.flatMap((row): readonly OutboxRecord[] => {
    const parsed = row.tag === 'delivery' ? v.safeParse(recordSchema, row.record) : null;
    return parsed?.success ? [parsed.output] : [];
  });
  const rebuilt = rebuild({
    intents: wanted
      .flatMap((row) => (isOurs(row) && !here.isStored(row.id) ? intentIn(row.row) : []))
      .map((intent) => withPublishers(intent, ({ accountId }) => accountOf(accountId)?.manifest ?? null)),
    mirrored: [],
    salvaged: records,
    termsOf: (id) => {
      const account = accountOf(id);
      return account && termsOf(account.manifest);
    },
    now: here.now,
  });
  const fresh = rebuilt.filter(
    (record) =>
      !here.isKnown(record.id) &&
      // An account that now works for another client must not publish for the old one.
      (isOver(record) ||
        (accountOf(record.accountId)?.workspaceId ?? record.workspaceId) === record.workspaceId),
  );
  return {
    records: fresh.map((record) => heldBack(record, here.now)),
    known: records.filter(({ id }) => here.isKnown(id)).length,
    accounts,
  };
}

type AuthoredBackupRow = Extract<BackupRow, { tag: 'authored' }>;
const isOurs = (row: BackupRow): row is AuthoredBackupRow =>
  row.tag === 'authored' && row.collection === 'intents';

/** A wish that main had accepted, or had not answered yet. One that was refused never left and is not to. */
function intentIn(row: Readonly<Record<string, unknown>>): readonly Intent[] {
  if (row['handed'] === 'refused') return [];
  const parsed = v.safeParse(intentSchema, row['intent']);
  return parsed.success ? [parsed.output] : [];
}

function heldBack(record: OutboxRecord, now: number): OutboxRecord {
  if (isOver(record)) return record;
  const { phase } = record;
  const told = logged(record, now, 'delivery', 'arrived');
  const frozen = { ...told, holds: { ...record.holds, frozen: true } };
  if (phase.tag !== 'recalling') return frozen;
  // Taking it back is a word to the network, and this machine has none yet: it is looked at, as anything held there.
  const { scheduledRemoteId, at } = phase;
  const look = newLook(Math.max(at, now), record.steps.at(-1)?.rule.settleMs ?? 0);
  return { ...frozen, phase: { tag: 'handed-over', scheduledRemoteId, at, look, failure: null } };
}
