import { sees, type Entry, type Lane } from '../appview/entry.ts';
import { blockedForViewer, mutedForViewer, type Eyes } from '../appview/eyes.ts';
import { parentOf, rootOf, subjectOf } from '../appview/links.ts';
import { pageOf } from '../appview/pages.ts';
import { feedItem, postView, threadgateView } from '../appview/post-views.ts';
import { profileView } from '../appview/profile-views.ts';
import { threadView } from '../appview/thread-views.ts';
import type { ReplyHeaders } from '../../core/reply.ts';
import { authorOf, parseAtUri } from '../protocol/at-uri.ts';
import { objectOf, textOf, type JsonObject } from '../protocol/json.ts';
import { atIdentifier, atUri, cid } from '../records/terms.ts';
import { invalidRequest } from '../xrpc/failure.ts';
import {
  answer,
  defined,
  eyesById,
  eyesOf,
  refuse,
  type Method,
  type Outcome,
  type SignedCall,
} from '../xrpc/method.ts';
import { flag, number, optional, paged, required, someOf } from '../xrpc/params.ts';

/** Handles in addresses are resolved before anything is looked up. */
function resolved(call: SignedCall, uri: string): string {
  const parts = parseAtUri(uri);
  const did = parts && call.world.accounts.find(parts.authority)?.id;
  return parts && did ? `at://${did}/${parts.collection}/${parts.rkey}` : uri;
}

/**
 * Which revision of the caller's repository the app-view has, and how far it is behind what the PDS added itself.
 * sheet: 7 Idempotency, Read-after-write
 */
function revision(call: SignedCall): ReplyHeaders {
  const { world, did } = call;
  const now = world.clock.now();
  const fresh = world.index
    .feed(did)
    .flatMap((lane) => (lane.computed ? [] : [lane.at(lane.length - 1)]))
    .find((entry) => entry !== undefined && entry.row.indexedAt > now);
  const rev = { 'atproto-repo-rev': world.repositories.head(did).rev };
  return fresh ? { ...rev, 'atproto-upstream-lag': String(now - fresh.row.committedAt) } : rev;
}

function repostTarget(eyes: Eyes, entry: Entry): Entry | undefined {
  return entry.row.collection === 'app.bsky.feed.repost'
    ? eyes.index.find(subjectOf(entry.row), eyes.horizon)
    : entry;
}

const hasMedia = (entry: Entry, kind: 'images' | 'video'): boolean => {
  const embed = objectOf(entry.row.value, 'embed');
  const wanted = `app.bsky.embed.${kind}`;
  return textOf(embed, '$type') === wanted || textOf(objectOf(embed, 'media'), '$type') === wanted;
};

function fitsFilter(filter: string, did: string, entry: Entry): boolean {
  const isRepost = entry.row.collection === 'app.bsky.feed.repost';
  const isReply = parentOf(entry.row) !== undefined;
  switch (filter) {
    case 'posts_no_replies':
      return isRepost || !isReply;
    case 'posts_with_media':
      return !isRepost && hasMedia(entry, 'images');
    case 'posts_with_video':
      return !isRepost && hasMedia(entry, 'video');
    case 'posts_and_author_threads':
      return isRepost || !isReply || authorOf(rootOf(entry.row) ?? '') === did;
    default:
      return true;
  }
}

function feedPage(
  call: SignedCall,
  lanes: readonly Lane[],
  fits: (entry: Entry, eyes: Eyes) => boolean,
): Outcome {
  const eyes = eyesOf(call, true);
  const page = pageOf(lanes, eyes.horizon, call.params.number('limit'), call.params.text('cursor'));
  if (page.tag === 'err') return page;
  // Filters come after paging, so that a page can be short, or empty, and still have a successor.
  const kept = page.value.entries.filter((entry) => fits(entry, eyes));
  const feed = defined(kept.map((entry) => feedItem(eyes, entry)));
  return answer({ feed, cursor: page.value.cursor }, revision(call));
}

function getAuthorFeed(call: SignedCall): Outcome {
  const account = call.world.accounts.find(call.params.wanted('actor'));
  if (!account) return refuse(invalidRequest('Profile not found'));
  const eyes = eyesOf(call, true);
  const { id } = account;
  if (eyes.index.relation('block', call.did, id, eyes.horizon))
    return refuse(invalidRequest(`Requester has blocked actor: ${id}`, 'BlockedActor'));
  if (eyes.index.relation('block', id, call.did, eyes.horizon))
    return refuse(invalidRequest(`Requester is blocked by actor: ${id}`, 'BlockedByActor'));
  const filter = call.params.text('filter') ?? 'posts_with_replies';
  return feedPage(call, eyes.index.feed(id), (entry) => {
    const target = repostTarget(eyes, entry);
    return target !== undefined && fitsFilter(filter, id, entry) && !blockedForViewer(eyes, target.row.did);
  });
}

