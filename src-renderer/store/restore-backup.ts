import type { RxCollection } from 'rxdb';
import type { BridgeClient } from '../../src-shared/bridge/index.ts';
import type { Failure } from '../../src-shared/errors.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { authoredNames, type AuthoredRow } from '../../src-shared/safety/authored-row.ts';
import {
  besideDraft,
  judge,
  writingOrder,
  type MergeMode,
  type Verdict,
} from '../../src-shared/safety/merge.ts';
import type { Databases } from './databases.ts';
import { fieldsOf, upsertApart } from './second-copy.ts';

type Row = Readonly<Record<string, unknown>> & { readonly id: string };
type Name = AuthoredRow['collection'];
type AnyCollection = RxCollection<{ readonly id: string }>;

/** How a backup comes in. `beside`: as a client of its own, beside the one that is here. */
export type RestoreMode = MergeMode | 'beside';

/** What a backup would change, and the rows that would be written. */
export interface RestorePlan {
  /** Rows by what becomes of them, of each collection. */
  readonly tallies: ReadonlyMap<Name, Readonly<Record<Verdict, number>>>;
  readonly writes: ReadonlyMap<Name, readonly Row[]>;
}

/** Every row of one client (or of all) in the open backup. */
export async function readBackup(
  bridge: BridgeClient,
  workspaceId: string | null,
): Promise<Result<readonly { readonly collection: Name; readonly row: Row }[], Failure>> {
  const rows: { readonly collection: Name; readonly row: Row }[] = [];
  let from: number | null = 0;
  while (from !== null) {
    const page: Awaited<ReturnType<BridgeClient['safety']['rows']>> = await bridge.safety.rows({
      workspaceId,
      from,
    });
    if (page.tag === 'err') return page;
    for (const one of page.value.rows)
      rows.push({ collection: one.collection, row: { ...one.row, id: one.id } });
    from = page.value.next;
  }
  return ok(rows);
}

/**
 * Compares a backup's rows with the store. Nothing is written; the same comparison is made once more before anything
 * is, because the person goes on writing.
 */
export async function planRestore(
  databases: Databases,
  rows: readonly { readonly collection: Name; readonly row: Row }[],
  mode: RestoreMode,
): Promise<RestorePlan> {
  const wanted = mode === 'beside' ? await besideRows(rows) : rows;
  const tallies = new Map<Name, Record<Verdict, number>>();
  const writes = new Map<Name, Row[]>();
  for (const name of authoredNames) {
    const own = wanted.filter(({ collection }) => collection === name).map(({ row }) => row);
    if (own.length === 0) continue;
    const tally: Record<Verdict, number> = { add: 0, same: 0, keep: 0, replace: 0, both: 0 };
    const put: Row[] = [];
    for (let at = 0; at < own.length; at += pageRows) {
      const page = own.slice(at, at + pageRows);
      const stored = await storedRows(
        databases,
        name,
        page.map(({ id }) => id),
      );
      for (const row of page) {
        const verdict = judge(name, stored.get(row.id) ?? null, row, mode === 'beside' ? 'merge' : mode);
        if (verdict === 'both') {
          const copy = { ...besideDraft(row, await derivedId(`${row.id} ${JSON.stringify(row)}`)) } as Row;
          const there = (await storedRows(databases, name, [copy.id])).has(copy.id);
          tally[there ? 'same' : 'both'] += 1;
          if (!there) put.push(copy);
          continue;
        }
        tally[verdict] += 1;
        if (verdict === 'add' || verdict === 'replace') put.push(name === 'intents' ? settled(row) : row);
      }
    }
    tallies.set(name, tally);
    writes.set(name, put);
  }
  return { tallies, writes };
}

const pageRows = 200;

/**
 * Writes a plan. May be repeated; a client comes last, so that one that was cut short is not seen. A row that the store
 * refuses for what it is keeps back no other: it is given to `aside`. Rejects when the store itself fails.
 */
export async function applyRestore(
  databases: Databases,
  plan: RestorePlan,
  aside: (row: AuthoredRow) => Promise<void>,
): Promise<void> {
  for (const name of writingOrder) {
    const rows = plan.writes.get(name) ?? [];
    for (let at = 0; at < rows.length; at += pageRows) {
      const collection = collectionOf(databases, name);
      for (const row of await upsertApart(collection, rows.slice(at, at + pageRows)))
        await aside({ collection: name, id: row.id, row: { ...row } });
    }
  }
}

/** Main has taken the delivery over and holds it back: it must not be handed over as a new wish. */
const settled = (row: Row): Row => (row['handed'] === 'pending' ? { ...row, handed: 'accepted' } : row);

// Six collections of six row types, seen here only as rows with an id.
const collectionOf = (databases: Databases, name: Name): AnyCollection =>
  databases.authored[name] as unknown as AnyCollection;

async function storedRows(
  databases: Databases,
  name: Name,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  const found = await collectionOf(databases, name).storageInstance.findDocumentsById([...ids], false);
  return new Map(found.map((row) => [row.id, fieldsOf(row)]));
}

/**
 * The rows under ids of their own. What was published or is to leave stays with the client that is here: its posts
 * come as drafts, so that nothing can leave twice.
 */
async function besideRows(
  rows: readonly { readonly collection: Name; readonly row: Row }[],
): Promise<readonly { readonly collection: Name; readonly row: Row }[]> {
  const renamed = new Map<string, string>();
  for (const { collection, row } of rows)
    if (collection === 'workspaces' || collection === 'posts')
      renamed.set(row.id, await derivedId(`${row.id} beside`));
  const rename = (text: string): string => {
    let result = text;
    for (const [from, to] of renamed) result = result.replaceAll(from, to);
    return result;
  };
  return rows
    .filter(({ collection }) => collection !== 'intents' && collection !== 'triage')
    .map(({ collection, row }) => {
      // Ids are ULIDs: they appear in a row only where they are meant.
      const fresh: unknown = JSON.parse(rename(JSON.stringify(row)));
      return {
        collection,
        row: (collection === 'posts' ? { ...(fresh as Row), intentId: null } : fresh) as Row,
      };
    });
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An id of 26 characters that the same text always gives: taken twice, a backup makes no second copy. */
async function derivedId(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)]
    .slice(0, 26)
    .map((byte) => alphabet[byte & 31])
    .join('');
}
