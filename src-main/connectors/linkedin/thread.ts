import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError, ThreadInput } from '../contract.ts';
import { ask, callContext } from './calls.ts';
import { readHandleData } from './handle-data.ts';
import { isDenied } from './identity.ts';
import { conversationUnder } from './lists.ts';
import { readLittleText } from './little-text.ts';
import { commentItem, excerptOf, postItem } from './map.ts';
import { namesOf } from './names.ts';
import { value } from './restli.ts';
import { wirePostSchema } from './wire.ts';

/** Reads the conversation around a message: the post, the comments under it, their answers. */
export async function thread(
  ctx: ConnectorContext,
  input: ThreadInput,
): Promise<Result<readonly Inbound[], ConnectorError>> {
  const calls = callContext(ctx);
  const urn = readHandleData(input.handleData).post ?? input.conversationId;
  const post = await ask(calls, 'read', wirePostSchema, {
    method: 'GET',
    path: `/rest/posts/${value(urn)}`,
    query: 'viewContext=AUTHOR',
  });
  // Somebody else's post, in which we are named, is shown to its author only.
  if (post.tag === 'err') return isDenied(post.error) ? ok([]) : post;
  const under = await conversationUnder(calls, urn);
  if (under.tag === 'err') return under;
  const names = await namesOf(
    ctx,
    calls,
    under.value.items.map(({ actor }) => actor),
  );
  const viewer = { me: ctx.me, names };
  const about = { urn: post.value.id, excerpt: excerptOf(readLittleText(post.value.commentary)) };
  return ok([
    postItem(post.value, viewer),
    ...under.value.items.map((one) => commentItem(one, about, viewer)),
  ]);
}
