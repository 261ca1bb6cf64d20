import type { Commit, RecordRow, Repositories } from '../pds/repositories.ts';
import { authorOf } from '../protocol/at-uri.ts';
import { mentionsOf } from '../records/facet.ts';
import { recordTypes } from '../records/registry.ts';
import { insert, laneOf, momentOf, sees, type Entry, type Horizon, type Lane } from './entry.ts';
import { noticesFor, type Notice, type NoticeLane } from './notices.ts';
import { gateAllows, gateUri } from './gates.ts';
import { parentOf, quotedBy, rootOf, sortMoment, subjectOf } from './links.ts';

/** What the app-view made of all repositories: who is connected to what, and who must be told. */
export interface AppIndex {
  /** The version of a record that this horizon shows. */
  find(uri: string, horizon: Horizon): Entry | undefined;
  /** Any living version, whoever asks: for rules that look at the thread itself. */
  anyOf(uri: string): Entry | undefined;
  /** Posts and reposts of one author. */
  feed(did: string): readonly Lane[];
  /** All posts that are stored, by moment. */
  posts(): readonly Entry[];
  replies(uri: string): readonly Entry[];
  likes(uri: string): readonly Lane[];
  reposts(uri: string): readonly Lane[];
  quotes(uri: string): readonly Lane[];
  follows(did: string): readonly Lane[];
  followers(did: string): readonly Lane[];
  blocks(did: string): readonly Lane[];
  blockedBy(did: string): readonly Lane[];
  notices(did: string): readonly NoticeLane[];
  /** The record by which one account follows or blocks another. */
  relation(kind: 'follow' | 'block', from: string, to: string, horizon: Horizon): Entry | undefined;
}

/** Rows that are computed instead of stored (bulk orders), by where they show up. */
export interface Computed {
  find(uri: string): RecordRow | undefined;
  feed(did: string): readonly Lane[];
  likes(uri: string): readonly Lane[];
  reposts(uri: string): readonly Lane[];
  followers(did: string): readonly Lane[];
  notices(did: string): readonly NoticeLane[];
}

