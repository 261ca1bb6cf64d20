import * as v from 'valibot';
import type { Failure } from '../../../src-shared/errors.ts';
import type { AccountId, DeliveryId } from '../../../src-shared/ids.ts';
import { isOver } from '../../../src-shared/outbox/command.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import { recordSchema, type OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { StreamRow } from '../../../src-shared/sync/stream-row.ts';
import type { Log } from '../../diagnostics/log.ts';
import type { Journal, JournalWrite } from '../../journal/journal.ts';
import type { DownStream } from '../down-stream.ts';
import { createAgenda, type Agenda } from './agenda.ts';

/** The deliveries that the journal holds, as the process knows them: nothing is in memory that is not on disk. */
export interface RecordTable {
  /** Reads the journal. What cannot be parsed stays where it is and is only reported. */
  load(): Promise<void>;
  get(id: DeliveryId): OutboxRecord | undefined;
  all(): Iterable<OutboxRecord>;
  /** Those to which something may still happen. */
  live(): Iterable<OutboxRecord>;
  /** When they want to be looked at. */
  readonly agenda: Agenda;
  ofAccount(account: AccountId): readonly OutboxRecord[];
  /** A row of the journal has this id and cannot be read: it may be of a newer version. */
  isUnreadable(id: DeliveryId): boolean;
  /** The keys of all such rows. */
  unreadable(): readonly string[];
  /** One atomic write: the records, their mirrored rows, and what else follows from them. */
  save(records: readonly OutboxRecord[], rows?: readonly StreamRow[]): Promise<Result<null, Failure>>;
  /** Forgets records whose mirrored rows are gone. */
  remove(ids: readonly DeliveryId[]): Promise<Result<null, Failure>>;
  /** Sends the public face of records down again. */
  mirror(records: Iterable<OutboxRecord>): Promise<Result<null, Failure>>;
}

const table = 'outbox/';
const pageSize = 500;

export function createRecordTable(deps: {
  readonly journal: Journal;
  readonly down: DownStream;
  readonly log: Log;
}): RecordTable {
  const { journal, down, log } = deps;
  const records = new Map<DeliveryId, OutboxRecord>();
  const live = new Map<DeliveryId, OutboxRecord>();
  const accounts = new Map<AccountId, Map<DeliveryId, OutboxRecord>>();
  const agenda = createAgenda();
  const unreadable = new Set<string>();

  const keep = (record: OutboxRecord): void => {
    records.set(record.id, record);
    const ofAccount = accounts.get(record.accountId) ?? new Map<DeliveryId, OutboxRecord>();
    accounts.set(record.accountId, ofAccount.set(record.id, record));
    if (isOver(record)) {
      live.delete(record.id);
      agenda.remove(record.id);
    } else {
      live.set(record.id, record);
      agenda.keep(record);
    }
  };

  const rowOf = (record: OutboxRecord): StreamRow => ({ tag: 'delivery', row: toDelivery(record) });

  return {
    load: async () => {
      let from = table;
      for (;;) {
        const page = await journal.range(from, `${table}~`, pageSize);
        for (const { key, value } of page) {
          const parsed = v.safeParse(recordSchema, value);
          if (parsed.success) keep(parsed.output);
          else unreadable.add(key.slice(table.length));
        }
        const last = page.at(-1);
        if (last === undefined || page.length < pageSize) break;
        from = `${last.key}\u0000`;
      }
      if (unreadable.size > 0) log.error('outbox.unreadable', { count: unreadable.size });
    },
    get: (id) => records.get(id),
    all: () => records.values(),
    live: () => live.values(),
    agenda,
    ofAccount: (account) => [...(accounts.get(account)?.values() ?? [])],
    isUnreadable: (id) => unreadable.has(id),
    unreadable: () => [...unreadable].map((id) => table + id),
    save: async (changed, rows = []) => {
      const puts = changed.map((record): JournalWrite => ({
        tag: 'put',
        key: table + record.id,
        value: record,
      }));
      const written = await down.push([...changed.map(rowOf), ...rows], puts);
      if (written.tag === 'ok') for (const record of changed) keep(record);
      return written;
    },
    remove: async (ids) => {
      const written = await journal.write(ids.map((id) => ({ tag: 'del', key: table + id })));
      if (written.tag === 'ok')
        for (const id of ids) {
          const known = records.get(id);
          if (known) accounts.get(known.accountId)?.delete(id);
          records.delete(id);
          live.delete(id);
          agenda.remove(id);
        }
      return written;
    },
    mirror: async (some) => {
      const rows = [...some].map(rowOf);
      return rows.length === 0 ? ok(null) : down.push(rows);
    },
  };
}
