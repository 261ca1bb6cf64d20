import { failure } from '../../../src-shared/errors.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Candidate, Remote, Sighting } from '../../../src-shared/outbox/operation.ts';
import { plainText } from '../../../src-shared/rich-text.ts';
import type { ConfirmInput, ConnectorContext, ConnectorError } from '../contract.ts';
import { ask, callContext } from './calls.ts';
import { eventFields, postFields } from './fields.ts';
import { isRepost } from './map-post.ts';
import { postUrl } from './places.ts';
import { messageRemote, nothingMade, participantOf, postRemote } from './publish.ts';
import { richTextOf, spelledOut } from './rich.ts';
import { essenceOfDraft, essenceOfPost, likeness, likenessOfMessage, type Essence } from './same-post.ts';
import { eventSchema, isWhole, listSchema, parseEach, postSchema, type WirePost } from './wire.ts';

type Look = Promise<Result<Sighting, ConnectorError>>;

/** How far before the attempt is looked (x §8): clocks differ. */
const beforeMs = 60_000;
/** A `Date` header has whole seconds, and an answer needs a moment to arrive. */
const slackMs = 2_000;
const mostPages = 3;

/** Looks whether an operation was done. Only reads. */
export function confirm(ctx: ConnectorContext, { operation, sentAt }: ConfirmInput): Look {
  switch (operation.tag) {
    case 'create':
      return findPost(ctx, essenceOfDraft(operation.content, operation.replyTo), sentAt);
    case 'message':
      return findMessage(ctx, operation, sentAt);
    case 'delete':
      return isGone(ctx, operation.remoteId);
    case 'upload':
    // Nothing shows them, and once more changes nothing.
    case 'hide':
    case 'unhide':
    case 'mute':
    case 'unmute':
      return Promise.resolve(ok({ tag: 'absent' }));
    case 'like':
    case 'unlike':
    case 'block':
    case 'unblock':
    case 'schedule':
    case 'reschedule':
    case 'recall':
    case 'prepare':
    case 'private-reply':
      return Promise.resolve(
        err({ tag: 'rejected', failure: failure('not-offered', { operation: operation.tag }) }),
      );
    default:
      return exhaustive(operation);
  }
}

interface Found {
  readonly remote: Remote;
  readonly candidate: Candidate;
  readonly sure: boolean;
}

/** What a list showed: all of it, only a part that its length is cut to, or less than is there (x §7). */
interface Seen<T> {
  readonly items: readonly T[];
  readonly extent: 'whole' | 'cut' | 'broken';
}

/** Own posts since a minute before the attempt that say the same, short addresses spelled out (x §8). */
async function findPost(ctx: ConnectorContext, essence: Essence, sentAt: number): Look {
  const posts = await ownSince(ctx, sentAt - beforeMs);
  if (posts.tag === 'err') return posts;
  const found = posts.value.items.flatMap((post): readonly Found[] => {
    const { created_at: createdAt } = post;
    if (createdAt === null || isRepost(post) || (post.author_id ?? ctx.me.remoteId) !== ctx.me.remoteId)
      return [];
    const like = likeness(essence, essenceOfPost(post));
    if (like === 'different') return [];
    const candidate = {
      remoteId: post.id,
      url: postUrl(ctx.me.handle, post.id),
      text: spelledOut(post.text, post.entities).slice(0, 1_000),
      createdAt,
      mediaCount: post.attachments.media_keys.length,
    };
    const sure = like === 'same' && createdAt >= sentAt - slackMs;
    return [{ remote: postRemote(ctx, post.id, createdAt), candidate, sure }];
  });
  return verdict(ctx, found, posts.value.extent);
}

/**
 * The only one that is the same is it. Nothing in a whole list is nothing; in one that was cut it may stand further
 * down, and one that lacks something is looked at again.
 */
function verdict(
  ctx: ConnectorContext,
  found: readonly Found[],
  extent: Seen<unknown>['extent'],
): Result<Sighting, ConnectorError> {
  const hides = extent === 'whole' ? {} : { hides: true };
  const sure = found.filter((one) => one.sure);
  const [only] = sure;
  if (only && sure.length === 1) return ok({ tag: 'present', remote: only.remote, ...hides });
  const doubtful = sure.length > 1 ? sure : found;
  if (doubtful.length > 0)
    return ok({
      tag: 'unclear',
      differ: sure.length === 0,
      candidates: doubtful.map(({ candidate }) => candidate),
      ...hides,
    });
  if (extent === 'whole') return ok({ tag: 'absent' });
  if (extent === 'cut') return ok({ tag: 'unclear', candidates: [] });
  const host = new URL(ctx.origin).host;
  return err({ tag: 'server', failure: failure('protocol', { host, field: 'data' }) });
}

