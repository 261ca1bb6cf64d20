import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { accountIdSchema, intentIdSchema, postIdSchema, workspaceIdSchema } from '../ids.ts';
import { contentSchema } from './content.ts';
import { momentSchema, targetSchema } from './post.ts';

/** What a person asked to happen on a network. */
export const actionSchema = v.variant('tag', [
  v.object({ tag: v.literal('publish') }),
  v.object({ tag: v.literal('reply'), target: targetSchema }),
  v.object({ tag: v.literal('like'), target: targetSchema }),
  v.object({ tag: v.literal('unlike'), target: targetSchema, likeRemoteId: v.nullable(v.string()) }),
  v.object({ tag: v.literal('delete'), remoteId: v.string(), handleData: v.string() }),
  v.object({ tag: v.literal('mute'), personId: v.string(), handle: v.string() }),
  v.object({ tag: v.literal('unmute'), personId: v.string(), handle: v.string() }),
  v.object({ tag: v.literal('block'), personId: v.string(), handle: v.string() }),
  v.object({ tag: v.literal('unblock'), personId: v.string(), handle: v.string() }),
]);
export type Action = Frozen<v.InferOutput<typeof actionSchema>>;

/**
 * An outgoing wish, frozen. Written by the renderer, handed to main as a command that is idempotent by
 * `(id, revision)`; an edit is the same id with the next revision, which main accepts or refuses.
 */
export const intentSchema = v.object({
  id: intentIdSchema,
  workspaceId: workspaceIdSchema,
  revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
  postId: v.nullable(postIdSchema),
  action: actionSchema,
  /** One delivery per target. `hash`: lower-case hex SHA-256 of the canonical JSON of `content`. */
  targets: v.array(v.object({ accountId: accountIdSchema, content: contentSchema, hash: v.string() })),
  when: v.variant('tag', [
    /** At once, after `graceMs` during which it can be undone. */
    v.object({ tag: v.literal('now'), graceMs: v.number() }),
    v.object({ tag: v.literal('at'), moment: momentSchema, toleranceMs: v.number() }),
  ]),
  /** `native`: let the network's own scheduler hold it where the account offers that. */
  executor: v.picklist(['machine', 'native']),
  createdAt: v.number(),
});
export type Intent = Frozen<v.InferOutput<typeof intentSchema>>;
