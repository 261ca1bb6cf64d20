import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import * as v from 'valibot';
import { settingsSchema, type Settings } from '../../src-shared/bridge/app.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { isOver } from '../../src-shared/outbox/command.ts';
import { frozenBy } from '../../src-shared/outbox/frozen-by.ts';
import type { OutboxRecord } from '../../src-shared/outbox/record.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { clientOf, createTally, type BackupRow, type Summary } from '../../src-shared/safety/backup.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Clock } from '../engine/clock.ts';
import type { OutboxRunner } from '../engine/outbox-runner.ts';
import { saysFull } from '../journal/disk.ts';
import type { Journal } from '../journal/journal.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Vault } from '../vault/vault.ts';
import { readArchive, writeArchive, type Exported } from './archive-file.ts';
import { backupRows } from './backup-rows.ts';
import { ledgerOf } from './ledger.ts';
import { opaqueOf, takeOpaque } from './opaque-rows.ts';
import type { Snapshots } from './snapshots.ts';

export interface OpenBackup {
  readonly at: number;
  readonly summary: Summary;
  readonly media: number;
}
type Answer<T> = Promise<Result<T, Failure>>;
type AuthoredBackupRow = Extract<BackupRow, { tag: 'authored' }>;

/** Snapshots and archives as the interface uses them: one is open at a time. */
export interface Safety {
  readonly snapshots: Snapshots;
  snapshotNow(): Answer<null>;
  openSnapshot(id: string): Answer<OpenBackup>;
  openArchive(file: string, passphrase: string): Answer<OpenBackup>;
  close(): Answer<null>;
  rows(
    client: string | null,
    from: number,
  ): Answer<{ readonly rows: readonly Omit<AuthoredBackupRow, 'tag'>[]; readonly next: number | null }>;
  weigh(client: string | null): Answer<{
    readonly deliveries: number;
    readonly held: number;
    readonly known: number;
    readonly accounts: number;
    readonly opaque: number;
    readonly settings: boolean;
  }>;
  take(
    client: string | null,
    ledger: boolean,
  ): Answer<{
    readonly deliveries: number;
    readonly held: number;
    readonly accounts: number;
    readonly media: number;
    readonly opaque: number;
  }>;
  arrived(): readonly { readonly workspaceId: string; readonly count: number }[];
  publishHere(client: string | null): Answer<{ readonly released: number }>;
  exportArchive(file: string, passphrase: string, client: string | null): Answer<Exported>;
}

export interface SafetyDeps {
  readonly folder: string;
  readonly version: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly journal: Journal;
  readonly copy: Journal;
  readonly book: AccountBook;
  readonly vault: Pick<Vault, 'read'>;
  readonly media: MediaStore;
  readonly settings: SettingsStore;
  readonly settingsChanged: (settings: Settings) => void;
  readonly outbox: Pick<OutboxRunner, 'adopt' | 'braking' | 'records'>;
  readonly snapshots: Snapshots;
  /** log2 of what a passphrase costs to try; the archive's own default. */
  readonly log2N?: number;
}

const pageRows = 200;

