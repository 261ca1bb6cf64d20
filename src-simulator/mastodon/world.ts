import type { BlobStore } from '../core/blobs.ts';
import type { SimClock } from '../core/clock.ts';
import type { StateStore, StateRow, Table } from '../core/state.ts';
import { localDomain, type Flavour } from './flavour.ts';
import { createIds, type Ids } from './ids.ts';
import type {
  AccountRow,
  AppRow,
  ConversationRow,
  GrantRow,
  KeyRow,
  MarkKind,
  MarkRow,
  MediaRow,
  NotificationRow,
  PollRow,
  RelationKind,
  RelationRow,
  ReportRow,
  ScheduledRow,
  StatusRow,
  TokenRow,
} from './rows.ts';
import { createSortedIds, type SortedIds } from './sorted-ids.ts';
import { createStreams, type Streams } from './streams.ts';

/** Everything that the simulated server knows: its tables, and the indexes that are rebuilt from them at start. */
export interface World {
  readonly flavour: Flavour;
  readonly clock: SimClock;
  readonly ids: Ids;
  readonly blobs: BlobStore;
  readonly streams: Streams;
  /** e.g. `http://127.0.0.1:4711`; known once the server listens. */
  readonly baseUrl: () => string;
  readonly accounts: Table<AccountRow>;
  readonly apps: Table<AppRow>;
  readonly grants: Table<GrantRow>;
  readonly tokens: Table<TokenRow>;
  readonly media: Table<MediaRow>;
  readonly polls: Table<PollRow>;
  readonly scheduled: Table<ScheduledRow>;
  readonly conversations: Table<ConversationRow>;
  readonly keys: Table<KeyRow>;
  readonly reports: Table<ReportRow>;
  /** Read these four through the functions below where one exists; write them only through those. */
  readonly statuses: Table<StatusRow>;
  readonly marks: Table<MarkRow>;
  readonly relations: Table<RelationRow>;
  readonly notifications: Table<NotificationRow>;

  putStatus(row: StatusRow): StatusRow;
  dropStatus(row: StatusRow): void;
  statusesOf(accountId: string): SortedIds;
  statusesTagged(tag: string): SortedIds;
  allStatuses(): SortedIds;
  repliesTo(statusId: string): SortedIds;
  reblogsOf(statusId: string): SortedIds;
  quotesOf(statusId: string): SortedIds;

  putNotification(row: NotificationRow): NotificationRow;
  dropNotification(row: NotificationRow): void;
  notificationsOf(accountId: string): SortedIds;
  notificationsAbout(statusId: string): SortedIds;

  mark(kind: MarkKind, accountId: string, statusId: string): MarkRow | undefined;
  putMark(kind: MarkKind, accountId: string, statusId: string): MarkRow;
  dropMark(kind: MarkKind, accountId: string, statusId: string): boolean;
  /** Account ids that marked a status, in the order in which they did. */
  markers(kind: MarkKind, statusId: string): readonly string[];

  relation(kind: RelationKind, from: string, to: string): RelationRow | undefined;
  putRelation(
    kind: RelationKind,
    from: string,
    to: string,
    options?: { readonly expiresAt?: number | null; readonly notifications?: boolean },
  ): RelationRow;
  dropRelation(kind: RelationKind, from: string, to: string): boolean;
  related(kind: RelationKind, from: string): readonly string[];
  relatedTo(kind: RelationKind, to: string): readonly string[];

  /** `domain`: null, this server's own name or the host it answers at for its own accounts. */
  accountNamed(username: string, domain: string | null): AccountRow | undefined;
  /** Fills the indexes from the tables: at start, and after a reset. */
  reindex(): void;
}

type Groups = Map<string, SortedIds>;