/** sheet: 7 Idempotency 1 (sorted by the earlier of createdAt and indexedAt) */
function getTimeline(call: SignedCall): Outcome {
  const eyes = eyesOf(call, true);
  const { index, horizon } = eyes;
  const followed = new Set([call.did]);
  for (const lane of index.follows(call.did))
    for (let at = 0; at < lane.length; at += 1) {
      const entry = lane.at(at);
      if (entry && sees(horizon, entry)) followed.add(subjectOf(entry.row));
    }
  const lanes = [...followed].flatMap((did) => index.feed(did));
  return feedPage(call, lanes, (entry) => {
    const target = repostTarget(eyes, entry);
    const hidden = (did: string): boolean => blockedForViewer(eyes, did) || mutedForViewer(eyes, did);
    return target !== undefined && !hidden(entry.row.did) && !hidden(target.row.did);
  });
}

function getPostThread(call: SignedCall): Outcome {
  const eyes = eyesById(call, true);
  const listed = eyesOf(call, true);
  const uri = resolved(call, call.params.wanted('uri'));
  // The post itself is read by its name; what hangs below it is a list.
  const look = eyes.index.find(uri, listed.horizon) ? listed : eyes;
  const thread = threadView(look, uri, call.params.number('depth'), call.params.number('parentHeight'));
  if (!thread)
    return refuse({ ...invalidRequest(`Post not found: ${uri}`, 'NotFound'), headers: revision(call) });
  const entry = eyes.index.find(uri, eyes.horizon);
  const root = entry ? (rootOf(entry.row) ?? uri) : uri;
  return answer({ thread, threadgate: threadgateView(eyes, root) }, revision(call));
}

function getPosts(call: SignedCall): Outcome {
  const eyes = eyesById(call);
  const posts = [...new Set(call.params.texts('uris'))].map((given) => {
    const entry = eyes.index.find(resolved(call, given), eyes.horizon);
    if (!entry || entry.row.collection !== 'app.bsky.feed.post' || blockedForViewer(eyes, entry.row.did))
      return undefined;
    return postView(eyes, entry);
  });
  return answer({ posts: defined(posts) });
}

type Listing = {
  readonly member: string;
  readonly view: (eyes: Eyes, entry: Entry) => JsonObject | undefined;
};

/** A page of what people did with a post. */
function reactions(
  call: SignedCall,
  lanesOf: (uri: string) => readonly Lane[],
  { member, view }: Listing,
): Outcome {
  const eyes = eyesOf(call);
  const uri = resolved(call, call.params.wanted('uri'));
  const page = pageOf(lanesOf(uri), eyes.horizon, call.params.number('limit'), call.params.text('cursor'));
  if (page.tag === 'err') return page;
  const shown = page.value.entries.filter((entry) => !blockedForViewer(eyes, entry.row.did));
  return answer({
    uri,
    cid: call.params.text('cid'),
    cursor: page.value.cursor,
    [member]: defined(shown.map((entry) => view(eyes, entry))),
  });
}

function likeView(eyes: Eyes, entry: Entry): JsonObject | undefined {
  const actor = profileView(eyes, entry.row.did);
  return (
    actor && {
      actor,
      createdAt: textOf(entry.row.value, 'createdAt'),
      indexedAt: new Date(entry.row.indexedAt).toISOString(),
    }
  );
}

const aboutPost = { uri: required(atUri), cid: optional(cid), ...paged() };

/** sheet: 3 Reading (thread, posts) */
export const feedMethods: readonly Method[] = [
  {
    nsid: 'app.bsky.feed.getAuthorFeed',
    kind: 'query',
    auth: 'access',
    params: { actor: required(atIdentifier), ...paged(), filter: optional(), includePins: flag() },
    run: getAuthorFeed,
  },
  {
    nsid: 'app.bsky.feed.getTimeline',
    kind: 'query',
    auth: 'access',
    params: { algorithm: optional(), ...paged() },
    run: getTimeline,
  },
  {
    nsid: 'app.bsky.feed.getPostThread',
    kind: 'query',
    auth: 'access',
    params: { uri: required(atUri), depth: number(6, 0, 1000), parentHeight: number(80, 0, 1000) },
    run: getPostThread,
  },
  {
    nsid: 'app.bsky.feed.getPosts',
    kind: 'query',
    auth: 'access',
    params: { uris: someOf(atUri, 25) },
    run: getPosts,
  },
  {
    nsid: 'app.bsky.feed.getLikes',
    kind: 'query',
    auth: 'access',
    params: aboutPost,
    run: (call) => reactions(call, (uri) => call.world.index.likes(uri), { member: 'likes', view: likeView }),
  },
  {
    nsid: 'app.bsky.feed.getRepostedBy',
    kind: 'query',
    auth: 'access',
    params: aboutPost,
    run: (call) =>
      reactions(call, (uri) => call.world.index.reposts(uri), {
        member: 'repostedBy',
        view: (eyes, entry) => profileView(eyes, entry.row.did),
      }),
  },
  {
    nsid: 'app.bsky.feed.getQuotes',
    kind: 'query',
    auth: 'access',
    params: aboutPost,
    run: (call) =>
      reactions(call, (uri) => call.world.index.quotes(uri), { member: 'posts', view: postView }),
  },
];
