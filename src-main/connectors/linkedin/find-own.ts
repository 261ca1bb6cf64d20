import { failure } from '../../../src-shared/errors.ts';
import type { Content } from '../../../src-shared/domain/content.ts';
import { plainText } from '../../../src-shared/rich-text.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Candidate, Operation, Remote, Sighting } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { callContext } from './calls.ts';
import { commentsUnder, postsOf } from './lists.ts';
import { readLittleText, shownText, toLittleText } from './little-text.ts';
import { clockSpreadMs, slackMs } from './moment.ts';
import { placeOfAnswer } from './place.ts';
import { readHandleData } from './handle-data.ts';
import { postUrl } from './places.ts';
import { commentRemote, postRemote } from './publish.ts';
import type { WirePost } from './wire.ts';

type Creation = Extract<Operation, { tag: 'create' }>;
type Look = Promise<Result<Sighting, ConnectorError>>;

const pageSize = 20;
const maxPages = 5;

interface Found {
  readonly remote: Remote;
  readonly candidate: Candidate;
  /** Says the same, and was made since the attempt. */
  readonly sure: boolean;
}

/**
 * Looks among the page's own posts for one that says the same. One made since the attempt is it; several, or one that
 * only begins alike, only a person can judge.
 *
 * @param sentAt the server's clock at the first attempt, epoch ms
 */
export async function findPost(ctx: ConnectorContext, operation: Creation, sentAt: number): Look {
  const calls = callContext(ctx);
  const found: Found[] = [];
  const skipped: unknown[] = [];
  let isCut = true;
  for (let page = 0; isCut && page < maxPages; page += 1) {
    const listed = await postsOf(calls, ctx.me.remoteId, page * pageSize, pageSize);
    if (listed.tag === 'err') return listed;
    skipped.push(...listed.value.skipped);
    for (const post of listed.value.items) {
      if (post.madeAt < sentAt - clockSpreadMs) continue;
      const likeness = likenessOf(operation, post);
      if (likeness === 'different') continue;
      const sure = likeness === 'ours' || (likeness === 'same' && post.madeAt >= sentAt - slackMs);
      found.push({ remote: postRemote(post.id, post.madeAt), candidate: candidateOf(post), sure });
    }
    const oldest = Math.min(...listed.value.items.map(({ madeAt }) => madeAt));
    const { length, total } = listed.value;
    const isLast = length === 0 || (total !== null && (page + 1) * pageSize >= total);
    isCut = !isLast && oldest >= sentAt - clockSpreadMs;
  }
  return verdict(ctx, found, { skipped, isCut });
}

/**
 * `ours`: holds media that were uploaded for this very post. `alike`: the network kept only the beginning, or there
 * are no words to tell it by.
 */
type Likeness = 'ours' | 'same' | 'alike' | 'different';

function likenessOf({ content, uploaded }: Creation, post: WirePost): Likeness {
  const media = mediaOf(post);
  const own = uploaded.map(({ handle }) => handle);
  const kind = kindOf(post);
  // The picture of a card is none of the post's own media.
  if (kind === 'media' && own.length > 0)
    return own.length === media.length && own.every((urn) => media.includes(urn)) ? 'ours' : 'different';
  if (kind !== wantedKind(content)) return 'different';
  // Its media went up under names that were lost with a damaged journal: as many of them, and the same words.
  if (kind === 'media' && media.length !== content.media.length) return 'different';
  const sent = essential(plainText(readLittleText(toLittleText(content.text))));
  const kept = essential(plainText(readLittleText(post.commentary)));
  if (sent === kept) return kind === 'media' && sent === '' ? 'alike' : 'same';
  return kept.length >= 20 && sent.startsWith(kept) ? 'alike' : 'different';
}

function mediaOf({ content }: WirePost): readonly string[] {
  if (content.multiImage) return content.multiImage.images.map(({ id }) => id);
  return content.media ? [content.media.id] : [];
}

/** What else than words it is: media, a card's address, a poll's question and answers. */
function kindOf({ content }: WirePost): string {
  if (content.media || content.multiImage) return 'media';
  if (content.article) return `article ${content.article.source}`;
  if (content.poll) return `poll ${content.poll.options.map(({ text }) => text).join('|')}`;
  return 'text';
}

function wantedKind(content: Content): string {
  const { settings, poll, media } = content;
  if (settings['format'] === 'article') return `article ${String(settings['article-address'] ?? '').trim()}`;
  if (poll !== null) return `poll ${poll.options.join('|')}`;
  return media.length > 0 ? 'media' : 'text';
}

/** Line ends and spaces are the network's to choose. */
const essential = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

const candidateOf = (post: WirePost): Candidate => ({
  remoteId: post.id,
  url: postUrl(post.id),
  text: plainText(readLittleText(post.commentary)).slice(0, 1_000),
  createdAt: post.madeAt,
  mediaCount: mediaOf(post).length,
});

/**
 * Nothing in what was read to its end is nothing. Where the reading was cut short it may stand further down; and what
 * could not be read may be it, and is looked at again.
 */
function verdict(
  ctx: ConnectorContext,
  found: readonly Found[],
  { skipped, isCut }: { readonly skipped: readonly unknown[]; readonly isCut: boolean },
): Result<Sighting, ConnectorError> {
  const hides = skipped.length > 0 || isCut ? { hides: true } : {};
  const sure = found.filter((one) => one.sure);
  const only = sure.length === 1 ? sure[0] : undefined;
  if (only) return ok({ tag: 'present', remote: only.remote, ...hides });
  // Two that say the same: ours is among them, the other may be our own earlier one.
  const doubtful = sure.length > 1 ? sure : found;
  if (doubtful.length > 0)
    return ok({
      tag: 'unclear',
      differ: sure.length === 0,
      candidates: doubtful.map(({ candidate }) => candidate),
      ...hides,
    });
  if (skipped.length > 0)
    return err({
      tag: 'server',
      failure: failure('protocol', { host: new URL(ctx.origin).host, field: 'elements' }),
    });
  return ok(isCut ? { tag: 'unclear', candidates: [] } : { tag: 'absent' });
}

/** Looks for a comment of ours among those that stand where it was to go: who, words, moment. */
export async function findComment(
  ctx: ConnectorContext,
  { replyTo, content }: Creation,
  sentAt: number,
): Look {
  if (replyTo === null) return ok({ tag: 'absent' });
  const found = await placeOfAnswer(callContext(ctx), replyTo);
  if (found.tag === 'err') return found;
  const place = found.value;
  const listed = await commentsUnder(callContext(ctx), place.under);
  if (listed.tag === 'err') return listed;
  const words = essential(shownText(content.text));
  const post = readHandleData(replyTo.handleData).post ?? replyTo.conversationId;
  const ours = listed.value.items.flatMap((comment): readonly Found[] => {
    const { time } = comment.created;
    if (comment.actor !== ctx.me.remoteId || time < sentAt - clockSpreadMs) return [];
    if (essential(comment.message.text) !== words) return [];
    const remote = commentRemote(comment.urn, post, place.parent, time);
    const candidate = {
      remoteId: comment.urn,
      url: remote.url,
      text: comment.message.text.slice(0, 1_000),
      createdAt: time,
    };
    return [{ remote, candidate, sure: time >= sentAt - slackMs }];
  });
  return verdict(ctx, ours, listed.value);
}
