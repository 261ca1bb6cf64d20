import { authorOf } from '../protocol/at-uri.ts';
import { objectOf, type JsonObject } from '../protocol/json.ts';
import { mentionsOf } from '../records/facet.ts';
import { embedView, quotingDisabled } from './embed-views.ts';
import { writtenBy, type Entry } from './entry.ts';
import { blockBetween, blockedForViewer, type Eyes } from './eyes.ts';
import { gateAllows, gateUri } from './gates.ts';
import { parentOf, rootOf } from './links.ts';
import { postCounts } from './post-counts.ts';
import { profileBasic, relationView, selfLabelViews } from './profile-views.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

export function threadgateView(eyes: Eyes, root: string): JsonObject | undefined {
  const gate = eyes.index.find(gateUri(root, 'app.bsky.feed.threadgate'), eyes.horizon);
  return gate && { uri: gate.row.id, cid: gate.row.cid, record: gate.row.value, lists: [] };
}

/** Whether the root's gate forbids the viewer to reply. */
function replyingDisabled(eyes: Eyes, viewer: string, entry: Entry): boolean {
  const root = rootOf(entry.row) ?? entry.row.id;
  return !gateAllows({
    replier: viewer,
    root: authorOf(root),
    gate: eyes.index.find(gateUri(root, 'app.bsky.feed.threadgate'), eyes.horizon)?.row.value,
    mentioned: mentionsOf(eyes.index.find(root, eyes.horizon)?.row.value ?? {}),
    follows: (from, to) => eyes.index.relation('follow', from, to, eyes.horizon) !== undefined,
  });
}

function viewerState(eyes: Eyes, viewer: string, entry: Entry): JsonObject {
  const { id } = entry.row;
  const { index, horizon, privates } = eyes;
  return {
    like: writtenBy(index.likes(id), viewer, horizon)?.row.id,
    repost: writtenBy(index.reposts(id), viewer, horizon)?.row.id,
    bookmarked: false,
    threadMuted: privates.isThreadMuted(viewer, rootOf(entry.row) ?? id),
    replyDisabled: replyingDisabled(eyes, viewer, entry) ? true : undefined,
    embeddingDisabled: quotingDisabled(eyes, id) ? true : undefined,
  };
}

/** A post as readers get it, or `undefined` when its author is gone. */
export function postView(eyes: Eyes, entry: Entry): JsonObject | undefined {
  const { row } = entry;
  const author = profileBasic(eyes, row.did);
  if (!author) return undefined;
  const embed = objectOf(row.value, 'embed');
  return {
    uri: row.id,
    cid: row.cid,
    author,
    record: row.value,
    embed: embed && embedView(eyes, row.id, embed),
    bookmarkCount: 0,
    ...postCounts(eyes, row.id),
    indexedAt: iso(row.indexedAt),
    viewer: eyes.viewer === null ? undefined : viewerState(eyes, eyes.viewer, entry),
    labels: selfLabelViews(entry),
    threadgate: parentOf(row) === undefined ? threadgateView(eyes, row.id) : undefined,
  };
}

export const notFoundPost = (uri: string): JsonObject => ({
  $type: 'app.bsky.feed.defs#notFoundPost',
  uri,
  notFound: true,
});

export const blockedPost = (eyes: Eyes, uri: string): JsonObject => ({
  $type: 'app.bsky.feed.defs#blockedPost',
  uri,
  blocked: true,
  author: { did: authorOf(uri), viewer: relationView(eyes, authorOf(uri)) },
});

function maybePost(eyes: Eyes, uri: string): JsonObject {
  const entry = eyes.index.find(uri, eyes.horizon);
  const view = entry && postView(eyes, entry);
  if (!view) return notFoundPost(uri);
  if (blockedForViewer(eyes, authorOf(uri))) return blockedPost(eyes, uri);
  return { $type: 'app.bsky.feed.defs#postView', ...view };
}

/** What a reply in a feed answers to. */
function replyRef(eyes: Eyes, entry: Entry): JsonObject | undefined {
  const parentUri = parentOf(entry.row);
  const rootUri = rootOf(entry.row);
  if (parentUri === undefined || rootUri === undefined || entry.outsideGate) return undefined;
  const strangers = (uri: string): boolean => blockBetween(eyes, entry.row.did, authorOf(uri));
  const parent = strangers(parentUri) ? blockedPost(eyes, parentUri) : maybePost(eyes, parentUri);
  const root = strangers(rootUri) ? blockedPost(eyes, rootUri) : maybePost(eyes, rootUri);
  const above = eyes.index.find(parentUri, eyes.horizon);
  const grandparent = above && parentOf(above.row);
  return {
    root,
    parent,
    grandparentAuthor: grandparent === undefined ? undefined : profileBasic(eyes, authorOf(grandparent)),
  };
}

/** One item of a feed: a post, or somebody's repost of it. */
export function feedItem(eyes: Eyes, entry: Entry): JsonObject | undefined {
  if (entry.row.collection !== 'app.bsky.feed.repost') {
    const post = postView(eyes, entry);
    return post && { post, reply: replyRef(eyes, entry) };
  }
  const target = objectOf(entry.row.value, 'subject')?.['uri'];
  const original = typeof target === 'string' ? eyes.index.find(target, eyes.horizon) : undefined;
  const by = profileBasic(eyes, entry.row.did);
  const post = original && postView(eyes, original);
  if (!post || !by) return undefined;
  return {
    post,
    reply: replyRef(eyes, original),
    reason: {
      $type: 'app.bsky.feed.defs#reasonRepost',
      by,
      uri: entry.row.id,
      cid: entry.row.cid,
      indexedAt: iso(entry.sortAt),
    },
  };
}
