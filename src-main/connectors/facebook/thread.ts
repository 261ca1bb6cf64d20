import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError, ThreadInput } from '../contract.ts';
import { ask } from '../meta/graph.ts';
import { parseEach } from '../meta/parse-each.ts';
import { afterOf, wireListSchema, type WireList } from '../meta/wire-graph.ts';
import { viewerOf } from './feed-own.ts';
import { readHandleData } from './handle-data.ts';
import { commentMessage, exchangeItems, messageItem, postMessage } from './map.ts';
import { readThread } from './messages.ts';
import { idPath, pageContext } from './page-context.ts';
import { commentFields, commentSchema, postFields, postSchema, threadSchema } from './wire.ts';

const pagesMax = 4;

/** Reads the conversation around a message: a post with all that was written under it, or a thread of Messenger. */
export async function thread(
  ctx: ConnectorContext,
  input: ThreadInput,
): Promise<Result<readonly Inbound[], ConnectorError>> {
  if (input.box === 'private') return privateThread(ctx, input.conversationId);
  const { kind, objectId } = readHandleData(input.handleData);
  const id = objectId === '' ? input.conversationId : objectId;
  const items: Inbound[] = [];
  let words = '';
  // What is written under a recommendation can be read; the recommendation itself only in its list.
  if (kind !== 'review') {
    const post = await ask(pageContext(ctx), 'read', postSchema, {
      method: 'GET',
      path: idPath(id),
      query: { fields: postFields },
    });
    if (post.tag === 'err') return post;
    words = post.value.message;
    items.push(messageItem(postMessage(post.value, viewerOf(ctx))));
  }
  let after: string | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    const list: Result<WireList, ConnectorError> = await ask(pageContext(ctx), 'read', wireListSchema, {
      method: 'GET',
      path: idPath(id, 'comments'),
      query: {
        filter: 'stream',
        order: 'chronological',
        limit: '100',
        fields: commentFields,
        ...(after === null ? {} : { after }),
      },
    });
    if (list.tag === 'err') return list;
    for (const comment of parseEach(commentSchema, list.value.data).items)
      items.push(messageItem(commentMessage(comment, { id, words }, viewerOf(ctx))));
    after = afterOf(list.value);
    if (after === null) break;
  }
  return ok(items);
}

async function privateThread(
  ctx: ConnectorContext,
  id: string,
): Promise<Result<readonly Inbound[], ConnectorError>> {
  const found = await ask(pageContext(ctx), 'read', threadSchema, {
    method: 'GET',
    path: idPath(id),
    query: { fields: 'id,updated_time,unread_count,participants,link' },
  });
  if (found.tag === 'err') return found;
  const messages = await readThread(ctx, id);
  if (messages.tag === 'err') return messages;
  return ok(exchangeItems({ thread: found.value, messages: messages.value }, viewerOf(ctx)));
}
