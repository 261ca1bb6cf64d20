import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { canonicalJson } from '../../src-shared/canonical-json.ts';
import { accountSchema } from '../../src-shared/domain/account.ts';
import type { Failure } from '../../src-shared/errors.ts';
import { recordSchema } from '../../src-shared/outbox/record.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { clientOf, type BackupRow } from '../../src-shared/safety/backup.ts';
import { misfit } from '../engine/parking.ts';
import type { Journal, JournalWrite } from '../journal/journal.ts';

type Opaque = Extract<BackupRow, { tag: 'opaque' }>;
const parkedTable = 'parked/';
const copyTable = 'row/';
const pageRows = 200;
const longestKey = 1_000;
const longestKind = 40;

/** What would be written, and where. */
export interface OpaquePart {
  readonly journal: readonly JournalWrite[];
  readonly copy: readonly JournalWrite[];
}

interface Here {
  readonly journal: Pick<Journal, 'get' | 'write'>;
  readonly copy: Pick<Journal, 'get' | 'write'>;
  /** Epoch ms. */
  readonly now: number;
}

/**
 * What of a backup no Vigie that wrote or reads it could parse, and is not here yet. What was set aside is set aside
 * again, a row of the second copy is one again. What lay unread in a working table of the journal is set aside, never
 * put back there: a later Vigie that can read it would send it from two machines. What is here counts as it is here.
 */
export async function opaqueOf(
  rows: readonly BackupRow[],
  client: string | null,
  { journal, copy, now }: Here,
): Promise<OpaquePart> {
  const aside = new Map<string, JournalWrite>();
  const copies = new Map<string, JournalWrite>();
  for (const row of rows.filter((one) => client === null || clientOf(one) === client).flatMap(unreadIn)) {
    const { place, key, value } = row;
    if (place === 'copy' && isKeyOf(copyTable, key)) {
      const there = await copy.get(key);
      if (there === undefined) copies.set(key, { tag: 'put', key, value });
      if (there === undefined || canonicalJson(there) === canonicalJson(value)) continue;
    }
    const isAside = place === 'journal' && isKeyOf(parkedTable, key);
    if (place === 'journal' && (await journal.get(key)) !== undefined) continue;
    const write: JournalWrite = isAside ? { tag: 'put', key, value } : parked(row, now);
    if (isAside || (await journal.get(write.key)) === undefined) aside.set(write.key, write);
  }
  return { journal: [...aside.values()], copy: [...copies.values()] };
}

/** Writes it. Safe to repeat. */
export async function takeOpaque(part: OpaquePart, { journal, copy }: Here): Promise<Result<null, Failure>> {
  for (const [store, writes] of [
    [journal, part.journal],
    [copy, part.copy],
  ] as const)
    for (let at = 0; at < writes.length; at += pageRows) {
      const written = await store.write(writes.slice(at, at + pageRows));
      if (written.tag === 'err') return written;
    }
  return ok(null);
}

/** Under a key that the same row always has: taken twice, a backup sets nothing aside twice. */
function parked({ place, key, value }: Opaque, now: number): JournalWrite {
  const digest = createHash('sha256')
    .update(canonicalJson([place, key, value]))
    .digest('hex')
    .slice(0, 32);
  const kind = (place === 'archive' ? place : (key.split('/', 1)[0] ?? '')).slice(0, longestKind);
  return {
    tag: 'put',
    key: `${parkedTable}${'0'.repeat(15)}-${digest}`,
    value: { at: now, place: 'journal', kind, reason: reasonOf(kind, value), value },
  };
}

/** What of a backup nothing here can read, as it lay. */
function unreadIn(row: BackupRow): readonly Opaque[] {
  switch (row.tag) {
    case 'opaque':
      return [row];
    case 'delivery':
      return v.is(recordSchema, row.record) ? [] : [unread('outbox', row.record)];
    case 'account':
      return v.is(accountSchema, row.account) ? [] : [unread('account', row.account)];
    case 'authored':
    case 'settings':
      return [];
  }
}

function unread(table: string, value: Readonly<Record<string, unknown>>): Opaque {
  const { id } = value;
  return { tag: 'opaque', place: 'journal', key: `${table}/${typeof id === 'string' ? id : ''}`, value };
}

function reasonOf(kind: string, value: unknown): string {
  switch (kind) {
    case 'outbox':
      return misfit(recordSchema, value) || 'shape';
    case 'account':
      return misfit(accountSchema, value) || 'shape';
    default:
      return 'shape';
  }
}

/** An archive is somebody's file: it may name no row but of these tables. */
const isKeyOf = (table: string, key: string): boolean =>
  key.startsWith(table) && key.length > table.length && key.length <= longestKey;
