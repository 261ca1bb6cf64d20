import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { mediaHashSchema } from '../../src-shared/ids.ts';
import * as v from 'valibot';
import type { Settings } from '../../src-shared/bridge/app.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { isOver } from '../../src-shared/outbox/command.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { purgeMatcher, type PurgePlaces, type PurgeTarget } from '../../src-shared/safety/purge.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import type { Log } from '../diagnostics/log.ts';
import type { DownStream } from '../engine/down-stream.ts';
import type { OutboxRunner } from '../engine/outbox-runner.ts';
import type { SyncRunner } from '../engine/sync-runner.ts';
import type { FreezeBook } from '../engine/brakes/freeze-book.ts';
import type { VitalsBook } from '../accounts/vitals-book.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { BackupRow } from '../../src-shared/safety/backup.ts';
import type { Journal, JournalWrite } from '../journal/journal.ts';
import type { RebuildDebt } from '../journal/rebuild-debt.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { RemoteMedia } from '../media/remote-media.ts';
import { mediaOf } from './archive-file.ts';
import type { Refusals, SeenPerson } from './refusals.ts';
import type { Snapshots } from './snapshots.ts';

export interface Purged {
  readonly places: PurgePlaces;
  /** Deliveries that are under way or in doubt: they have to be settled before they can be forgotten. */
  readonly left: number;
}
/** `refuse`: nothing of these persons is kept from now on. */
export type Purge = (target: PurgeTarget, refuse: readonly SeenPerson[]) => Promise<Result<Purged, Failure>>;

const pageRows = 500;

/**
 * Deletes a client or a person from everything that main keeps, and rewrites the files in which deleted rows would
 * otherwise lie on. Safe to repeat: what is gone is not counted twice.
 */
export function createPurge(deps: {
  readonly folder: string;
  readonly journal: Journal;
  readonly copy: Journal;
  readonly debt: RebuildDebt;
  readonly book: AccountBook;
  readonly outbox: Pick<OutboxRunner, 'records' | 'cancel' | 'forget' | 'unreadable'>;
  readonly sync: Pick<SyncRunner, 'accountRemoved'>;
  readonly down: DownStream;
  readonly media: MediaStore;
  readonly remote: RemoteMedia;
  readonly snapshots: Snapshots;
  readonly refusals: Refusals;
  readonly freezes: Pick<FreezeBook, 'forget'>;
  readonly vitals: Pick<VitalsBook, 'forget'>;
  readonly settings: SettingsStore;
  readonly settingsChanged: (settings: Settings) => void;
  /** A backup that is open holds rows of whoever is purged. */
  readonly closeBackup: () => Promise<unknown>;
  readonly log: Log;
}): Purge {
  const { folder, journal, copy, book, outbox, log } = deps;

  return async (target, refuse) => {
    // What was set aside is still needed: the rebuild that it feeds is not over.
    if (deps.debt.owed()) return err(failure('journal-rebuilt'));
    const matches = purgeMatcher(target);
    const places: Record<string, number> = {};
    const count = (place: string, rows: number): void => {
      if (rows > 0) places[place] = (places[place] ?? 0) + rows;
    };

    // First, so that nothing of them comes in behind the sweep.
    const refused = refuse.length === 0 ? ok(null) : await deps.refusals.add(refuse);
    if (refused.tag === 'err') return refused;

    const meant = outbox.records().filter(matches);
    for (const record of meant) if (!isOver(record)) await outbox.cancel(record.id);
    const isClient = target.tag === 'client';
    const gone = await outbox.forget((record) => (isClient || isOver(record)) && matches(record));
    if (gone.tag === 'err') return gone;
    count('deliveries', gone.value);

    if (isClient)
      for (const account of book.list().filter(matches)) {
        const removed = await book.remove(account.id, true);
        if (removed.tag === 'err') return removed;
        await deps.sync.accountRemoved(account.id);
        // What it remembers would be written again behind the sweep.
        await deps.vitals.forget(account.id);
        count('accounts', 1);
      }
    if (target.tag === 'client') {
      const frozen = await deps.freezes.forget(target.workspaceId, target.accounts);
      if (frozen.tag === 'err') return frozen;
      count('freezes', frozen.value);
      const { postSpacing } = deps.settings.read();
      const others = withoutClient(postSpacing, target.workspaceId);
      if (others !== postSpacing) {
        const saved = await deps.settings.change({ postSpacing: others });
        if (saved.tag === 'err') return saved;
        deps.settingsChanged(saved.value);
        count('settings', 1);
      }
    }
    await deps.closeBackup();

    const streamed = await deps.down.scrub(
      // What tells the store to forget names what it forgets.
      (row) => row.tag !== 'forget-account' && row.tag !== 'account-removed' && matches(row),
    );
    if (streamed.tag === 'err') return streamed;
    count('stream', streamed.value);

    // What the outbox could not read it cannot forget.
    const unread = new Set(outbox.unreadable());
    const own = await sweep(
      journal,
      (key) => unread.has(key) || !/^(outbox|down|account|rebuild|settings|freeze)\//.test(key),
      matches,
    );
    if (own.tag === 'err') return own;
    count('journal', own.value.rows);

    // A freeze of everybody must not end because one of those whom it names is forgotten.
    const copied = await sweep(copy, (key) => !key.startsWith('freeze/'), matches);
    if (copied.tag === 'err') return copied;
    count('copy', copied.value.rows);
    count('media', await dropMedia(copied.value.media));
    count('pictures', await deps.remote.clear());

    const rewritten = await deps.snapshots.rewrite((row) =>
      matches(row) || (row.tag === 'opaque' && matches(row.key.split('/'))) ? withoutThem(row, target) : row,
    );
    count('snapshots', rewritten.rows);
    for (const place of ['journal', 'copy', '.'])
      count('set-aside', await dropSetAside(path.join(folder, place)));
    count('log', await log.forget(matches));
    await journal.compact?.();
    await copy.compact?.();
    const left = outbox.records().filter(matches).length;
    log.info('purge.done', {
      kind: target.tag,
      count: Object.values(places).reduce((sum, rows) => sum + rows, 0),
    });
    return ok({ places, left });
  };

  /** Files that nothing names any more. */
  async function dropMedia(hashes: ReadonlySet<string>): Promise<number> {
    if (hashes.size === 0) return 0;
    const named = new Set<string>();
    for (const one of [journal, copy])
      for await (const { value } of rowsOf(one)) for (const hash of mediaOf(value)) named.add(hash);
    let dropped = 0;
    for (const hash of hashes) {
      const parsed = v.safeParse(mediaHashSchema, hash);
      if (named.has(hash) || !parsed.success) continue;
      if (await deps.media.remove(parsed.output)) dropped += 1;
    }
    return dropped;
  }
}

