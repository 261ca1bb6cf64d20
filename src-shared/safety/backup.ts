import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { authoredNames } from './authored-row.ts';

/**
 * What only this machine has, row by row: the same rows lie in a snapshot under the profile and in an archive that
 * the person takes away. Never a secret: those lie in the keychain and nowhere else.
 */
export const backupRowSchema = v.variant('tag', [
  v.object({
    tag: v.literal('authored'),
    collection: v.picklist(authoredNames),
    id: v.string(),
    row: v.record(v.string(), v.unknown()),
  }),
  /** A delivery with its attempts, as the outbox keeps it (`OutboxRecord`); parsed by whoever takes it over. */
  v.object({ tag: v.literal('delivery'), record: v.record(v.string(), v.unknown()) }),
  /** An account as everybody may see it (`Account`). */
  v.object({ tag: v.literal('account'), account: v.record(v.string(), v.unknown()) }),
  /** Preferences of the machine. */
  v.object({ tag: v.literal('settings'), settings: v.record(v.string(), v.unknown()) }),
  /**
   * What could not be parsed where it lay, as it is: set aside, or unread in its table. `archive`: a row of a backup
   * that has no shape that is known here.
   */
  v.object({
    tag: v.literal('opaque'),
    place: v.picklist(['journal', 'copy', 'archive']),
    key: v.string(),
    value: v.unknown(),
  }),
]);
export type BackupRow = Frozen<v.InferOutput<typeof backupRowSchema>>;

/** A row of a backup as it was written. One that has no shape that is known here is kept as it is, and refuses no other. */
export function backupRowOf(value: unknown): BackupRow {
  const parsed = v.safeParse(backupRowSchema, value);
  return parsed.success ? parsed.output : { tag: 'opaque', place: 'archive', key: '', value };
}

export const countsSchema = v.object({
  posts: v.number(),
  intents: v.number(),
  triage: v.number(),
  records: v.number(),
  media: v.number(),
  deliveries: v.number(),
  accounts: v.number(),
  /** Kept as they are, because nothing here can read them. Backups of before know none. */
  opaque: v.optional(v.number(), 0),
});
export type Counts = Readonly<v.InferOutput<typeof countsSchema>>;
export const noCounts: Counts = {
  posts: 0,
  intents: 0,
  triage: 0,
  records: 0,
  media: 0,
  deliveries: 0,
  accounts: 0,
  opaque: 0,
};

/** What is in a backup, client by client. What belongs to no client is in no client's counts. */
export const summarySchema = v.object({
  total: countsSchema,
  clients: v.array(v.object({ id: v.string(), name: v.string(), counts: countsSchema })),
});
export type Summary = Frozen<v.InferOutput<typeof summarySchema>>;

/** The client that a row belongs to; null: none alone. */
export function clientOf(row: BackupRow): string | null {
  const named = (data: Readonly<Record<string, unknown>>): string | null => {
    const id = data['workspaceId'];
    return typeof id === 'string' && id !== 'all' ? id : null;
  };
  switch (row.tag) {
    case 'authored':
      return row.collection === 'workspaces' ? row.id : named(row.row);
    case 'delivery':
      return named(row.record);
    case 'account':
      return named(row.account);
    case 'settings':
      return null;
    case 'opaque':
      return onlyClientIn(row);
  }
}

/** Of a row that nobody can read: a client's only where it names that client and no other. */
function onlyClientIn({ key, value }: Extract<BackupRow, { tag: 'opaque' }>): string | null {
  const named = new Set<string>();
  const look = (one: unknown): void => {
    if (Array.isArray(one)) one.forEach(look);
    else if (typeof one === 'object' && one !== null)
      for (const [name, inner] of Object.entries(one)) {
        if (name === 'workspaceId' && typeof inner === 'string') named.add(inner);
        else look(inner);
      }
  };
  look(value);
  const own = /^row\/workspaces\/(.+)$/.exec(key)?.[1];
  if (own !== undefined) named.add(own);
  const [only, ...others] = named;
  return only === undefined || only === 'all' || others.length > 0 ? null : only;
}

/** Counts rows as they go by. */
export interface Tally {
  add(row: BackupRow): void;
  summary(): Summary;
}

export function createTally(): Tally {
  const total: Record<string, number> = {};
  const names = new Map<string, string>();
  const clients = new Map<string, Record<string, number>>();
  const keyOf = (row: BackupRow): keyof Counts | null => {
    switch (row.tag) {
      case 'authored':
        return row.collection === 'workspaces' ? null : row.collection;
      case 'delivery':
        return 'deliveries';
      case 'account':
        return 'accounts';
      case 'opaque':
        return 'opaque';
      case 'settings':
        return null;
    }
  };
  return {
    add: (row) => {
      const client = clientOf(row);
      if (row.tag === 'authored' && row.collection === 'workspaces')
        names.set(row.id, typeof row.row['name'] === 'string' ? row.row['name'] : '');
      const key = keyOf(row);
      if (client !== null && !clients.has(client)) clients.set(client, {});
      if (key === null) return;
      total[key] = (total[key] ?? 0) + 1;
      const own = client === null ? undefined : clients.get(client);
      if (own) own[key] = (own[key] ?? 0) + 1;
    },
    summary: () => ({
      total: { ...noCounts, ...total },
      clients: [...clients]
        .map(([id, counts]) => ({ id, name: names.get(id) ?? '', counts: { ...noCounts, ...counts } }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    }),
  };
}
