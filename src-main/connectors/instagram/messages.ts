import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Operation, Sighting } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError, Performed } from '../contract.ts';
import { ask, callsOf, type OwnCalls } from './calls.ts';
import { readHandleData } from './handle-data.ts';
import { madeRemote } from './remotes.ts';
import { parseEach } from '../meta/parse-each.ts';
import { sameWords } from '../meta/words.ts';
import { wireListSchema } from '../meta/wire-graph.ts';
import {
  conversationSchema,
  messageSchema,
  sentSchema,
  type WireConversation,
  type WireMessage,
} from './wire.ts';

type Message = Extract<Operation, { tag: 'message' }>;
type PrivateReply = Extract<Operation, { tag: 'private-reply' }>;
type Outcome = Promise<Result<Performed, ConnectorError>>;

/** Whose messages these are: with Facebook Login they go through the linked page (instagram §3, DMs). */
export const boxOwner = (ctx: ConnectorContext, calls: OwnCalls): string =>
  calls.secret.login === 'facebook' ? (calls.secret.pageId ?? ctx.me.remoteId) : ctx.me.remoteId;

/** The list of conversations lies below `me` with Instagram Login, below the page with Facebook Login. */
export const conversationsPath = (ctx: ConnectorContext, calls: OwnCalls): string =>
  `${calls.secret.login === 'facebook' ? boxOwner(ctx, calls) : 'me'}/conversations`;

/** How many messages of a conversation are told at most, the newest (instagram §3, DMs). */
const told = 20;
export const messageFields = `messages.limit(${told}){id,created_time,from,message,attachments,shares{id,link,name},story,is_unsupported}`;
/** How much earlier than its attempt a message may seem to be, ms. */
const slackMs = 30_000;

/**
 * Sends a message to whoever wrote. After a day only a person may answer, and says so: the network refuses the first
 * form then, so nothing is sent twice (instagram §3, windows).
 */
export async function sendMessage(ctx: ConnectorContext, operation: Message): Outcome {
  const calls = callsOf(ctx);
  const personId = personOf(operation.replyTo.handleData);
  if (personId === null) return err({ tag: 'gone', failure: failure('target-gone') });
  const recipient = { id: personId };
  const first = await post(ctx, calls, recipient, operation.content.text, {});
  const sent =
    first.tag === 'err' && isClosed(first.error)
      ? await post(ctx, calls, recipient, operation.content.text, {
          messaging_type: 'MESSAGE_TAG',
          tag: 'HUMAN_AGENT',
        })
      : first;
  // Without the permission to answer as a person, the window is closed.
  if (first.tag === 'err' && sent.tag === 'err' && sent.error.tag === 'auth') return first;
  return sent.tag === 'ok' ? delivered(sent.value.message_id, personId) : sent;
}

/** Answers a comment in private: within seven days, once. */
export async function sendPrivateReply(ctx: ConnectorContext, operation: PrivateReply): Outcome {
  const sent = await post(
    ctx,
    callsOf(ctx),
    { comment_id: operation.replyTo.remoteId },
    operation.content.text,
    {},
  );
  if (sent.tag === 'err') return sent;
  const personId = sent.value.recipient_id ?? personOf(operation.replyTo.handleData) ?? '';
  return delivered(sent.value.message_id, personId);
}

const post = (
  ctx: ConnectorContext,
  calls: OwnCalls,
  recipient: Readonly<Record<string, string>>,
  text: string,
  more: Readonly<Record<string, string>>,
) =>
  ask(calls, 'write', sentSchema, {
    method: 'POST',
    path: `${boxOwner(ctx, calls)}/messages`,
    form: { recipient: JSON.stringify(recipient), message: JSON.stringify({ text }), ...more },
  });

const isClosed = (error: ConnectorError): boolean =>
  error.tag === 'rejected' && error.failure.code === 'reply-window-closed';

const delivered = (id: string, personId: string): Result<Performed, never> =>
  ok({ tag: 'done', remote: madeRemote(id, { kind: 'message', personId }) });

function personOf(handleData: string): string | null {
  const data = readHandleData(handleData);
  return data.kind === 'message' || data.kind === 'comment' ? data.personId : null;
}

/** Looks for a message among the last of its conversation. */
export async function findMessage(
  ctx: ConnectorContext,
  operation: Message | PrivateReply,
  sentAt: number,
): Promise<Result<Sighting, ConnectorError>> {
  const calls = callsOf(ctx);
  const personId = personOf(operation.replyTo.handleData);
  const conversations =
    operation.tag === 'message'
      ? await readConversation(calls, operation.replyTo.conversationId)
      : await conversationsWith(ctx, calls, personId);
  if (conversations.tag === 'err') return conversations;
  const lists = conversations.value.map(messagesOf);
  const alike = lists
    .flatMap(({ items }) => items)
    .filter(
      (message) =>
        isMine(ctx, message) &&
        sameWords(message.message, operation.content.text) &&
        message.created_time >= sentAt - slackMs,
    );
  const [only, ...others] = alike;
  if (!only) {
    // Only the newest are told: what was said since may have pushed it out; what could not be read may be it.
    const isWhole = lists.every(
      ({ items, skipped }) =>
        skipped.length === 0 &&
        (items.length < told || items.some(({ created_time: at }) => at < sentAt - slackMs)),
    );
    return ok(isWhole ? { tag: 'absent' } : { tag: 'unclear', candidates: [] });
  }
  if (others.length === 0)
    return ok({
      tag: 'present',
      remote: madeRemote(only.id, { kind: 'message', personId: personId ?? '' }, only.created_time),
    });
  return ok({
    tag: 'unclear',
    candidates: alike.map(({ id, message, created_time: createdAt }) => ({
      remoteId: id,
      url: null,
      text: message,
      createdAt,
    })),
  });
}

async function readConversation(
  calls: OwnCalls,
  id: string,
): Promise<Result<readonly WireConversation[], ConnectorError>> {
  const read = await ask(calls, 'read', conversationSchema, {
    method: 'GET',
    path: id,
    query: { fields: `id,updated_time,participants,${messageFields}` },
  });
  return read.tag === 'ok' ? ok([read.value]) : read;
}

async function conversationsWith(
  ctx: ConnectorContext,
  calls: OwnCalls,
  personId: string | null,
): Promise<Result<readonly WireConversation[], ConnectorError>> {
  const list = await ask(calls, 'read', wireListSchema, {
    method: 'GET',
    path: conversationsPath(ctx, calls),
    query: {
      platform: 'instagram',
      fields: `id,updated_time,participants,${messageFields}`,
      ...(personId === null ? {} : { user_id: personId }),
    },
  });
  return list.tag === 'ok' ? ok(parseEach(conversationSchema, list.value.data).items) : list;
}

/** The messages that come along with a conversation. */
export const messagesOf = (
  conversation: WireConversation,
): { readonly items: readonly WireMessage[]; readonly skipped: readonly unknown[] } =>
  parseEach(messageSchema, conversation.messages?.data ?? []);

/** The account's own id in conversations is not the one of its profile: its name is the same everywhere. */
export const isMine = (ctx: ConnectorContext, message: WireMessage): boolean =>
  message.from?.id === ctx.me.remoteId || message.from?.username === ctx.me.handle;
