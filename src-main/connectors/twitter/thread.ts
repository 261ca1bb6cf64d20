import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError, ThreadInput } from '../contract.ts';
import { ask, callContext } from './calls.ts';
import { eventFields, postFields } from './fields.ts';
import { readHandleData } from './handle-data.ts';
import { eventItems } from './map-event.ts';
import { messageOf, postItems } from './map-post.ts';
import { viewerOf } from './viewer.ts';
import {
  eventSchema,
  includedIn,
  listSchema,
  parseEach,
  postSchema,
  type Included,
  type WirePost,
} from './wire.ts';

/**
 * Reads the conversation around a message. What is older than seven days is no longer found by searching (x §3): then
 * the message and the beginning of its conversation are all there is.
 */
export async function thread(
  ctx: ConnectorContext,
  input: ThreadInput,
): Promise<Result<readonly Inbound[], ConnectorError>> {
  return input.box === 'private' ? privateThread(ctx, input) : publicThread(ctx, input);
}

async function publicThread(
  ctx: ConnectorContext,
  input: ThreadInput,
): Promise<Result<readonly Inbound[], ConnectorError>> {
  const calls = callContext(ctx);
  const viewer = viewerOf(ctx);
  const ids = [...new Set([input.remoteId, input.conversationId])].filter((id) => /^\d+$/.test(id));
  const named = await ask(calls, 'read', listSchema, {
    method: 'GET',
    path: '/2/tweets',
    query: { ...postFields, ids: ids.join(',') },
  });
  if (named.tag === 'err') return named;
  const found = await ask(calls, 'read', listSchema, {
    method: 'GET',
    path: '/2/tweets/search/recent',
    query: { ...postFields, query: `conversation_id:${input.conversationId}`, max_results: '100' },
  });
  // What can no longer be searched for is no reason to show nothing.
  if (found.tag === 'err' && found.error.tag !== 'rejected') return found;
  const lists = found.tag === 'ok' ? [named.value, found.value] : [named.value];
  const posts = new Map<string, WirePost>();
  for (const list of lists)
    for (const post of parseEach(postSchema, list.data).items) posts.set(post.id, post);
  const read = lists.map(includedIn);
  const included: Included = {
    users: new Map(read.flatMap(({ users }) => [...users])),
    media: new Map(read.flatMap(({ media }) => [...media])),
    // What was fetched anyway tells what is answered.
    posts,
  };
  const { as } = readHandleData(input.handleData);
  const target = posts.get(input.remoteId);
  const message = target ? messageOf(target, included, viewer, as) : null;
  const others = [...posts.values()].filter(({ id }) => id !== input.remoteId);
  return ok([
    ...(message === null ? [] : [{ tag: 'message', message } as const]),
    ...postItems(others, included, viewer).items,
  ]);
}

async function privateThread(
  ctx: ConnectorContext,
  input: ThreadInput,
): Promise<Result<readonly Inbound[], ConnectorError>> {
  const answer = await ask(callContext(ctx), 'read', listSchema, {
    method: 'GET',
    path: `/2/dm_conversations/${encodeURIComponent(input.conversationId)}/dm_events`,
    query: { ...eventFields, max_results: '100' },
  });
  if (answer.tag === 'err') return answer;
  const { items } = parseEach(eventSchema, answer.value.data);
  return ok(eventItems(items, includedIn(answer.value), viewerOf(ctx)));
}
