import * as v from 'valibot';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Drawn, Operation, Remote, SoFar } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError, Performed } from '../contract.ts';
import { ask, callContext, send } from './calls.ts';
import { clockSpreadMs, momentInUrn } from './moment.ts';
import { readHandleData, writeHandleData } from './handle-data.ts';
import { shownText } from './little-text.ts';
import { jsonOf } from './json.ts';
import { upload } from './media.ts';
import { placeOfAnswer, type CommentPlace } from './place.ts';
import { postUrl } from './places.ts';
import { postBody } from './post-body.ts';
import { duplicateFailure, duplicateOf, isStillProcessing } from './refusal.ts';
import { value } from './restli.ts';
import { commentUrn, isOrganization, readCommentUrn } from './urn.ts';
import { wireCommentSchema, wirePostSchema } from './wire.ts';

type Outcome = Promise<Result<Performed, ConnectorError>>;

/** Performs one write, once; of an upload in parts, one part. */
export function publish(ctx: ConnectorContext, operation: Operation, drawn: Drawn, soFar?: SoFar): Outcome {
  switch (operation.tag) {
    case 'upload':
      return upload(ctx, operation.medium, soFar);
    case 'create':
      return operation.replyTo === null ? createPost(ctx, operation, drawn) : createComment(ctx, operation);
    case 'like':
      return like(ctx, operation.remoteId);
    case 'unlike':
      return act(
        ctx,
        'DELETE',
        `/rest/reactions/(actor:${value(ctx.me.remoteId)},entity:${value(operation.remoteId)})`,
      );
    case 'delete':
      return remove(ctx, operation);
    case 'prepare':
    case 'schedule':
    case 'reschedule':
    case 'recall':
    case 'message':
    case 'private-reply':
    case 'hide':
    case 'unhide':
    case 'mute':
    case 'unmute':
    case 'block':
    case 'unblock':
      return Promise.resolve(
        err({ tag: 'rejected', failure: failure('not-offered', { operation: operation.tag }) }),
      );
    default:
      return exhaustive(operation);
  }
}

type Creation = Extract<Operation, { tag: 'create' }>;

/** The answer has no body: what was made is named by a header. */
async function createPost(ctx: ConnectorContext, operation: Creation, drawn: Drawn): Outcome {
  const body = postBody(ctx.me.remoteId, operation.content, operation.uploaded);
  if (body.tag === 'err') return err({ tag: 'rejected', failure: body.error });
  const answer = await send(callContext(ctx), 'write', {
    method: 'POST',
    path: '/rest/posts',
    body: { json: body.value },
  });
  if (answer.tag === 'err') {
    // Nothing was done, and a repeat a little later will pass.
    if (isStillProcessing(answer.error)) return err({ tag: 'server', failure: failure('media-not-ready') });
    const twin = duplicateOf(answer.error);
    return twin === null ? answer : judgeTwin(ctx, twin, drawn);
  }
  const urn = answer.value.headers['x-restli-id'] ?? '';
  if (urn === '')
    return err({
      tag: 'unknown-outcome',
      failure: failure('protocol', { host: new URL(ctx.origin).host, field: 'x-restli-id' }),
    });
  return ok({ tag: 'done', remote: postRemote(urn, null) });
}

export const postRemote = (urn: string, createdAt: number | null): Remote => ({
  remoteId: urn,
  url: postUrl(urn),
  handle: writeHandleData({ post: urn, object: urn }),
  createdAt,
});

/**
 * An equal post was refused, and the refusal names the one that is there, or nothing (a ghost of what was deleted,
 * another one at each try). One that was made long before this operation was drawn is surely not it. Any other may be
 * it, its answer lost, or somebody else's with the same words: of a page's that is found out by looking (§9), of a
 * member's only the person can say; and it is not sent again.
 */
async function judgeTwin(ctx: ConnectorContext, urn: string, drawn: Drawn): Outcome {
  const refused = err({ tag: 'rejected', failure: duplicateFailure(urn) } as const);
  const unknown = (of: string) => err({ tag: 'unknown-outcome', failure: duplicateFailure(of) } as const);
  if (urn === '') return unknown('');
  const isEarlier = (madeAt: number): boolean => madeAt < drawn.at - clockSpreadMs;
  if (!isOrganization(ctx.me.remoteId)) {
    const madeAt = momentInUrn(urn, ctx.now());
    return madeAt !== null && isEarlier(madeAt) ? refused : unknown(urn);
  }
  const twin = await ask(callContext(ctx), 'read', wirePostSchema, {
    method: 'GET',
    path: `/rest/posts/${value(urn)}`,
    query: 'viewContext=AUTHOR',
  });
  if (twin.tag === 'ok') return isEarlier(twin.value.madeAt) ? refused : unknown(urn);
  // The address of nothing helps nobody.
  return unknown(twin.error.tag === 'gone' ? '' : urn);
}

