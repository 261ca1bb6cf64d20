import type { BlobStore } from '../core/blobs.ts';
import type { SimClock } from '../core/clock.ts';
import type { StateStore, Table } from '../core/state.ts';
import { compareIds, createIds, type Ids } from './ids.ts';
import type {
  AccountRow,
  AppRow,
  CodeRow,
  DmRow,
  GrantRow,
  MediaRow,
  PostRow,
  PurseRow,
  RefreshRow,
  RelationKind,
  RelationRow,
  TokenRow,
} from './rows.ts';
import type { Settings } from './settings.ts';

/** Everything that the simulated server knows: its tables, and the indexes that are rebuilt from them at start. */
export interface World {
  readonly settings: Settings;
  readonly clock: SimClock;
  readonly ids: Ids;
  readonly blobs: BlobStore;
  /** e.g. `http://127.0.0.1:4711`; known once the server listens. */
  readonly baseUrl: () => string;
  readonly accounts: Table<AccountRow>;
  readonly apps: Table<AppRow>;
  readonly codes: Table<CodeRow>;
  readonly grants: Table<GrantRow>;
  readonly tokens: Table<TokenRow>;
  readonly refreshes: Table<RefreshRow>;
  readonly media: Table<MediaRow>;
  readonly dms: Table<DmRow>;
  readonly purses: Table<PurseRow>;
  /** Write only through the functions below. */
  readonly posts: Table<PostRow>;
  readonly relations: Table<RelationRow>;

  putPost(row: PostRow): PostRow;
  dropPost(row: PostRow): void;
  /** Ids, oldest first; live lists, not to be walked while posts come and go. */
  postsOf(accountId: string): readonly string[];
  mentionsOf(accountId: string): readonly string[];
  conversation(conversationId: string): readonly string[];
  allPosts(): readonly string[];
  repliesTo(postId: string): readonly string[];
  repostsOf(postId: string): readonly string[];
  quotesOf(postId: string): readonly string[];
  dmsOf(accountId: string): readonly string[];
  putDm(row: DmRow): DmRow;

  related(kind: RelationKind, from: string, to: string): boolean;
  relatedTo(kind: RelationKind, to: string): readonly RelationRow[];
  putRelation(kind: RelationKind, from: string, to: string): RelationRow;
  dropRelation(kind: RelationKind, from: string, to: string): boolean;

  accountNamed(username: string): AccountRow | undefined;
  /** Fills the indexes from the tables: at start, and after a reset. */
  reindex(): void;
}

type Groups = Map<string, string[]>;

export function createWorld(deps: {
  readonly state: StateStore;
  readonly blobs: BlobStore;
  readonly clock: SimClock;
  readonly settings: Settings;
  readonly baseUrl: () => string;
}): World {
  const { state, clock } = deps;
  const accounts = state.table<AccountRow>('accounts');
  const posts = state.table<PostRow>('posts');
  const media = state.table<MediaRow>('media');
  const dms = state.table<DmRow>('dms');
  const relations = state.table<RelationRow>('relations');
  let ids = createIds();
  const groups: Groups = new Map();
  const names = new Map<string, string>();

  const list = (key: string): string[] => {
    const known = groups.get(key);
    if (known) return known;
    const made: string[] = [];
    groups.set(key, made);
    return made;
  };
  function add(key: string, id: string): void {
    const group = list(key);
    const last = group.at(-1);
    if (last === undefined || compareIds(last, id) < 0) group.push(id);
    else if (!group.includes(id)) {
      const place = group.findIndex((other) => compareIds(other, id) > 0);
      group.splice(place < 0 ? group.length : place, 0, id);
    }
  }
  function remove(key: string, id: string): void {
    const group = list(key);
    const place = group.lastIndexOf(id);
    if (place >= 0) group.splice(place, 1);
  }
  /** The lists that a post stands in. Being answered is being mentioned. */
  function keysOf(row: PostRow): readonly string[] {
    const parent = row.inReplyToId === null ? undefined : posts.get(row.inReplyToId);
    const reached = new Set(row.repostOf === null ? row.mentions : []);
    if (parent) reached.add(parent.accountId);
    reached.delete(row.accountId);
    return [
      'all',
      `of ${row.accountId}`,
      `in ${row.conversationId}`,
      ...[...reached].map((id) => `at ${id}`),
      ...(row.inReplyToId === null ? [] : [`under ${row.inReplyToId}`]),
      ...(row.repostOf === null ? [] : [`again ${row.repostOf}`]),
      ...(row.quotedId === null ? [] : [`quoting ${row.quotedId}`]),
    ];
  }
  const relationId = (kind: RelationKind, from: string, to: string): string => `${kind}:${from}:${to}`;

  return {
    settings: deps.settings,
    clock,
    get ids() {
      return ids;
    },
    blobs: deps.blobs,
    baseUrl: deps.baseUrl,
    accounts,
    apps: state.table<AppRow>('apps'),
    codes: state.table<CodeRow>('codes'),
    grants: state.table<GrantRow>('grants'),
    tokens: state.table<TokenRow>('tokens'),
    refreshes: state.table<RefreshRow>('refreshes'),
    media,
    dms,
    purses: state.table<PurseRow>('purses'),
    posts,
    relations,
    putPost(row) {
      const isNew = posts.get(row.id) === undefined;
      posts.put(row);
      if (isNew) for (const key of keysOf(row)) add(key, row.id);
      return row;
    },
    dropPost(row) {
      for (const key of keysOf(row)) remove(key, row.id);
      posts.delete(row.id);
    },
    postsOf: (id) => list(`of ${id}`),
    mentionsOf: (id) => list(`at ${id}`),
    conversation: (id) => list(`in ${id}`),
    allPosts: () => list('all'),
    repliesTo: (id) => list(`under ${id}`),
    repostsOf: (id) => list(`again ${id}`),
    quotesOf: (id) => list(`quoting ${id}`),
    dmsOf: (id) => list(`dm ${id}`),
    putDm(row) {
      dms.put(row);
      for (const id of row.participants) add(`dm ${id}`, row.id);
      return row;
    },
    related: (kind, from, to) => relations.get(relationId(kind, from, to)) !== undefined,
    relatedTo: (kind, to) => [...relations.values()].filter((row) => row.kind === kind && row.to === to),
    putRelation: (kind, from, to) =>
      relations.put({ id: relationId(kind, from, to), kind, from, to, committedAt: clock.now() }),
    dropRelation: (kind, from, to) => relations.delete(relationId(kind, from, to)),
    accountNamed(username) {
      if (names.size !== accounts.size) {
        names.clear();
        for (const row of accounts.values()) names.set(row.username.toLowerCase(), row.id);
      }
      const id = names.get(username.toLowerCase());
      return id === undefined ? undefined : accounts.get(id);
    },
    reindex() {
      groups.clear();
      names.clear();
      ids = createIds();
      for (const row of posts.values()) {
        ids.seen(row.id);
        for (const key of keysOf(row)) add(key, row.id);
      }
      for (const row of dms.values()) {
        ids.seen(row.id);
        for (const id of row.participants) add(`dm ${id}`, row.id);
      }
      for (const row of media.values()) ids.seen(row.id);
      for (const row of accounts.values()) ids.seen(row.id);
    },
  };
}
