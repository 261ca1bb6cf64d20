import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Operation } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError, Performed } from '../contract.ts';
import { ask } from '../meta/graph.ts';
import { parseEach } from '../meta/parse-each.ts';
import { wireId, wireListSchema } from '../meta/wire-graph.ts';
import { readHandleData } from './handle-data.ts';
import { answerWindowMs } from './manifest.ts';
import { idPath, pageContext } from './page-context.ts';
import { messageRemote } from './remotes.ts';
import { threadMessageSchema, threadSchema, type WireThreadMessage } from './wire.ts';

type Sending = Extract<Operation, { tag: 'message' | 'private-reply' }>;

const sentSchema = v.object({ message_id: wireId });
/** What left before the window's end may arrive after it. */
const marginMs = 60_000;

/** An answer in Messenger, or in private to the author of a comment (facebook-pages §4). */
export async function sendMessage(
  ctx: ConnectorContext,
  operation: Sending,
): Promise<Result<Performed, ConnectorError>> {
  const to = operation.tag === 'private-reply' ? ok(privately(operation)) : await inThread(ctx, operation);
  if (to.tag === 'err') return to;
  const sent = await ask(pageContext(ctx), 'write', sentSchema, {
    method: 'POST',
    path: idPath(ctx.me.remoteId, 'messages'),
    body: { json: { ...to.value, message: { text: operation.content.text } } },
  });
  if (sent.tag === 'ok') return ok({ tag: 'done', remote: messageRemote(sent.value.message_id) });
  // An answer as a human agent needs a feature that the network gives apps apart: the access itself is good.
  if (sent.error.tag === 'auth' && sent.error.failure.code === 'scope-missing' && 'tag' in to.value)
    return err({ tag: 'rejected', failure: failure('reply-window-closed', sent.error.failure.detail) });
  return sent;
}

const privately = ({ replyTo }: Sending) => ({ recipient: { comment_id: replyTo.remoteId } });

/** Within 24 hours of the person's last message it is an answer; within seven days, a human agent's. */
async function inThread(
  ctx: ConnectorContext,
  { replyTo }: Sending,
): Promise<Result<Readonly<Record<string, unknown>>, ConnectorError>> {
  const { personId, at } = readHandleData(replyTo.handleData);
  const isFresh = (moment: number): boolean => ctx.now() - moment < answerWindowMs - marginMs;
  let person = personId;
  let last = at;
  if (!isFresh(last) || person === '') {
    // They may have written since.
    const messages = await readThread(ctx, replyTo.conversationId);
    if (messages.tag === 'err') return messages;
    const theirs = messages.value.filter(({ from }) => from !== null && from.id !== ctx.me.remoteId);
    last = Math.max(last, ...theirs.map((one) => one.created_time));
    person = theirs[0]?.from?.id ?? person;
  }
  const recipient = { id: person };
  return ok(
    isFresh(last)
      ? { recipient, messaging_type: 'RESPONSE' }
      : { recipient, messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' },
  );
}

/** The messages of a thread, newest first: the twenty that the network gives in detail. */
export async function readThread(
  ctx: ConnectorContext,
  threadId: string,
): Promise<Result<readonly WireThreadMessage[], ConnectorError>> {
  const list = await ask(pageContext(ctx), 'read', wireListSchema, {
    method: 'GET',
    path: idPath(threadId, 'messages'),
    query: { fields: 'id,message,from,created_time,attachments,sticker,shares{id,link,name}', limit: '20' },
  });
  return list.tag === 'ok' ? ok(parseEach(threadMessageSchema, list.value.data).items) : list;
}

/** The thread with one person; null when there is none. */
export async function threadWith(
  ctx: ConnectorContext,
  personId: string,
): Promise<Result<string | null, ConnectorError>> {
  const list = await ask(pageContext(ctx), 'read', wireListSchema, {
    method: 'GET',
    path: idPath(ctx.me.remoteId, 'conversations'),
    query: { platform: 'MESSENGER', user_id: personId, fields: 'id,updated_time' },
  });
  if (list.tag === 'err') return list;
  return ok(parseEach(threadSchema, list.value.data).items[0]?.id ?? null);
}
