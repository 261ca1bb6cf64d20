import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Account } from '../../src-shared/domain/account.ts';
import { accountIdSchema, type AccountId } from '../../src-shared/ids.ts';
import type { Inbound } from '../../src-shared/sync/inbound.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Journal, JournalWrite } from '../journal/journal.ts';
import { jsonOf, parkedRowSchema } from './parking.ts';

/**
 * Items of a feed's pages that could not be read. They are set aside as they came, in the write that moves the cursor
 * past them, once however often they come and by whatever feed, until one of those feeds brings what they are in a
 * shape that can be read.
 */
export interface LeftOut {
  /** What a page changes among them: the writes, and how many of its feed's are set aside after them. */
  after(
    account: Pick<Account, 'id' | 'workspaceId'>,
    feed: string,
    page: { readonly left: readonly unknown[]; readonly items: readonly Inbound[] },
  ): Promise<{ readonly writes: readonly JournalWrite[]; readonly count: number }>;
  /**
   * Whether a Vigie of another version could not read items of this feed: then it is read anew, once, with `writes`.
   */
  again(
    account: Pick<Account, 'id'>,
    feed: string,
  ): Promise<{ readonly isDue: boolean; readonly writes: readonly JournalWrite[] }>;
}

const prefix = 'parked/item-';
const most = 100_000;
const valueSchema = v.object({
  workspaceId: v.string(),
  accountId: accountIdSchema,
  item: v.unknown(),
  /** The feeds that brought it, each with the Vigie that could not read it. */
  by: v.record(v.string(), v.string()),
});
const rowSchema = v.object({ ...parkedRowSchema.entries, value: valueSchema });
type Row = v.InferOutput<typeof rowSchema>;

export function createLeftOut(deps: {
  readonly journal: Pick<Journal, 'range'>;
  readonly version: string;
  /** Epoch ms. */
  readonly now: () => number;
  readonly log: Log;
}): LeftOut {
  const { journal, version, now, log } = deps;

  /** Read each time: a row may be released, restored or purged by others, and there are hardly ever any. */
  const kept = async (id: AccountId): Promise<ReadonlyMap<string, Row>> =>
    new Map(
      (await journal.range(prefix, `${prefix}~`, most)).flatMap(({ key, value }) => {
        const row = v.safeParse(rowSchema, value);
        return row.success && row.output.value.accountId === id ? [[key, row.output] as const] : [];
      }),
    );
  const broughtBy = (row: Row, feed: string): Row => ({
    ...row,
    value: { ...row.value, by: { ...row.value.by, [feed]: version } },
  });

  return {
    after: async ({ id: accountId, workspaceId }, feed, { left, items }) => {
      const rows = new Map(await kept(accountId));
      if (rows.size === 0 && left.length === 0) return { writes: [], count: 0 };
      const writes = new Map<string, JournalWrite>();
      for (const item of left) {
        const key =
          prefix + digestOf(accountId, ...(namesIn(item).length === 0 ? [jsonOf(item)] : namesIn(item)));
        const known = rows.get(key);
        if (known?.value.by[feed] === version) continue;
        const fresh: Row = {
          at: now(),
          place: 'network',
          kind: feed,
          reason: 'shape',
          value: { workspaceId, accountId, item, by: {} },
        };
        const row = broughtBy(known ?? fresh, feed);
        rows.set(key, row);
        writes.set(key, { tag: 'put', key, value: row });
      }
      if (writes.size > 0) log.error('parking.left-out', { account: accountId, feed, count: writes.size });
      const came = new Set(items.flatMap(remoteIdOf));
      for (const [key, { value }] of rows) {
        if (value.by[feed] === undefined || !namesIn(value.item).some((name) => came.has(name))) continue;
        rows.delete(key);
        writes.set(key, { tag: 'del', key });
      }
      const count = [...rows.values()].filter(({ value }) => value.by[feed] !== undefined).length;
      return { writes: [...writes.values()], count };
    },
    again: async ({ id }, feed) => {
      const old = [...(await kept(id))].filter(([, { value }]) => (value.by[feed] ?? version) !== version);
      const writes = old.map(([key, row]): JournalWrite => ({
        tag: 'put',
        key,
        value: broughtBy(row, feed),
      }));
      return { isDue: old.length > 0, writes };
    },
  };
}

const digestOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);

const remoteIdOf = (item: Inbound): readonly string[] => {
  if (item.tag === 'message') return [item.message.remoteId];
  return item.tag === 'conversation' ? [item.conversation.remoteId] : [];
};

const naming = ['id', 'uri', 'urn', 'cid'] as const;

/** What a network calls an item, and then the things directly in it. A number in it may change; its name does not. */
function namesIn(item: unknown): readonly string[] {
  const outer = membersOf(item);
  return [outer, ...Object.values(outer).map(membersOf)].flatMap((members) =>
    naming.flatMap((name) => {
      const said = members[name];
      return typeof said === 'string' || typeof said === 'number' ? [String(said)] : [];
    }),
  );
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