export function createSafety(deps: SafetyDeps): Safety {
  const { clock, log, journal, copy, book, media, outbox, snapshots } = deps;
  const staging = path.join(deps.folder, 'incoming');
  let opened: { readonly rows: readonly BackupRow[]; readonly media: readonly string[] } | null = null;

  const close = async (): Answer<null> => {
    opened = null;
    await rm(staging, { recursive: true, force: true });
    return ok(null);
  };

  /** What of the open backup main would take over. */
  const part = async (rows: readonly BackupRow[], client: string | null) => {
    const known = new Set<string>();
    const stored = new Set<string>();
    for (const row of rows) {
      if (row.tag === 'delivery' && typeof row.record['id'] === 'string') {
        // Also a row that cannot be read: writing over it could send it twice.
        if ((await journal.get(`outbox/${row.record['id']}`)) !== undefined) known.add(row.record['id']);
      } else if (row.tag === 'authored' && row.collection === 'intents') {
        const there = await copy.get(`row/intents/${row.id}`);
        if (there !== undefined) stored.add(row.id);
      }
    }
    const ours = new Set<string>(outbox.records().map(({ id }) => id));
    return ledgerOf(rows, client, {
      isKnown: (id) => known.has(id) || ours.has(id),
      isStored: (id) => stored.has(id),
      account: book.get,
      now: clock.now(),
    });
  };

  const here = () => ({ journal, copy, now: clock.now() });

  const settingsIn = (rows: readonly BackupRow[], client: string | null): Settings | null => {
    const row = client === null ? rows.find((one) => one.tag === 'settings') : undefined;
    const parsed = row?.tag === 'settings' ? v.safeParse(settingsSchema, row.settings) : null;
    return parsed?.success ? parsed.output : null;
  };

  const takeMedia = async (hashes: readonly string[]): Answer<number> => {
    let taken = 0;
    for (const hash of hashes) {
      // Node's web streams and the DOM's are the same thing under two names.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const body = Readable.toWeb(
        createReadStream(path.join(staging, hash)),
      ) as unknown as ReadableStream<Uint8Array>;
      const put = await media.put(body);
      if (put.tag === 'err' && put.error.code === 'disk-full') return put;
      if (put.tag === 'ok') taken += 1;
    }
    return ok(taken);
  };

  const takeLedger = async (rows: readonly BackupRow[], client: string | null) => {
    const { records, accounts } = await part(rows, client);
    for (const account of accounts) {
      const secret = await deps.vault.read(account.id);
      const isLocked = secret.tag === 'err' || secret.value === null;
      const saved = await book.save(
        isLocked ? { ...account, health: { tag: 'locked', since: clock.now() } } : account,
      );
      if (saved.tag === 'err') return saved;
    }
    const held = records.filter((record) => !isOver(record));
    const adopted = await outbox.adopt(records);
    if (adopted.tag === 'err') return adopted;
    const settings = settingsIn(rows, client);
    if (settings !== null) {
      const changed = await deps.settings.change(settings);
      if (changed.tag === 'err') return changed;
      deps.settingsChanged(changed.value);
    }
    const opaque = await opaqueOf(rows, client, here());
    const kept = await takeOpaque(opaque, here());
    if (kept.tag === 'err') return kept;
    return ok({
      deliveries: records.length,
      held: held.length,
      accounts: accounts.length,
      opaque: opaque.journal.length + opaque.copy.length,
    });
  };

  return {
    snapshots,
    snapshotNow: async () => {
      try {
        await snapshots.take();
        return ok(null);
      } catch (error) {
        return err(failure(saysFull(error) ? 'disk-full' : 'file-not-written'));
      }
    },
    openSnapshot: async (id) => {
      await close();
      const rows = await snapshots.read(id);
      const info = (await snapshots.list()).find((one) => one.id === id);
      if (rows === null || info === undefined) return err(failure('backup-gone'));
      opened = { rows, media: [] };
      return ok({ at: info.at, summary: info.summary ?? summaryOf(rows), media: 0 });
    },
    openArchive: async (file, passphrase) => {
      await close();
      const read = await readArchive(file, passphrase, staging);
      log.info('archive.read', { code: read.tag === 'ok' ? 'ok' : read.error.code });
      if (read.tag === 'err') return read;
      opened = { rows: read.value.rows, media: read.value.media };
      return ok({ at: read.value.at, summary: read.value.summary, media: read.value.media.length });
    },
    close,
    rows: (client, from) => {
      if (opened === null) return Promise.resolve(err(failure('backup-gone')));
      const rows: Omit<AuthoredBackupRow, 'tag'>[] = [];
      let index = from;
      for (; index < opened.rows.length && rows.length < pageRows; index += 1) {
        const row = opened.rows[index];
        if (row?.tag !== 'authored' || (client !== null && clientOf(row) !== client)) continue;
        rows.push({ collection: row.collection, id: row.id, row: row.row });
      }
      return Promise.resolve(ok({ rows, next: index < opened.rows.length ? index : null }));
    },
    weigh: async (client) => {
      if (opened === null) return err(failure('backup-gone'));
      const { records, known, accounts } = await part(opened.rows, client);
      const opaque = await opaqueOf(opened.rows, client, here());
      return ok({
        deliveries: records.length,
        held: records.filter((record) => !isOver(record)).length,
        known,
        accounts: accounts.length,
        opaque: opaque.journal.length + opaque.copy.length,
        settings: settingsIn(opened.rows, client) !== null,
      });
    },
    take: async (client, ledger) => {
      if (opened === null) return err(failure('backup-gone'));
      const files = await takeMedia(opened.media);
      if (files.tag === 'err') return files;
      if (!ledger) return ok({ deliveries: 0, held: 0, accounts: 0, opaque: 0, media: files.value });
      const taken = await takeLedger(opened.rows, client);
      if (taken.tag === 'err') return taken;
      log.info('backup.taken', { count: taken.value.deliveries, kind: client === null ? 'all' : 'client' });
      return ok({ ...taken.value, media: files.value });
    },
    arrived: () => {
      const counts = new Map<string, number>();
      for (const { workspaceId } of outbox.records().filter(waits))
        counts.set(workspaceId, (counts.get(workspaceId) ?? 0) + 1);
      return [...counts].map(([workspaceId, count]) => ({ workspaceId, count }));
    },
    publishHere: async (client) => {
      let released = 0;
      for (const record of outbox.records().filter(waits)) {
        if (client !== null && record.workspaceId !== client) continue;
        const done = await outbox.braking.release(record.id);
        // What the red button holds as well stays held, and is asked about when the freeze ends.
        if (done.tag === 'err' && done.error.code !== 'frozen') return done;
        if (done.tag === 'ok') released += 1;
      }
      log.info('backup.published-here', { count: released });
      return ok({ released });
    },
    exportArchive: async (file, passphrase, client) => {
      const written = await writeArchive({
        file,
        passphrase,
        rows: backupRows({ journal, copy }, client),
        media,
        at: clock.now(),
        version: deps.version,
        ...(deps.log2N === undefined ? {} : { log2N: deps.log2N }),
      });
      log.info('archive.written', {
        code: written.tag === 'ok' ? 'ok' : written.error.code,
        bytes: written.tag === 'ok' ? written.value.bytes : 0,
      });
      return written;
    },
  };
}

/** It came from a backup, and waits for the word that this machine publishes. */
const waits = (record: OutboxRecord): boolean =>
  record.holds.frozen && !isOver(record) && frozenBy(record) === 'import';

function summaryOf(rows: readonly BackupRow[]): Summary {
  const tally = createTally();
  for (const row of rows) tally.add(row);
  return tally.summary();
}
