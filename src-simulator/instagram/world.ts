import type { BlobStore } from '../core/blobs.ts';
import type { SimClock } from '../core/clock.ts';
import type { StateStore, Table } from '../core/state.ts';
import { createMetaWorld, type MetaWorld } from '../meta/world.ts';
import { limits } from './limits.ts';
import type { AccountRow, BlockRow, CommentRow, ContainerRow, HostedRow, MediaRow } from './rows.ts';

/** How long the server works on what it was given, and what it allows a day. Tests shorten or lengthen them. */
export interface Tuning {
  readonly imageMs: number;
  readonly videoMs: number;
  /** instagram §2, Quota: read at run time, for the documents disagree (50, 100). */
  readonly publishPerDay: number;
  /** How long it waits for a medium at the address that it was given: of this machine's time, not the clock's. */
  readonly fetchMs: number;
  /** 4800 × impressions: a figure that no test reaches unless it says so (instagram §7). */
  readonly callsPerDay: number;
}
export const usualTuning: Tuning = {
  imageMs: 2000,
  videoMs: 20_000,
  publishPerDay: 100,
  fetchMs: 10_000,
  callsPerDay: 480_000,
};

/** What the simulated network knows beyond what the family shares, and the indexes rebuilt from it at start. */
export interface World extends MetaWorld {
  readonly tuning: Tuning;
  /** e.g. `http://127.0.0.1:4711`; known once the server listens. */
  readonly baseUrl: () => string;
  readonly accounts: Table<AccountRow>;
  readonly blocks: Table<BlockRow>;
  /** What lies at the person's own media host. */
  readonly hosted: Table<HostedRow>;
  readonly containers: Table<ContainerRow>;
  /** Read these two as they are; written through the functions below, which keep the indexes. */
  readonly media: Table<MediaRow>;
  readonly comments: Table<CommentRow>;

  putMedia(row: MediaRow): MediaRow;
  putComment(row: CommentRow): CommentRow;
  dropComment(row: CommentRow): void;
  /** Newest first; items of carousels are in no list. */
  mediaOf(ownerId: string): readonly MediaRow[];
  /** Posts of others that tag the account, newest first. */
  taggedIn(accountId: string): readonly MediaRow[];
  /** Top comments of a post, or replies of a comment, newest first. */
  commentsUnder(id: string): readonly CommentRow[];
  accountNamed(username: string): AccountRow | undefined;
  /** The account that a page is linked to. */
  accountOfPage(pageId: string): AccountRow | undefined;
  /** The name under which somebody writes, of the audience or an account. */
  usernameOf(id: string): string;
  /** Containers made in the last 24 h. */
  containersLately(accountId: string): number;
  /** Posts published in the last 24 h. */
  publishedLately(accountId: string): number;
  reindex(): void;
}

export interface WorldDeps {
  readonly state: StateStore;
  readonly blobs: BlobStore;
  readonly clock: SimClock;
  readonly tuning: Tuning;
  readonly baseUrl: () => string;
}

interface Dated {
  readonly id: string;
  readonly createdAt: number;
}

export function createWorld({ state, blobs, clock, tuning, baseUrl }: WorldDeps): World {
  const meta = createMetaWorld({ state, blobs, clock });
  const accounts = state.table<AccountRow>('accounts');
  const containers = state.table<ContainerRow>('containers');
  const media = state.table<MediaRow>('media');
  const comments = state.table<CommentRow>('comments');
  const byOwner = new Map<string, Set<string>>();
  const byTag = new Map<string, Set<string>>();
  const byParent = new Map<string, Set<string>>();

  /** The rows of one key, newest first; of one moment, the later made. */
  function rowsOf<R extends Dated>(
    index: Map<string, Set<string>>,
    key: string,
    table: Table<R & Dated>,
  ): R[] {
    const rows = [...(index.get(key) ?? [])].map((id) => table.get(id)).filter((row) => row !== undefined);
    return rows.reverse().sort((a, b) => b.createdAt - a.createdAt);
  }
  function indexMedia(row: MediaRow): void {
    if (row.item) return;
    add(byOwner, row.ownerId, row.id);
    for (const account of row.taggedAccounts) if (account !== row.ownerId) add(byTag, account, row.id);
  }
  const dayAgo = (): number => clock.now() - limits.containerLifeMs;

  return {
    ...meta,
    tuning,
    baseUrl,
    accounts,
    blocks: state.table<BlockRow>('blocks'),
    hosted: state.table<HostedRow>('hosted'),
    containers,
    media,
    comments,
    putMedia(row) {
      indexMedia(row);
      return media.put(row);
    },
    putComment(row) {
      add(byParent, row.parentId ?? row.mediaId, row.id);
      return comments.put(row);
    },
    dropComment(row) {
      for (const reply of rowsOf(byParent, row.id, comments)) comments.delete(reply.id);
      byParent.get(row.parentId ?? row.mediaId)?.delete(row.id);
      byParent.delete(row.id);
      comments.delete(row.id);
    },
    mediaOf: (ownerId) => rowsOf(byOwner, ownerId, media),
    taggedIn: (accountId) => rowsOf(byTag, accountId, media),
    commentsUnder: (id) => rowsOf(byParent, id, comments),
    accountNamed(username) {
      for (const row of accounts.values()) if (row.username === username.toLowerCase()) return row;
      return undefined;
    },
    accountOfPage(pageId) {
      const linked = meta.pages.get(pageId)?.instagramId;
      return linked === undefined || linked === null ? undefined : accounts.get(linked);
    },
    usernameOf: (id) => accounts.get(id)?.username ?? meta.users.get(id)?.handle ?? 'instagram_user',
    containersLately: (accountId) =>
      [...containers.values()].filter((row) => row.accountId === accountId && row.createdAt > dayAgo())
        .length,
    publishedLately: (accountId) =>
      [...containers.values()].filter(
        (row) => row.accountId === accountId && (row.publishedAt ?? 0) > dayAgo(),
      ).length,
    reindex() {
      for (const index of [byOwner, byTag, byParent]) index.clear();
      for (const row of media.values()) indexMedia(row);
      for (const row of comments.values()) add(byParent, row.parentId ?? row.mediaId, row.id);
    },
  };
}

function add(index: Map<string, Set<string>>, key: string, id: string): void {
  const known = index.get(key);
  if (known) known.add(id);
  else index.set(key, new Set([id]));
}
