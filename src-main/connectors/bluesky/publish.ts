import { failure, type ErrorCode, type Failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Drawn, Operation, Remote } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError, Performed } from '../contract.ts';
import { createRecord, deleteRecord, getPosts, getProfile, muteActor, uploadBlob } from './api.ts';
import { collections, parseAtUri } from './at-uri.ts';
import { postHandle, readChatHandle } from './handle-data.ts';
import { postUrl } from './map-embed.ts';
import { postRecord, requireRecord, sendChatMessage } from './outgoing.ts';
import type { Caller } from './xrpc.ts';

type Outcome = Promise<Result<Performed, ConnectorError>>;

/**
 * Performs one write. Whatever must be read for it is read before, so that a failure of those reads means that
 * nothing was done.
 */
export function publish(ctx: ConnectorContext, caller: Caller, operation: Operation, drawn: Drawn): Outcome {
  switch (operation.tag) {
    case 'upload':
      return upload(ctx, caller, operation);
    case 'create':
      return create(ctx, caller, operation, drawn);
    case 'message':
      return sendChatMessage(caller, operation);
    case 'like':
      return like(ctx, caller, operation, drawn);
    case 'unlike':
      return unlike(caller, operation);
    case 'delete':
      return remove(caller, operation);
    case 'mute':
    case 'unmute':
      return mute(caller, operation);
    case 'block':
      return block(ctx, caller, operation, drawn);
    case 'unblock':
      return unblock(caller, operation);
    case 'prepare':
    case 'private-reply':
    case 'hide':
    case 'unhide':
    case 'schedule':
    case 'reschedule':
    case 'recall':
      return Promise.resolve(rejected('not-offered'));
  }
}

/** `tag` narrowed to one kind of operation. */
type Of<T extends Operation['tag']> = Extract<Operation, { readonly tag: T }>;

async function upload(ctx: ConnectorContext, caller: Caller, { medium }: Of<'upload'>): Outcome {
  const bytes = await ctx.openMedia(medium.hash);
  if (bytes.tag === 'err') return err({ tag: 'rejected', failure: bytes.error });
  if (bytes.value.byteLength > ctx.manifest.images.maxBytes)
    return rejected('media-too-large', {
      bytes: bytes.value.byteLength,
      maxBytes: ctx.manifest.images.maxBytes,
    });
  const answer = await uploadBlob(caller, bytes.value, medium.mime);
  if (answer.tag === 'err') return answer;
  return done({ handle: JSON.stringify(answer.value.value.blob) });
}

async function create(ctx: ConnectorContext, caller: Caller, operation: Of<'create'>, drawn: Drawn): Outcome {
  const written = await postRecord(caller, operation, drawn);
  if (written.tag === 'err') return written;
  const { record, root } = written.value;
  const at = { repo: ctx.me.remoteId, collection: collections.post, rkey: drawn.key };
  const answer = await createRecord(caller, { at, record });
  if (answer.tag === 'err') return answer;
  return done({ ...postRemote(ctx, answer.value.value, root), createdAt: drawn.at });
}

/** What is kept of a post of ours: enough to show it, to answer it and to delete it. */
export const postRemote = (
  ctx: ConnectorContext,
  post: { readonly uri: string; readonly cid: string },
  root: { readonly uri: string; readonly cid: string } | null,
): Pick<Remote, 'remoteId' | 'url' | 'handle'> => ({
  remoteId: post.uri,
  url: postUrl(post.uri, ctx.me.handle),
  handle: postHandle(post, root),
});

async function like(ctx: ConnectorContext, caller: Caller, operation: Of<'like'>, drawn: Drawn): Outcome {
  const subject = await requireRecord(caller, operation.remoteId, operation.handleData, 'target-gone');
  if (subject.tag === 'err') return subject;
  const at = { repo: ctx.me.remoteId, collection: collections.like, rkey: drawn.key };
  const record = {
    $type: collections.like,
    subject: subject.value.ref,
    createdAt: new Date(drawn.at).toISOString(),
  };
  const answer = await createRecord(caller, { at, record });
  if (answer.tag === 'err') return answer;
  return done({ remoteId: answer.value.value.uri, createdAt: drawn.at });
}

async function unlike(caller: Caller, operation: Of<'unlike'>): Outcome {
  const known = parseAtUri(operation.likeRemoteId ?? '');
  if (known !== null) return finished(await deleteRecord(caller, known));
  const posts = await getPosts(caller, [operation.remoteId]);
  if (posts.tag === 'err') return posts;
  const found = parseAtUri(posts.value.get(operation.remoteId)?.viewer?.like ?? '');
  return found === null ? done({}) : finished(await deleteRecord(caller, found));
}

async function remove(caller: Caller, operation: Of<'delete'>): Outcome {
  // A direct message can be hidden from oneself only: that is not what "delete" promises.
  if (readChatHandle(operation.handleData) !== null) return rejected('not-offered');
  const at = parseAtUri(operation.remoteId);
  return at === null ? rejected('target-gone') : finished(await deleteRecord(caller, at));
}

async function mute(caller: Caller, operation: Of<'mute'> | Of<'unmute'>): Outcome {
  return finished(await muteActor(caller, operation.personId, operation.tag === 'mute'));
}

async function block(ctx: ConnectorContext, caller: Caller, operation: Of<'block'>, drawn: Drawn): Outcome {
  const at = { repo: ctx.me.remoteId, collection: collections.block, rkey: drawn.key };
  const record = {
    $type: collections.block,
    subject: operation.personId,
    createdAt: new Date(drawn.at).toISOString(),
  };
  const answer = await createRecord(caller, { at, record });
  if (answer.tag === 'err') return answer;
  return done({ remoteId: answer.value.value.uri, createdAt: drawn.at });
}

async function unblock(caller: Caller, operation: Of<'unblock'>): Outcome {
  const profile = await getProfile(caller, operation.personId);
  if (profile.tag === 'err') return profile;
  const record = parseAtUri(profile.value.value.viewer?.blocking ?? '');
  return record === null ? done({}) : finished(await deleteRecord(caller, record));
}

export const done = (remote: Partial<Remote>): Result<Performed, ConnectorError> =>
  ok({ tag: 'done', remote: { remoteId: null, url: null, handle: '', createdAt: null, ...remote } });

const finished = (answer: Result<unknown, ConnectorError>): Result<Performed, ConnectorError> =>
  answer.tag === 'err' ? answer : done({});

export const rejected = (code: ErrorCode, detail: Failure['detail'] = {}): Result<never, ConnectorError> =>
  err({ tag: 'rejected', failure: failure(code, detail) });