/** Deletes the rows in which it is; answers how many, and which media they named. */
async function sweep(
  journal: Journal,
  wanted: (key: string) => boolean,
  matches: (row: unknown) => boolean,
): Promise<Result<{ readonly rows: number; readonly media: ReadonlySet<string> }, Failure>> {
  const media = new Set<string>();
  let rows = 0;
  let batch: JournalWrite[] = [];
  for await (const { key, value } of rowsOf(journal)) {
    if (!wanted(key) || !(matches(key.split('/')) || matches(value))) continue;
    for (const hash of mediaOf(value)) media.add(hash);
    batch.push({ tag: 'del', key });
    rows += 1;
    if (batch.length < pageRows) continue;
    const written = await journal.write(batch);
    if (written.tag === 'err') return written;
    batch = [];
  }
  const written = batch.length === 0 ? ok(null) : await journal.write(batch);
  return written.tag === 'err' ? written : ok({ rows, media });
}

async function* rowsOf(journal: Journal): AsyncGenerator<{ readonly key: string; readonly value: unknown }> {
  let from = '';
  for (;;) {
    const page = await journal.range(from, '\uffff', pageRows);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageRows) return;
    from = `${last.key}\u0000`;
  }
}

/** The same object where there is nothing of this client. */
function withoutClient<T>(
  byClient: Readonly<Record<string, T>>,
  client: string,
): Readonly<Record<string, T>> {
  if (!(client in byClient)) return byClient;
  return Object.fromEntries(Object.entries(byClient).filter(([id]) => id !== client));
}

/** What is left of a backup's row: preferences are everybody's, and name a client only where theirs differ. */
function withoutThem(row: BackupRow, target: PurgeTarget): BackupRow | null {
  const spacing = row.tag === 'settings' ? row.settings['postSpacing'] : null;
  if (row.tag !== 'settings' || target.tag !== 'client' || typeof spacing !== 'object' || spacing === null)
    return null;
  const postSpacing = withoutClient(Object.fromEntries(Object.entries(spacing)), target.workspaceId);
  return { tag: 'settings', settings: { ...row.settings, postSpacing } };
}

/** Damaged files that were set aside, those of the page's database among them: nobody can tell what of the purged is in them. */
async function dropSetAside(folder: string): Promise<number> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith('set-aside-'));
  for (const name of names) await rm(path.join(folder, name), { recursive: true, force: true });
  return names.length;
}