/** Opens the world over a state store. */
export function createWorld(deps: {
  readonly state: StateStore;
  readonly blobs: BlobStore;
  readonly clock: SimClock;
  readonly flavour: Flavour;
  readonly baseUrl: () => string;
}): World {
  const { state, clock, flavour } = deps;
  const accounts = state.table<AccountRow>('accounts');
  const statuses = state.table<StatusRow>('statuses');
  const marks = state.table<MarkRow>('marks');
  const relations = state.table<RelationRow>('relations');
  const notifications = state.table<NotificationRow>('notifications');
  const media = state.table<MediaRow>('media');
  const polls = state.table<PollRow>('polls');
  const scheduled = state.table<ScheduledRow>('scheduled');
  const conversations = state.table<ConversationRow>('conversations');
  const reports = state.table<ReportRow>('reports');
  const apps = state.table<AppRow>('apps');

  let ids = createIds(flavour.ids, () => clock.now());
  const byAccount: Groups = new Map();
  const byTag: Groups = new Map();
  const byParent: Groups = new Map();
  const byReblogged: Groups = new Map();
  const byQuoted: Groups = new Map();
  const received: Groups = new Map();
  const about: Groups = new Map();
  const everything: Groups = new Map();
  const markedBy = new Map<string, Set<string>>();
  const outgoing = new Map<string, Set<string>>();
  const incoming = new Map<string, Set<string>>();
  const names = new Map<string, string>();
  const nameKey = (username: string, domain: string | null): string =>
    `${username.toLowerCase()}@${domain?.toLowerCase() ?? ''}`;

  function indexStatus(row: StatusRow): void {
    group(everything, 'all').add(row.id);
    group(byAccount, row.accountId).add(row.id);
    for (const tag of row.tags) group(byTag, tag).add(row.id);
    if (row.inReplyToId !== null) group(byParent, row.inReplyToId).add(row.id);
    if (row.reblogOf !== null) group(byReblogged, row.reblogOf).add(row.id);
    if (row.quotedId !== null) group(byQuoted, row.quotedId).add(row.id);
  }

  function unindexStatus(row: StatusRow): void {
    group(everything, 'all').remove(row.id);
    group(byAccount, row.accountId).remove(row.id);
    for (const tag of row.tags) group(byTag, tag).remove(row.id);
    if (row.inReplyToId !== null) group(byParent, row.inReplyToId).remove(row.id);
    if (row.reblogOf !== null) group(byReblogged, row.reblogOf).remove(row.id);
    if (row.quotedId !== null) group(byQuoted, row.quotedId).remove(row.id);
  }

  function indexNotification(row: NotificationRow): void {
    group(received, row.accountId).add(row.id);
    if (row.statusId !== null) group(about, row.statusId).add(row.id);
  }

  function indexRelation(row: RelationRow): void {
    members(outgoing, `${row.kind}:${row.from}`).add(row.to);
    members(incoming, `${row.kind}:${row.to}`).add(row.from);
  }

  return {
    flavour,
    clock,
    blobs: deps.blobs,
    streams: createStreams(),
    baseUrl: deps.baseUrl,
    get ids() {
      return ids;
    },
    accounts: {
      ...accounts,
      get size() {
        return accounts.size;
      },
      put(row) {
        names.set(nameKey(row.username, row.domain), row.id);
        return accounts.put(row);
      },
    },
    apps,
    grants: state.table('grants'),
    tokens: state.table('tokens'),
    media,
    polls,
    scheduled,
    conversations,
    keys: state.table('keys'),
    reports,
    statuses,
    marks,
    relations,
    notifications,

    putStatus(row) {
      const before = statuses.get(row.id);
      if (before) unindexStatus(before);
      indexStatus(row);
      return statuses.put(row);
    },
    dropStatus(row) {
      unindexStatus(row);
      statuses.delete(row.id);
    },
    statusesOf: (accountId) => group(byAccount, accountId),
    statusesTagged: (tag) => group(byTag, tag.toLowerCase()),
    allStatuses: () => group(everything, 'all'),
    repliesTo: (statusId) => group(byParent, statusId),
    reblogsOf: (statusId) => group(byReblogged, statusId),
    quotesOf: (statusId) => group(byQuoted, statusId),

    putNotification(row) {
      indexNotification(row);
      return notifications.put(row);
    },
    dropNotification(row) {
      group(received, row.accountId).remove(row.id);
      if (row.statusId !== null) group(about, row.statusId).remove(row.id);
      notifications.delete(row.id);
    },
    notificationsOf: (accountId) => group(received, accountId),
    notificationsAbout: (statusId) => group(about, statusId),

    mark: (kind, accountId, statusId) => marks.get(`${kind}:${accountId}:${statusId}`),
    putMark(kind, accountId, statusId) {
      members(markedBy, `${kind}:${statusId}`).add(accountId);
      const id = `${kind}:${accountId}:${statusId}`;
      return marks.put({ id, kind, accountId, statusId, committedAt: clock.now() });
    },
    dropMark(kind, accountId, statusId) {
      members(markedBy, `${kind}:${statusId}`).delete(accountId);
      return marks.delete(`${kind}:${accountId}:${statusId}`);
    },
    markers: (kind, statusId) => [...(markedBy.get(`${kind}:${statusId}`) ?? [])],

    relation(kind, from, to) {
      const row = relations.get(`${kind}:${from}:${to}`);
      return row !== undefined && (row.expiresAt === null || row.expiresAt > clock.now()) ? row : undefined;
    },
    putRelation(kind, from, to, options = {}) {
      const row: RelationRow = {
        id: `${kind}:${from}:${to}`,
        kind,
        from,
        to,
        expiresAt: options.expiresAt ?? null,
        notifications: options.notifications ?? true,
        committedAt: clock.now(),
      };
      indexRelation(row);
      return relations.put(row);
    },
    dropRelation(kind, from, to) {
      members(outgoing, `${kind}:${from}`).delete(to);
      members(incoming, `${kind}:${to}`).delete(from);
      return relations.delete(`${kind}:${from}:${to}`);
    },
    related: (kind, from) => [...(outgoing.get(`${kind}:${from}`) ?? [])],
    relatedTo: (kind, to) => [...(incoming.get(`${kind}:${to}`) ?? [])],

    accountNamed(username, domain) {
      const isHere = domain === localDomain || domain === new URL(deps.baseUrl()).host;
      const id = names.get(nameKey(username, isHere ? null : domain));
      return id === undefined ? undefined : accounts.get(id);
    },

    reindex() {
      for (const groups of [byAccount, byTag, byParent, byReblogged, byQuoted, received, about, everything])
        groups.clear();
      for (const sets of [markedBy, outgoing, incoming]) sets.clear();
      names.clear();
      ids = createIds(flavour.ids, () => clock.now());
      for (const row of accounts.values()) {
        names.set(nameKey(row.username, row.domain), row.id);
        ids.seen(undefined, row.id);
      }
      for (const row of statuses.values()) {
        indexStatus(row);
        ids.seen(undefined, row.id);
      }
      for (const row of media.values()) ids.seen(undefined, row.id);
      for (const row of notifications.values()) {
        indexNotification(row);
        ids.seen('notifications', row.id);
      }
      for (const row of marks.values()) members(markedBy, `${row.kind}:${row.statusId}`).add(row.accountId);
      for (const row of relations.values()) indexRelation(row);
      const sequences: readonly (readonly [string, Table<StateRow>])[] = [
        ['apps', apps],
        ['conversations', conversations],
        ['scheduled', scheduled],
        ['reports', reports],
        ['polls', polls],
      ];
      for (const [sequence, table] of sequences) for (const row of table.values()) ids.seen(sequence, row.id);
    },
  };
}

function group(groups: Groups, key: string): SortedIds {
  const known = groups.get(key);
  if (known) return known;
  const created = createSortedIds();
  groups.set(key, created);
  return created;
}

function members(sets: Map<string, Set<string>>, key: string): Set<string> {
  const known = sets.get(key);
  if (known) return known;
  const created = new Set<string>();
  sets.set(key, created);
  return created;
}
