import * as v from 'valibot';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { ask } from '../meta/graph.ts';
import { maybe, wireTime } from '../meta/wire-graph.ts';
import { goneFromScheduler } from './gone.ts';
import { idPath, pageContext } from './page-context.ts';

/** What the network's scheduler holds, or held: whether it is out, and its moment as long as it is not. */
export interface Held {
  readonly isOut: boolean;
  readonly at: number | null;
}

const heldSchema = v.object({
  is_published: v.fallback(v.optional(v.boolean()), undefined),
  published: v.fallback(v.optional(v.boolean()), undefined),
  scheduled_publish_time: maybe(wireTime),
});

/** Reads a held post (`gone`: it surely is no more); a film for which the network has named no post yet goes by its own id, and says it otherwise. */
export async function readHeld(ctx: ConnectorContext, id: string): Promise<Result<Held, ConnectorError>> {
  const isPost = id.includes('_');
  const answer = await ask(pageContext(ctx), 'read', heldSchema, {
    method: 'GET',
    path: idPath(id),
    query: { fields: `id,${isPost ? 'is_published' : 'published'},scheduled_publish_time` },
  });
  if (answer.tag === 'err') return err(await goneFromScheduler(ctx, id, answer.error));
  const { is_published: post, published: film, scheduled_publish_time: at } = answer.value;
  return ok({ isOut: (post ?? film ?? true) && at === null, at });
}
