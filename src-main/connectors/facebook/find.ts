import { ok, type Result } from '../../../src-shared/result.ts';
import type { Candidate, Sighting } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { ask } from '../meta/graph.ts';
import { parseEach } from '../meta/parse-each.ts';
import { afterOf, wireListSchema, type WireList } from '../meta/wire-graph.ts';
import { sameWords } from '../meta/words.ts';
import { webUrl } from '../meta/web-url.ts';
import { idPath, pageContext } from './page-context.ts';
import { commentRemote, postRemote } from './remotes.ts';
import { commentFields, commentSchema, identifyingFields, postSchema, type WirePost } from './wire.ts';

/** Moments have whole seconds, and an answer needs a moment to arrive. */
export const slackMs = 2_000;
/** Clocks that differ by less are not held: a post may bear a moment this long before ours. */
const clockSpreadMs = 2 * 60_000;
const maxPages = 5;

/** What a post is recognised by. */
export interface Wanted {
  readonly words: string;
  /** Ids of its photos; of some of them none is known where they were lost with a damaged journal. */
  readonly photos: readonly string[];
  /** How many photos and films it has. */
  readonly media: number;
}

/** Its photos and films went up, and under which ids is not known any more. */
const lostItsMedia = ({ photos, media }: Wanted): boolean => photos.length < media;

/**
 * Looks among the page's published posts since the attempt (facebook-pages §9): the same photos are proof by
 * themselves; the same words need the moment too, and the same number of media.
 */
export async function findPost(
  ctx: ConnectorContext,
  wanted: Wanted,
  sentAt: number,
): Promise<Result<Sighting, ConnectorError>> {
  const since = sentAt - clockSpreadMs;
  const posts = await listed(ctx, 'published_posts', since);
  if (posts.tag === 'err') return posts;
  const likes = posts.value.filter((post) => post.created_time >= since - 1_000 && resembles(post, wanted));
  const sure = likes.filter((post) => showsPhotos(post, wanted) || post.created_time >= sentAt - slackMs);
  return ok(
    verdict(sure.length > 0 ? sure : likes, sure.length === 0 || saysNothing(wanted), (post) =>
      postRemote(post.id, post.permalink_url, post.created_time),
    ),
  );
}

/** Looks among the posts that the network's scheduler holds for one of the same words or photos and moment. */
export async function findScheduled(
  ctx: ConnectorContext,
  wanted: Wanted & { readonly at: number },
): Promise<Result<Sighting, ConnectorError>> {
  const held = await listed(ctx, 'scheduled_posts', null);
  if (held.tag === 'err') return held;
  const same = held.value.filter(
    (post) =>
      post.scheduled_publish_time !== null &&
      Math.abs(post.scheduled_publish_time - wanted.at) < 1_500 &&
      resembles(post, wanted),
  );
  // Neither published nor addressed yet: that is how one tells it from a post that is out.
  return ok(verdict(same, saysNothing(wanted), (post) => postRemote(post.id, null)));
}

/** Looks for the page's own words under an object, on both levels. */
export async function findComment(
  ctx: ConnectorContext,
  objectId: string,
  words: string,
  sentAt: number,
): Promise<Result<Sighting, ConnectorError>> {
  const list = await ask(pageContext(ctx), 'read', wireListSchema, {
    method: 'GET',
    path: idPath(objectId, 'comments'),
    query: {
      filter: 'stream',
      order: 'chronological',
      since: String(Math.floor((sentAt - clockSpreadMs) / 1_000)),
      limit: '100',
      fields: commentFields,
    },
  });
  if (list.tag === 'err') return list;
  const mine = parseEach(commentSchema, list.value.data).items.filter(
    ({ from, message, created_time: at }) =>
      from?.id === ctx.me.remoteId && at >= sentAt - clockSpreadMs && sameWords(message, words),
  );
  const sure = mine.filter(({ created_time: at }) => at >= sentAt - slackMs);
  const found = sure.length > 0 ? sure : mine;
  const [only] = found;
  if (!only) return ok({ tag: 'absent' });
  if (sure.length === 1)
    return ok({
      tag: 'present',
      remote: commentRemote(only.id, objectId, only.permalink_url, only.created_time),
    });
  return ok({
    tag: 'unclear',
    differ: sure.length === 0,
    candidates: found.map(({ id, permalink_url: url, message, created_time: createdAt }) => ({
      remoteId: id,
      url: webUrl(url),
      text: message.slice(0, 1_000),
      createdAt,
    })),
  });
}

async function listed(
  ctx: ConnectorContext,
  edge: 'published_posts' | 'scheduled_posts',
  since: number | null,
): Promise<Result<readonly WirePost[], ConnectorError>> {
  const posts: WirePost[] = [];
  let after: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const list: Result<WireList, ConnectorError> = await ask(pageContext(ctx), 'read', wireListSchema, {
      method: 'GET',
      path: idPath(ctx.me.remoteId, edge),
      query: {
        fields: identifyingFields,
        limit: '50',
        ...(since === null ? {} : { since: String(Math.floor(since / 1_000)) }),
        ...(after === null ? {} : { after }),
      },
    });
    if (list.tag === 'err') return list;
    posts.push(...parseEach(postSchema, list.value.data).items);
    after = afterOf(list.value);
    if (after === null) break;
  }
  return ok(posts);
}

/** Ids of the photos and films that a post shows. */
function shownBy({ attachments }: WirePost): readonly string[] {
  return (attachments?.data ?? []).flatMap((one) => {
    const parts = one.subattachments?.data ?? [];
    const shown = parts.length > 0 ? parts : [one];
    return shown.flatMap(({ media_type: kind, target }) =>
      kind === 'photo' || kind === 'video' ? (target?.id ?? []) : [],
    );
  });
}

const showsPhotos = (post: WirePost, { photos }: Wanted): boolean =>
  photos.length > 0 && photos.every((id) => shownBy(post).includes(id));

function resembles(post: WirePost, wanted: Wanted): boolean {
  if (showsPhotos(post, wanted)) return true;
  // Its photos have no ids any more: as many of them, and the same words.
  if (lostItsMedia(wanted))
    return shownBy(post).length === wanted.media && sameWords(post.message, wanted.words);
  // Other photos than those that were sent make another post, whatever it says.
  if (wanted.photos.length > 0 || shownBy(post).length > 0) return false;
  return wanted.words !== '' && sameWords(post.message, wanted.words);
}

/** Of photos without words, and without ids, only a person can tell. */
const saysNothing = (wanted: Wanted): boolean => wanted.words.trim() === '' && lostItsMedia(wanted);

function verdict(
  found: readonly WirePost[],
  differ: boolean,
  remoteOf: (post: WirePost) => ReturnType<typeof postRemote>,
): Sighting {
  const [only] = found;
  if (!only) return { tag: 'absent' };
  if (found.length === 1 && !differ) return { tag: 'present', remote: remoteOf(only) };
  const candidates: Candidate[] = found.map((post) => ({
    remoteId: post.id,
    url: webUrl(post.permalink_url),
    text: post.message.slice(0, 1_000),
    createdAt: post.created_time,
    mediaCount: shownBy(post).length,
  }));
  return { tag: 'unclear', differ, candidates };
}
