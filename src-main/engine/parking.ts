import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Parked } from '../../src-shared/sync/parked.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Journal, JournalWrite } from '../journal/journal.ts';

/** Something that is to be set aside: what it is, why, and itself as it was found. */
export interface Aside {
  readonly place: Parked['place'];
  readonly kind: string;
  readonly reason: string;
  readonly value: unknown;
}

/** Rows that cannot be used, kept in the journal as they are, apart from everything that works. */
export interface Parking {
  /** The writes that keep them; they go with the write that takes them out of where they were. */
  aside(rows: readonly Aside[]): readonly JournalWrite[];
  /** The oldest first, at most `limit`. */
  list(limit: number): Promise<readonly Parked[]>;
  /** As it was found; undefined: nothing has this id. */
  find(id: string): Promise<Aside | undefined>;
  /** The write that forgets it. */
  release(id: string): JournalWrite;
}

const table = 'parked/';
export const parkedRowSchema = v.object({
  at: v.number(),
  place: v.picklist(['stream', 'store', 'journal', 'network']),
  kind: v.string(),
  reason: v.string(),
  // Not as text: whoever deletes a person must find them in it.
  value: v.unknown(),
});

/**
 * Kinds of which a late one does no harm when it is put back. An account as it was, or the word to forget one, would
 * undo what has happened since; main gives the store its accounts anew by itself.
 */
const retryable = [
  'message',
  'message-gone',
  'conversation',
  'person',
  'metric',
  'delivery',
  'reaction',
  'visibility',
];

export function createParking(deps: {
  readonly journal: Pick<Journal, 'get' | 'range'>;
  /** Epoch ms. */
  readonly now: () => number;
  readonly log: Log;
}): Parking {
  const { journal, now, log } = deps;
  return {
    aside: (rows) =>
      rows.map((row) => {
        const { place, kind, reason } = row;
        log.error('parking.aside', { stage: place, kind, reason });
        const key = `${table}${String(now()).padStart(15, '0')}-${randomUUID()}`;
        return { tag: 'put', key, value: { at: now(), ...row } };
      }),
    list: async (limit) => {
      const rows = await journal.range(table, `${table}~`, limit);
      const parked = rows.map(({ key, value }): Parked => {
        const row = v.safeParse(parkedRowSchema, value);
        if (!row.success) return { ...unknownPlace, id: key, text: jsonOf(value) };
        const { at, place, kind, reason } = row.output;
        const isRetryable = (place === 'stream' || place === 'store') && retryable.includes(kind);
        return { id: key, at, place, kind, reason, text: jsonOf(row.output.value), isRetryable };
      });
      return parked.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
    },
    find: async (id) => {
      if (!id.startsWith(table)) return undefined;
      const row = v.safeParse(parkedRowSchema, await journal.get(id));
      return row.success ? row.output : undefined;
    },
    release: (id) => ({ tag: 'del', key: id }),
  };
}

/** Of a row whose own wrapping cannot be read. */
const unknownPlace = {
  at: null,
  place: 'journal',
  kind: 'parked',
  reason: 'shape',
  isRetryable: false,
} as const;

export const jsonOf = (value: unknown): string => JSON.stringify(value) ?? 'null';

/** Where something does not have its shape: names of fields, no values. */
export function misfit(schema: v.GenericSchema, value: unknown): string {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return '';
  const paths = parsed.issues.slice(0, 3).map((issue) => v.getDotPath(issue) ?? 'shape');
  return [...new Set(paths)].join(' ');
}
