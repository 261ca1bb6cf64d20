import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Operation, Remote, Sighting } from '../../../src-shared/outbox/operation.ts';
import type { ConfirmInput, ConnectorContext, ConnectorError } from '../contract.ts';
import { getMessages, getPosts, getProfile, getRecord, listRecords } from './api.ts';
import { collections, parseAtUri, type AtUri } from './at-uri.ts';
import { chatHandle, readChatHandle } from './handle-data.ts';
import { convoUrl } from './map-chat.ts';
import { postRemote } from './publish.ts';
import { chatMessageSchema } from './wire-chat.ts';
import { eachOf, postRecordSchema, recordSchema } from './wire.ts';
import * as v from 'valibot';
import type { Caller } from './xrpc.ts';

type Look = Promise<Result<Sighting, ConnectorError>>;

/** Servers' moments have a second's grain in their `Date` header, and the chat service has a clock of its own. */
const clockGrainMs = 5_000;

/** Looks whether a write whose answer was lost was done. Only reads. */
export function confirm(ctx: ConnectorContext, caller: Caller, input: ConfirmInput): Look {
  const { operation, drawn } = input;
  const mine = (collection: string): AtUri => ({ repo: ctx.me.remoteId, collection, rkey: drawn.key });
  switch (operation.tag) {
    case 'upload':
      // What was uploaded cannot be looked for, and need not be: the same bytes get the same name again.
      return Promise.resolve(ok({ tag: 'absent' }));
    case 'create':
      return lookForPost(ctx, caller, mine(collections.post), operation, input);
    case 'like':
      // Without the key, which a damaged journal took with it, the target itself says whether it is liked.
      return drawn.key === ''
        ? lookAtPost(caller, operation.remoteId)
        : lookForRecord(caller, mine(collections.like), drawn.at);
    case 'block':
      return drawn.key === ''
        ? lookAtPerson(caller, operation)
        : lookForRecord(caller, mine(collections.block), drawn.at);
    case 'delete':
      return lookForAbsence(caller, operation.remoteId);
    case 'unlike':
      return operation.likeRemoteId === null
        ? lookForNoLike(caller, operation.remoteId)
        : lookForAbsence(caller, operation.likeRemoteId);
    case 'mute':
    case 'unmute':
    case 'unblock':
      return lookAtPerson(caller, operation);
    case 'message':
      return lookForMessage(ctx, caller, operation, input.sentAt);
    case 'prepare':
    case 'private-reply':
    case 'hide':
    case 'unhide':
    case 'schedule':
    case 'reschedule':
    case 'recall':
      return Promise.resolve(err({ tag: 'rejected', failure: failure('not-offered') }));
  }
}

const nothing: Remote = { remoteId: null, url: null, handle: '', createdAt: null };
const present = (remote: Partial<Remote> = {}): Result<Sighting, never> =>
  ok({ tag: 'present', remote: { ...nothing, ...remote } });
const absent: Result<Sighting, never> = ok({ tag: 'absent' });

type Create = Extract<Operation, { readonly tag: 'create' }>;

/** By the drawn key; then among the newest posts, for a server that chose a key of its own or a key that was lost. */
async function lookForPost(
  ctx: ConnectorContext,
  caller: Caller,
  at: AtUri,
  operation: Create,
  input: Pick<ConfirmInput, 'drawn' | 'sentAt'>,
): Look {
  if (at.rkey === '') return lookAmongPosts(ctx, caller, operation, input);
  const answer = await getRecord(caller, at);
  if (answer.tag === 'ok') return present(foundPost(ctx, answer.value.value));
  return answer.error.tag === 'gone' ? lookAmongPosts(ctx, caller, operation, input) : answer;
}

type Recorded = v.InferOutput<typeof recordSchema>;

function foundPost(ctx: ConnectorContext, { uri, cid, value }: Recorded): Partial<Remote> {
  const record = v.safeParse(postRecordSchema, value);
  const createdAt = record.success ? Date.parse(record.output.createdAt) : NaN;
  const root = record.success ? (record.output.reply?.root ?? null) : null;
  return {
    ...postRemote(ctx, { uri, cid: cid ?? '' }, root),
    createdAt: Number.isNaN(createdAt) ? null : createdAt,
  };
}

/** More than anybody posts while an answer is missing. */
const newestPosts = 50;

