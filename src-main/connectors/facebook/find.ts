import type * as v from 'valibot';
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
import { sharesLink } from './same-link.ts';
import { commentFields, commentSchema, identifyingFields, postSchema, type WirePost } from './wire.ts';

/** Moments have whole seconds, and an answer needs a moment to arrive. */
export const slackMs = 2_000;
/** Clocks that differ by less are not held: a post may bear a moment this long before ours. */
export const clockSpreadMs = 2 * 60_000;
/** The most posts or comments that a page of a list holds. */
const pageSize = 100;
/** Pages that are read to find one: twice as many posts as the network's scheduler is trusted with. */
const maxPages = 20;
/** Pages that are read to see that one is no more: what lies below was not made just now. */
const recentPages = 3;

/** What a post is recognised by. */
export interface Wanted {
  readonly words: string;
  /** Ids of its photos; of some of them none is known where they were lost with a damaged journal. */
  readonly photos: readonly string[];
  /** How many photos and films it has. */
  readonly media: number;
  /** The address that it shares; null: none. */
  readonly link: string | null;
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
  const posts = await listed(ctx, 'published_posts', sentAt);
  if (posts.tag === 'err') return posts;
  const likes = posts.value.items.filter(
    (post) => post.created_time >= sentAt - clockSpreadMs - 1_000 && resembles(post, wanted),
  );
  const sure = likes.filter(
    (post) => showsPhotos(post, wanted) || (post.created_time >= sentAt - slackMs && isSure(post, wanted)),
  );
  return ok(
    verdict(
      { items: sure.length > 0 ? sure : likes, whole: posts.value.whole },
      sure.length === 0 || saysNothing(wanted),
      (post) => postRemote(post.id, post.permalink_url, post.created_time),
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
  const likes = held.value.items.filter(
    (post) =>
      post.scheduled_publish_time !== null &&
      Math.abs(post.scheduled_publish_time - wanted.at) < 1_500 &&
      resembles(post, wanted),
  );
  // Neither published nor addressed yet: that is how one tells it from a post that is out.
  const sure = likes.filter((post) => isSure(post, wanted));
  const items = sure.length > 0 ? sure : likes;
  return ok(
    verdict({ items, whole: held.value.whole }, sure.length === 0 || saysNothing(wanted), (post) =>
      postRemote(post.id, null),
    ),
  );
}

/** Whether a post of this id, or one of the film of this id, is out, or held by the network's scheduler. */
export async function isListed(
  ctx: ConnectorContext,
  edge: 'published_posts' | 'scheduled_posts',
  id: string,
): Promise<Result<boolean, ConnectorError>> {
  const posts = await listed(ctx, edge, null, edge === 'published_posts' ? recentPages : maxPages);
  if (posts.tag === 'err') return posts;
  return ok(posts.value.items.some((post) => post.id === id || shownBy(post).includes(id)));
}

/** Looks for the page's own words under an object, on both levels. */
export async function findComment(
  ctx: ConnectorContext,
  objectId: string,
  words: string,
  sentAt: number,
): Promise<Result<Sighting, ConnectorError>> {
  const list = await read(
    ctx,
    {
      path: idPath(objectId, 'comments'),
      query: { ...comments, order: 'chronological', since: since(sentAt) },
    },
    commentSchema,
  );
  if (list.tag === 'err') return list;
  const mine = list.value.items.filter(
    ({ from, message, created_time: at }) =>
      from?.id === ctx.me.remoteId && at >= sentAt - clockSpreadMs && sameWords(message, words),
  );
  const sure = mine.filter(({ created_time: at }) => at >= sentAt - slackMs);
  const found = sure.length > 0 ? sure : mine;
  const [only] = found;
  if (!only) return ok(notSeen(list.value));
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

/** Whether a comment of this id is among the newest under an object. */
export async function isUnder(
  ctx: ConnectorContext,
  objectId: string,
  id: string,
): Promise<Result<boolean, ConnectorError>> {
  const list = await read(
    ctx,
    { path: idPath(objectId, 'comments'), query: { ...comments, order: 'reverse_chronological' } },
    commentSchema,
    recentPages,
  );
  return list.tag === 'err' ? list : ok(list.value.items.some((comment) => comment.id === id));
}

/** On both levels. */
const comments = { filter: 'stream', fields: commentFields };

/** The moment from which a list is read, for something that left at `sentAt` (epoch ms), in seconds. */
const since = (sentAt: number): string => String(Math.floor((sentAt - clockSpreadMs) / 1_000));

/** What was read of a list; `whole`: to its end, so that what is not in it is not there. */
interface Listed<T> {
  readonly items: readonly T[];
  readonly whole: boolean;
}

async function listed(
  ctx: ConnectorContext,
  edge: 'published_posts' | 'scheduled_posts',
  sentAt: number | null,
  pages = maxPages,
): Promise<Result<Listed<WirePost>, ConnectorError>> {
  const query = { fields: identifyingFields, ...(sentAt === null ? {} : { since: since(sentAt) }) };
  return read(ctx, { path: idPath(ctx.me.remoteId, edge), query }, postSchema, pages);
}

/** Reads a list through its pages. What cannot be read in it may be what is looked for. */
async function read<T>(
  ctx: ConnectorContext,
  { path, query }: { readonly path: string; readonly query: Readonly<Record<string, string>> },
  schema: v.GenericSchema<unknown, T>,
  pages = maxPages,
): Promise<Result<Listed<T>, ConnectorError>> {
  const items: T[] = [];
  let skipped = 0;
  let after: string | null = null;
  for (let page = 0; page < pages; page += 1) {
    const list: Result<WireList, ConnectorError> = await ask(pageContext(ctx), 'read', wireListSchema, {
      method: 'GET',
      path,
      query: { ...query, limit: String(pageSize), ...(after === null ? {} : { after }) },
    });
    if (list.tag === 'err') return list;
    const parsed = parseEach(schema, list.value.data);
    items.push(...parsed.items);
    skipped += parsed.skipped.length;
    after = afterOf(list.value);
    if (after === null) break;
  }
  return ok({ items, whole: after === null && skipped === 0 });
}

/** Nothing like it is in a list: none is there, if the list was read to its end; otherwise a person has to look. */
const notSeen = ({ whole }: Listed<unknown>): Sighting =>
  whole ? { tag: 'absent' } : { tag: 'unclear', candidates: [] };

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
  if (wanted.photos.length > 0 || (wanted.link === null && shownBy(post).length > 0)) return false;
  return (wanted.words !== '' || wanted.link !== null) && sameWords(post.message, wanted.words);
}

/** Nothing in it speaks against what was sent; of an address without words, that address must be there. */
function isSure(post: WirePost, { words, link }: Wanted): boolean {
  const shared = link === null ? 'same' : sharesLink(post, link);
  return shared === 'same' || (shared === 'unknown' && words.trim() !== '');
}

/** Of photos without words, and without ids, only a person can tell. */
const saysNothing = (wanted: Wanted): boolean => wanted.words.trim() === '' && lostItsMedia(wanted);

function verdict(
  list: Listed<WirePost>,
  differ: boolean,
  remoteOf: (post: WirePost) => ReturnType<typeof postRemote>,
): Sighting {
  const { items: found } = list;
  const [only] = found;
  if (!only) return notSeen(list);
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
