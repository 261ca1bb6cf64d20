import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError, ThreadInput } from '../contract.ts';
import { ask, callsOf } from './calls.ts';
import { mediaFields } from './feeds.ts';
import { readHandleData } from './handle-data.ts';
import { commentMessage, directMessage, mediaMessage } from './map.ts';
import { messageFields, messagesOf } from './messages.ts';
import { commentsUnder } from './read-comments.ts';
import { conversationSchema, mediaSchema } from './wire.ts';

/** Reads the conversation around an item: a post with its comments, or the last messages with a person. */
export async function thread(
  ctx: ConnectorContext,
  input: ThreadInput,
): Promise<Result<readonly Inbound[], ConnectorError>> {
  if (input.box === 'private') return privateThread(ctx, input.conversationId);
  const data = readHandleData(input.handleData);
  const mediaId = data.kind === 'comment' ? data.mediaId : input.conversationId;
  const media = await ask(callsOf(ctx), 'read', mediaSchema, {
    method: 'GET',
    path: mediaId,
    query: { fields: mediaFields },
  });
  if (media.tag === 'err') return media;
  const post: Inbound = { tag: 'message', message: mediaMessage(ctx, media.value) };
  // The comments under somebody else's post are not ours to read.
  if (!post.message.mine) return ok([post]);
  const comments = await commentsUnder(ctx, mediaId, 0);
  if (comments.tag === 'err') return comments;
  const byId = new Map(comments.value.items.map((comment) => [comment.id, comment]));
  return ok([
    post,
    ...comments.value.items.map((comment): Inbound => ({
      tag: 'message',
      message: commentMessage(ctx, comment, {
        media: media.value,
        parent: byId.get(comment.parent_id ?? ''),
      }),
    })),
  ]);
}

async function privateThread(
  ctx: ConnectorContext,
  conversationId: string,
): Promise<Result<readonly Inbound[], ConnectorError>> {
  const conversation = await ask(callsOf(ctx), 'read', conversationSchema, {
    method: 'GET',
    path: conversationId,
    query: { fields: `id,updated_time,participants,unread_count,${messageFields}` },
  });
  if (conversation.tag === 'err') return conversation;
  return ok(
    messagesOf(conversation.value).items.map((message) => ({
      tag: 'message',
      message: directMessage(ctx, message, conversation.value),
    })),
  );
}