/** A post of ours with these words that bears the drawn moment, or without a key: any moment since the attempt. */
async function lookAmongPosts(
  ctx: ConnectorContext,
  caller: Caller,
  { content, replyTo }: Create,
  { drawn, sentAt }: Pick<ConfirmInput, 'drawn' | 'sentAt'>,
): Look {
  const answer = await listRecords(caller, ctx.me.remoteId, collections.post, newestPosts);
  if (answer.tag === 'err') return answer;
  const alike = eachOf(recordSchema, answer.value.value.records).items.filter(({ value }) => {
    const post = v.safeParse(postRecordSchema, value);
    if (!post.success || post.output.text !== content.text) return false;
    if ((post.output.reply?.parent.uri ?? null) !== (replyTo?.remoteId ?? null)) return false;
    // The same words are said with other pictures at times: that is another post.
    if (mediaIn(value) !== content.media.length) return false;
    const at = Date.parse(post.output.createdAt);
    return drawn.key === '' ? at >= sentAt - clockGrainMs : at === drawn.at;
  });
  const [first] = alike;
  if (first === undefined) return absent;
  // Of pictures without words, and without the moment that was drawn, only a person can tell.
  const isTold = drawn.key !== '' || content.text.trim() !== '';
  if (alike.length === 1 && isTold) return present(foundPost(ctx, first));
  return ok({
    tag: 'unclear',
    differ: !isTold,
    candidates: alike.map((record) => {
      const { remoteId, url, createdAt } = foundPost(ctx, record);
      return {
        remoteId: remoteId ?? '',
        url: url ?? null,
        text: content.text,
        createdAt: createdAt ?? 0,
        mediaCount: mediaIn(record.value),
      };
    }),
  });
}

const imagesSchema = v.object({ images: v.array(v.unknown()) });
const videoSchema = v.object({ video: v.unknown() });
/** Media stand alone in a post, or beside what it quotes. */
const embeddedSchema = v.object({
  embed: v.union([v.object({ media: v.union([imagesSchema, videoSchema]) }), imagesSchema, videoSchema]),
});

/** Pictures and films that a post's record shows. */
function mediaIn(record: unknown): number {
  const read = v.safeParse(embeddedSchema, record);
  if (!read.success) return 0;
  const { embed } = read.output;
  const shown = 'media' in embed ? embed.media : embed;
  return 'images' in shown ? shown.images.length : 1;
}

async function lookForRecord(caller: Caller, at: AtUri, createdAt: number): Look {
  const answer = await getRecord(caller, at);
  if (answer.tag === 'ok') return present({ remoteId: answer.value.value.uri, createdAt });
  return answer.error.tag === 'gone' ? absent : answer;
}

/** A deletion was done when the record is not there. */
async function lookForAbsence(caller: Caller, uri: string): Look {
  const at = parseAtUri(uri);
  if (at === null) return present();
  const answer = await getRecord(caller, at);
  if (answer.tag === 'ok') return absent;
  return answer.error.tag === 'gone' ? present() : answer;
}

async function lookAtPost(caller: Caller, uri: string): Look {
  const posts = await getPosts(caller, [uri]);
  if (posts.tag === 'err') return posts;
  const like = posts.value.get(uri)?.viewer?.like;
  return like === undefined ? absent : present({ remoteId: like });
}

async function lookForNoLike(caller: Caller, uri: string): Look {
  const posts = await getPosts(caller, [uri]);
  if (posts.tag === 'err') return posts;
  return posts.value.get(uri)?.viewer?.like === undefined ? present() : absent;
}

async function lookAtPerson(
  caller: Caller,
  operation: Extract<Operation, { readonly tag: 'mute' | 'unmute' | 'block' | 'unblock' }>,
): Look {
  const answer = await getProfile(caller, operation.personId);
  if (answer.tag === 'err') return answer;
  const { viewer } = answer.value.value;
  const isDone = {
    mute: viewer?.muted === true,
    unmute: viewer?.muted !== true,
    block: viewer?.blocking !== undefined,
    unblock: viewer?.blocking === undefined,
  }[operation.tag];
  if (!isDone) return absent;
  return operation.tag === 'block' ? present({ remoteId: viewer?.blocking ?? null }) : present();
}

/** A message of ours with these words, no older than the attempt. Two of them are for a person to tell apart. */
async function lookForMessage(
  ctx: ConnectorContext,
  caller: Caller,
  operation: Extract<Operation, { readonly tag: 'message' }>,
  sentAt: number,
): Look {
  const convoId = readChatHandle(operation.replyTo.handleData) ?? operation.replyTo.conversationId;
  const answer = await getMessages(caller, { convoId, limit: 100, cursor: null });
  if (answer.tag === 'err') return answer;
  const since = sentAt - clockGrainMs;
  const alike = eachOf(chatMessageSchema, answer.value.value.messages).items.filter(
    (message) =>
      message.sender?.did === ctx.me.remoteId &&
      message.text === operation.content.text &&
      Date.parse(message.sentAt) >= since,
  );
  const [first] = alike;
  if (first === undefined) return absent;
  const remote = { url: convoUrl(convoId), createdAt: Date.parse(first.sentAt) };
  if (alike.length === 1) return present({ ...remote, remoteId: first.id, handle: chatHandle(convoId) });
  return ok({
    tag: 'unclear',
    candidates: alike.map((message) => ({
      remoteId: message.id,
      url: remote.url,
      text: message.text ?? '',
      createdAt: Date.parse(message.sentAt),
    })),
  });
}
