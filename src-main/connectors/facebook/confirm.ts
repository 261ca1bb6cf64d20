import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Operation, Sighting } from '../../../src-shared/outbox/operation.ts';
import type { ConfirmInput, ConnectorContext, ConnectorError } from '../contract.ts';
import { ask } from '../meta/graph.ts';
import { parseEach } from '../meta/parse-each.ts';
import { maybe, wireId, wireListSchema } from '../meta/wire-graph.ts';
import { sameWords } from '../meta/words.ts';
import { readFilm } from './film.ts';
import { clockSpreadMs, findComment, findPost, findScheduled, slackMs } from './find.ts';
import { findStory } from './find-story.ts';
import { formOf } from './form.ts';
import { goneFromPage } from './gone.ts';
import { readHandleData } from './handle-data.ts';
import { readHeld } from './held.ts';
import { readThread, threadWith } from './messages.ts';
import { idPath, pageContext } from './page-context.ts';
import { filmRemote, stageOf } from './poll.ts';
import { messageRemote, nothingMade, postRemote } from './remotes.ts';
import { filmOf, photosOf, uploadedOf, type Uploaded } from './uploaded.ts';
import { commentSchema } from './wire.ts';

type Look = Promise<Result<Sighting, ConnectorError>>;
type Creation = Extract<Operation, { tag: 'create' | 'schedule' }>;

/** Looks whether an operation was done, by the strongest proof that there is of it (facebook-pages §9). Only reads. */
export function confirm(ctx: ConnectorContext, { operation, sentAt }: ConfirmInput): Look {
  switch (operation.tag) {
    case 'create':
    case 'schedule':
      return ofCreation(ctx, operation, sentAt);
    case 'message':
      return ofMessage(ctx, operation.replyTo.conversationId, operation.content.text, sentAt);
    case 'private-reply':
      return ofPrivateReply(ctx, operation, sentAt);
    case 'reschedule':
      return ofHeld(ctx, operation.scheduledRemoteId, (at) =>
        at !== null && Math.abs(at - operation.at) < 1_000
          ? ok({ tag: 'present', remote: postRemote(operation.scheduledRemoteId, null) })
          : ok({ tag: 'absent' }),
      );
    case 'recall':
      // Still held: not recalled. No longer held is an error (`gone`): taken back, or published.
      return ofHeld(ctx, operation.scheduledRemoteId, (at) =>
        at === null ? err({ tag: 'gone', failure: failure('target-gone') }) : ok({ tag: 'absent' }),
      );
    case 'upload':
      // Nothing of an upload can be seen, and nobody is harmed by a second one.
      return Promise.resolve(ok({ tag: 'absent' }));
    case 'like':
    case 'unlike':
      return ofComment(
        ctx,
        operation.remoteId,
        ({ user_likes: likes }) => likes === (operation.tag === 'like'),
      );
    case 'hide':
    case 'unhide':
      return ofComment(
        ctx,
        operation.remoteId,
        ({ is_hidden: hidden }) => hidden === (operation.tag === 'hide'),
      );
    case 'delete':
      return ofDeletion(ctx, operation);
    case 'block':
    case 'unblock':
      return ofBlock(ctx, operation.personId, operation.tag === 'block');
    case 'prepare':
    case 'mute':
    case 'unmute':
      return Promise.resolve(
        err({ tag: 'rejected', failure: failure('not-offered', { operation: operation.tag }) }),
      );
    default:
      return exhaustive(operation);
  }
}

const seen = (done: boolean): Result<Sighting, ConnectorError> =>
  ok(done ? { tag: 'present', remote: nothingMade } : { tag: 'absent' });

async function ofCreation(ctx: ConnectorContext, operation: Creation, sentAt: number): Look {
  const { content, replyTo } = operation;
  const uploaded = uploadedOf(operation);
  const at = operation.tag === 'schedule' ? operation.at : null;
  if (replyTo !== null) {
    const { objectId } = readHandleData(replyTo.handleData);
    return findComment(ctx, objectId === '' ? replyTo.remoteId : objectId, content.text, sentAt);
  }
  const film = filmOf(uploaded);
  if (formOf(content) === 'story' || film?.kind === 'story') {
    const ids = uploaded.map(({ id }) => id);
    const isFilm = content.media.some(({ mime }) => mime.startsWith('video/'));
    const story = await findStory(ctx, { ids, isFilm }, sentAt);
    return ids.length === 0 ? unlessFilmed(content, story) : story;
  }
  if (film !== null) return ofFilm(ctx, film, at);
  const photos = photosOf(uploaded);
  const link = content.settings['link'];
  const wanted = {
    words: content.text,
    photos,
    media: content.media.length,
    link: content.media.length === 0 && typeof link === 'string' && link !== '' ? link : null,
  };
  if (at !== null) {
    const held = await findScheduled(ctx, { ...wanted, at });
    // Not held: never taken, or its moment came and it was published.
    if (held.tag === 'err' || held.value.tag !== 'absent' || ctx.now() < at - clockSpreadMs)
      return unlessFilmed(content, held);
    return unlessFilmed(content, await findPost(ctx, wanted, at - clockSpreadMs));
  }
  const shown = await shownIn(ctx, photos);
  return shown ?? unlessFilmed(content, await findPost(ctx, wanted, sentAt));
}

/**
 * A film whose id was lost with a damaged journal may be worked on for long, listed nowhere: that none is seen proves
 * nothing, nor that the one seen is another's, and only a person can tell.
 */
const unlessFilmed = (
  { media }: Creation['content'],
  seen: Result<Sighting, ConnectorError>,
): Result<Sighting, ConnectorError> =>
  seen.tag === 'ok' && media.some(({ mime }) => mime.startsWith('video/'))
    ? ok(seen.value.tag === 'absent' ? { tag: 'unclear', candidates: [] } : { ...seen.value, hides: true })
    : seen;