/** Builds the index from what is stored and keeps it up to date with every commit. */
export function createAppIndex(repositories: Repositories, computed: Computed): AppIndex {
  const versions = new Map<string, Entry[]>();
  const lanes = {
    feed: new Map<string, Entry[]>(),
    replies: new Map<string, Entry[]>(),
    likes: new Map<string, Entry[]>(),
    reposts: new Map<string, Entry[]>(),
    quotes: new Map<string, Entry[]>(),
    follows: new Map<string, Entry[]>(),
    followers: new Map<string, Entry[]>(),
    blocks: new Map<string, Entry[]>(),
    blockedBy: new Map<string, Entry[]>(),
  };
  const notices = new Map<string, Notice[]>();
  const posts: Entry[] = [];

  const into = (lane: Map<string, Entry[]>, key: string, entry: Entry): void => {
    const known = lane.get(key);
    if (known) insert(known, entry, momentOf);
    else lane.set(key, [entry]);
  };

  function anyOf(uri: string): Entry | undefined {
    const stored = versions.get(uri)?.findLast((entry) => entry.deletedAt === Infinity);
    return stored ?? compute(uri);
  }

  function compute(uri: string): Entry | undefined {
    if (versions.has(uri)) return undefined;
    const row = computed.find(uri);
    if (!row) return undefined;
    const entry: Entry = {
      row,
      sortAt: sortMoment(row),
      outsideGate: false,
      deletedAt: Infinity,
      goneAt: Infinity,
    };
    versions.set(uri, [entry]);
    return entry;
  }

  function outsideGate(row: RecordRow): boolean {
    const root = rootOf(row);
    if (row.collection !== 'app.bsky.feed.post' || root === undefined) return false;
    return !gateAllows({
      replier: row.did,
      root: authorOf(root),
      gate: anyOf(gateUri(root, 'app.bsky.feed.threadgate'))?.row.value,
      mentioned: mentionsOf(anyOf(root)?.row.value ?? {}),
      follows: (from, to) =>
        (lanes.follows.get(from) ?? []).some((entry) => alive(entry) && subjectOf(entry.row) === to),
    });
  }

  const alive = (entry: Entry): boolean => entry.deletedAt === Infinity;

  function add(row: RecordRow): void {
    // The app-view indexes only what its schemas accept; the rest stays in the repository.
    const type = recordTypes.get(row.collection);
    if (!type || type.check(row.value, '$') !== null || !type.key.fits(row.rkey)) return;
    const entry: Entry = {
      row,
      sortAt: sortMoment(row),
      outsideGate: outsideGate(row),
      deletedAt: Infinity,
      goneAt: Infinity,
    };
    versions.set(row.id, [...(versions.get(row.id) ?? []), entry]);
    const subject = subjectOf(row);
    switch (row.collection) {
      case 'app.bsky.feed.post': {
        insert(posts, entry, momentOf);
        into(lanes.feed, row.did, entry);
        const parent = parentOf(row);
        if (parent !== undefined) into(lanes.replies, parent, entry);
        const quoted = quotedBy(row);
        if (quoted !== undefined) into(lanes.quotes, quoted, entry);
        break;
      }
      case 'app.bsky.feed.repost':
        into(lanes.feed, row.did, entry);
        into(lanes.reposts, subject, entry);
        break;
      case 'app.bsky.feed.like':
        into(lanes.likes, subject, entry);
        break;
      case 'app.bsky.graph.follow':
        into(lanes.follows, row.did, entry);
        into(lanes.followers, subject, entry);
        break;
      case 'app.bsky.graph.block':
        into(lanes.blocks, row.did, entry);
        into(lanes.blockedBy, subject, entry);
        break;
    }
    for (const notice of noticesFor(entry, anyOf)) {
      const known = notices.get(notice.to) ?? [];
      insert(known, notice, (told) => told.entry.sortAt);
      notices.set(notice.to, known);
    }
  }

  function follow({ ops, at, indexedAt }: Commit): void {
    for (const { before, after } of ops) {
      if (before)
        for (const entry of versions.get(before.id) ?? [])
          if (alive(entry)) {
            entry.deletedAt = at;
            entry.goneAt = indexedAt;
          }
      if (after) add(after);
    }
  }

  const stored = [...repositories.all()].sort((a, b) => a.committedAt - b.committedAt);
  for (const row of stored) add(row);
  repositories.onCommit(follow);

  const lanesOf = (lane: Map<string, Entry[]>, key: string): Lane => laneOf(lane.get(key) ?? []);
  const relations = { follow: lanes.follows, block: lanes.blocks };

  return {
    find(uri, horizon) {
      compute(uri);
      return versions.get(uri)?.findLast((entry) => sees(horizon, entry));
    },
    anyOf,
    feed: (did) => [lanesOf(lanes.feed, did), ...computed.feed(did)],
    posts: () => posts,
    replies: (uri) => lanes.replies.get(uri) ?? [],
    likes: (uri) => [lanesOf(lanes.likes, uri), ...computed.likes(uri)],
    reposts: (uri) => [lanesOf(lanes.reposts, uri), ...computed.reposts(uri)],
    quotes: (uri) => [lanesOf(lanes.quotes, uri)],
    follows: (did) => [lanesOf(lanes.follows, did)],
    followers: (did) => [lanesOf(lanes.followers, did), ...computed.followers(did)],
    blocks: (did) => [lanesOf(lanes.blocks, did)],
    blockedBy: (did) => [lanesOf(lanes.blockedBy, did)],
    notices: (did) => [laneOfNotices(notices.get(did) ?? []), ...computed.notices(did)],
    relation: (kind, from, to, horizon) =>
      relations[kind].get(from)?.findLast((entry) => subjectOf(entry.row) === to && sees(horizon, entry)),
  };
}

const laneOfNotices = (all: readonly Notice[]): NoticeLane => ({
  length: all.length,
  at: (index) => all[index],
});