async function createComment(ctx: ConnectorContext, operation: Creation): Outcome {
  const { replyTo, content } = operation;
  if (replyTo === null || operation.uploaded.length > 0)
    return err({ tag: 'rejected', failure: failure('not-offered', { operation: 'comment-media' }) });
  const found = await placeOfAnswer(callContext(ctx), replyTo);
  if (found.tag === 'err') return err(beforeWriting(found.error));
  const place: CommentPlace = found.value;
  const answer = await send(callContext(ctx), 'write', {
    method: 'POST',
    path: `/rest/socialActions/${value(place.under)}/comments`,
    body: {
      json: {
        actor: ctx.me.remoteId,
        object: place.object,
        // Comments are plain: nothing is escaped, and a mention is its name.
        message: { text: shownText(content.text) },
        ...(place.parent === null ? {} : { parentComment: place.parent }),
      },
    },
  });
  if (answer.tag === 'err') {
    const { error } = answer;
    return error.tag === 'gone'
      ? err({ tag: 'gone', failure: failure('parent-gone', error.failure.detail) })
      : answer;
  }
  const made = v.safeParse(wireCommentSchema, jsonOf(answer.value.text));
  const number = answer.value.headers['x-restli-id'] ?? (made.success ? made.output.id : '');
  if (number === '')
    return err({
      tag: 'unknown-outcome',
      failure: failure('protocol', { host: new URL(ctx.origin).host, field: 'x-restli-id' }),
    });
  const urn = made.success ? made.output.urn : commentUrn({ object: place.object, number });
  const post = readHandleData(replyTo.handleData).post ?? replyTo.conversationId;
  return ok({
    tag: 'done',
    remote: commentRemote(urn, post, place.parent, made.success ? made.output.created.time : null),
  });
}

/** Nothing was written yet: what cannot be read of the place leaves no doubt about the comment. */
function beforeWriting(error: ConnectorError): ConnectorError {
  if (error.tag === 'gone') return { tag: 'gone', failure: failure('parent-gone', error.failure.detail) };
  return error.tag === 'protocol' ? { tag: 'server', failure: error.failure } : error;
}

export function commentRemote(
  urn: string,
  post: string,
  parent: string | null,
  createdAt: number | null,
): Remote {
  const key = readCommentUrn(urn);
  return {
    remoteId: urn,
    url: `${postUrl(post)}?commentUrn=${encodeURIComponent(urn)}`,
    handle: writeHandleData({
      post,
      object: key?.object ?? null,
      number: key?.number ?? null,
      parent,
      isParentSaid: true,
    }),
    createdAt,
  };
}

/** A second like of the same thing is the same like. */
async function like(ctx: ConnectorContext, root: string): Outcome {
  const answer = await send(callContext(ctx), 'write', {
    method: 'POST',
    path: '/rest/reactions',
    query: `actor=${value(ctx.me.remoteId)}`,
    body: { json: { root, reactionType: 'LIKE' } },
  });
  return answer.tag === 'ok' ? ok({ tag: 'done', remote: { ...nothingMade, remoteId: root } }) : answer;
}

/** What is not there any more is deleted. */
async function remove(ctx: ConnectorContext, operation: Extract<Operation, { tag: 'delete' }>): Outcome {
  const comment = readCommentUrn(operation.remoteId);
  const data = readHandleData(operation.handleData);
  const path =
    comment === null
      ? `/rest/posts/${value(operation.remoteId)}`
      : `/rest/socialActions/${value(data.object ?? comment.object)}/comments/${comment.number}`;
  const answer = await send(callContext(ctx), 'write', {
    method: 'DELETE',
    path,
    ...(comment === null ? {} : { query: `actor=${value(ctx.me.remoteId)}` }),
    headers: { 'x-restli-method': 'DELETE' },
  });
  if (answer.tag === 'err' && answer.error.tag !== 'gone') return answer;
  return ok({ tag: 'done', remote: nothingMade });
}

/** A write of which only "yes" matters: repeating it changes nothing. */
async function act(ctx: ConnectorContext, method: 'DELETE', path: string): Outcome {
  const answer = await send(callContext(ctx), 'write', { method, path });
  if (answer.tag === 'err' && answer.error.tag !== 'gone') return answer;
  return ok({ tag: 'done', remote: nothingMade });
}

/** What an operation that makes nothing leaves. */
export const nothingMade: Remote = { remoteId: null, url: null, handle: '', createdAt: null };