const photoSchema = v.object({ id: wireId, page_story_id: maybe(wireId) });

const present = (post: string): Result<Sighting, ConnectorError> =>
  ok({ tag: 'present', remote: postRemote(post, null) });

const outSchema = v.object({ id: wireId, is_published: v.fallback(v.boolean(), true) });

/**
 * A photo names the post that shows it: the proof of a post of photos, once that is out. Null: it names none, or one
 * that the network's scheduler still holds.
 */
async function shownIn(
  ctx: ConnectorContext,
  photos: readonly string[],
): Promise<Result<Sighting, ConnectorError> | null> {
  const [photo] = photos;
  if (photo === undefined) return null;
  const answer = await ask(pageContext(ctx), 'read', photoSchema, {
    method: 'GET',
    path: idPath(photo),
    query: { fields: 'id,page_story_id' },
  });
  if (answer.tag === 'err') return answer.error.tag === 'gone' ? null : answer;
  const { page_story_id: post } = answer.value;
  if (post === null) return null;
  const out = await ask(pageContext(ctx), 'read', outSchema, {
    method: 'GET',
    path: idPath(post),
    query: { fields: 'id,is_published' },
  });
  if (out.tag === 'ok') return out.value.is_published ? present(post) : null;
  // "Not there" is also said of what has just been made (facebook-pages §7, 100/33).
  return err(out.error.tag === 'gone' ? { tag: 'server', failure: out.error.failure } : out.error);
}

/**
 * A film's own state tells: its id was kept before it was finished. While it is worked on nothing is known, and it is
 * looked at again; what was only uploaded was never finished.
 */
async function ofFilm(ctx: ConnectorContext, { id }: Uploaded, at: number | null): Look {
  const film = await readFilm(ctx, id);
  // "Not there" is also said of what has just been made (facebook-pages §7, 100/33).
  if (film.tag === 'err')
    return err(film.error.tag === 'gone' ? { tag: 'server', failure: film.error.failure } : film.error);
  const stage = stageOf(film.value);
  const isHeld = at !== null && stage === 'held';
  if (stage === 'out' || isHeld) return ok({ tag: 'present', remote: filmRemote(ctx, film.value, isHeld) });
  // Not finished; or not out yet, though its moment has come: the scheduler takes its time.
  if (stage === 'uploading' || stage === 'held') return ok({ tag: 'absent' });
  return err(
    stage === 'failed'
      ? { tag: 'rejected', failure: failure('media-processing-failed') }
      : { tag: 'server', failure: failure('server-error', { host: new URL(ctx.origin).host }) },
  );
}

async function ofMessage(ctx: ConnectorContext, threadId: string, words: string, sentAt: number): Look {
  const messages = await readThread(ctx, threadId);
  if (messages.tag === 'err') return messages;
  const found = messages.value.filter(
    ({ from, message, created_time: at }) =>
      from?.id === ctx.me.remoteId && at >= sentAt - slackMs && sameWords(message, words),
  );
  const [only] = found;
  if (!only) return ok({ tag: 'absent' });
  if (found.length === 1) return ok({ tag: 'present', remote: messageRemote(only.id, only.created_time) });
  return ok({
    tag: 'unclear',
    candidates: found.map(({ id, message, created_time: createdAt }) => ({
      remoteId: id,
      url: null,
      text: message.slice(0, 1_000),
      createdAt,
    })),
  });
}

async function ofPrivateReply(
  ctx: ConnectorContext,
  { replyTo, content }: Extract<Operation, { tag: 'private-reply' }>,
  sentAt: number,
): Look {
  const { personId } = readHandleData(replyTo.handleData);
  const thread = await threadWith(ctx, personId);
  if (thread.tag === 'err') return thread;
  return thread.value === null ? ok({ tag: 'absent' }) : ofMessage(ctx, thread.value, content.text, sentAt);
}

async function ofHeld(
  ctx: ConnectorContext,
  id: string,
  verdict: (at: number | null) => Result<Sighting, ConnectorError>,
): Look {
  const held = await readHeld(ctx, id);
  return held.tag === 'err' ? held : verdict(held.value.at);
}

async function ofComment(
  ctx: ConnectorContext,
  id: string,
  holds: (comment: v.InferOutput<typeof commentSchema>) => boolean,
): Look {
  const comment = await ask(pageContext(ctx), 'read', commentSchema, {
    method: 'GET',
    path: idPath(id),
    query: { fields: 'id,created_time,is_hidden,user_likes' },
  });
  // A post has other fields than a comment: nothing is known of it, and repeating changes nothing.
  if (comment.tag === 'err') return comment.error.tag === 'rejected' ? seen(false) : comment;
  return seen(holds(comment.value));
}

async function ofDeletion(ctx: ConnectorContext, about: Extract<Operation, { tag: 'delete' }>): Look {
  const there = await ask(pageContext(ctx), 'read', v.object({ id: wireId }), {
    method: 'GET',
    path: idPath(about.remoteId),
    query: { fields: 'id' },
  });
  if (there.tag === 'ok') return seen(false);
  const error = await goneFromPage(ctx, about, there.error);
  return error.tag === 'gone' ? seen(true) : err(error);
}

async function ofBlock(ctx: ConnectorContext, personId: string, on: boolean): Look {
  const list = await ask(pageContext(ctx), 'read', wireListSchema, {
    method: 'GET',
    path: idPath(ctx.me.remoteId, 'blocked'),
    query: { user: personId, limit: '100' },
  });
  if (list.tag === 'err') return list;
  const blocked = parseEach(v.object({ id: wireId }), list.value.data).items.some(
    ({ id }) => id === personId,
  );
  return seen(blocked === on);
}