async function ownSince(
  ctx: ConnectorContext,
  from: number,
): Promise<Result<Seen<WirePost>, ConnectorError>> {
  const posts: WirePost[] = [];
  let until: string | null = null;
  let isBroken = false;
  for (let page = 0; page < mostPages; page += 1) {
    const answer: Result<
      Awaited<ReturnType<typeof listOwn>> extends Result<infer T, ConnectorError> ? T : never,
      ConnectorError
    > = await listOwn(ctx, from, until);
    if (answer.tag === 'err') return answer;
    const { items, skipped } = parseEach(postSchema, answer.value.data);
    posts.push(...items);
    // What does not say when it was made cannot be told from the one that is looked for.
    isBroken ||=
      skipped.length > 0 || !isWhole(answer.value) || items.some((post) => post.created_at === null);
    until = answer.value.meta.oldest_id ?? items.at(-1)?.id ?? null;
    if (answer.value.meta.next_token === null || until === null)
      return ok({ items: posts, extent: isBroken ? 'broken' : 'whole' });
  }
  return ok({ items: posts, extent: isBroken ? 'broken' : 'cut' });
}

const listOwn = (ctx: ConnectorContext, from: number, until: string | null) =>
  ask(callContext(ctx), 'read', listSchema, {
    method: 'GET',
    path: `/2/users/${encodeURIComponent(ctx.me.remoteId)}/tweets`,
    query: {
      ...postFields,
      max_results: '100',
      // The network's clock decides what "since" means, in whole seconds.
      start_time: `${new Date(Math.floor(from / 1_000) * 1_000).toISOString().slice(0, 19)}Z`,
      ...(until === null ? {} : { until_id: until }),
    },
  });

async function findMessage(
  ctx: ConnectorContext,
  operation: Extract<ConfirmInput['operation'], { tag: 'message' }>,
  sentAt: number,
): Look {
  const participant = participantOf(ctx, operation.replyTo);
  if (participant === null)
    return err({ tag: 'rejected', failure: failure('not-offered', { operation: 'message' }) });
  const answer = await ask(callContext(ctx), 'read', listSchema, {
    method: 'GET',
    path: `/2/dm_conversations/with/${encodeURIComponent(participant)}/dm_events`,
    query: { ...eventFields, max_results: '100' },
  });
  if (answer.tag === 'err') return answer;
  const { items, skipped } = parseEach(eventSchema, answer.value.data);
  const from = sentAt - beforeMs;
  const found = items.flatMap((event): readonly Found[] => {
    const { created_at: createdAt } = event;
    if (event.sender_id !== ctx.me.remoteId || createdAt < from) return [];
    const like = likenessOfMessage(operation.content, event);
    if (like === 'different') return [];
    const candidate = {
      remoteId: event.id,
      url: null,
      text: plainText(richTextOf(event.text, event.entities)).slice(0, 1_000),
      createdAt,
    };
    const sure = like === 'same' && createdAt >= sentAt - slackMs;
    return [{ remote: messageRemote(event.id, participant, createdAt), candidate, sure }];
  });
  const reachesBack =
    answer.value.meta.next_token === null || items.some(({ created_at: createdAt }) => createdAt < from);
  const isBroken = skipped.length > 0 || !isWhole(answer.value);
  return verdict(ctx, found, isBroken ? 'broken' : reachesBack ? 'whole' : 'cut');
}

async function isGone(ctx: ConnectorContext, id: string): Look {
  const answer = await ask(callContext(ctx), 'read', listSchema, {
    method: 'GET',
    path: '/2/tweets',
    query: { ids: id },
  });
  if (answer.tag === 'err') return answer;
  const missing = answer.value.errors.some(({ type }) => type.endsWith('/resource-not-found'));
  return ok(
    missing && answer.value.data.length === 0 ? { tag: 'present', remote: nothingMade } : { tag: 'absent' },
  );
}
