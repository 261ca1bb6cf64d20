import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { accountIdSchema, intentIdSchema, postIdSchema, workspaceIdSchema } from '../ids.ts';
import { contentSchema } from './content.ts';
import { momentSchema, targetSchema } from './post.ts';

/** What a person asked to happen on a network. */
export const actionSchema = v.variant('tag', [
  v.object({ tag: v.literal('publish') }),
  v.object({ tag: v.literal('reply'), target: targetSchema }),
  /** In private, to somebody who spoke in public. */
  v.object({ tag: v.literal('private-reply'), target: targetSchema }),
  v.object({ tag: v.literal('like'), target: targetSchema }),
  v.object({ tag: v.literal('unlike'), target: targetSchema, likeRemoteId: v.nullable(v.string()) }),
  v.object({ tag: v.literal('delete'), remoteId: v.string(), handleData: v.string() }),
  /** Somebody's comment under an own post, kept from everybody else's eyes; and back. */
  v.object({ tag: v.literal('hide'), target: targetSchema }),
  v.object({ tag: v.literal('unhide'), target: targetSchema }),
  v.object({ tag: v.literal('mute'), personId: v.string(), handle: v.string() }),
  v.object({ tag: v.literal('unmute'), personId: v.string(), handle: v.string() }),
  v.object({ tag: v.literal('block'), personId: v.string(), handle: v.string() }),
  v.object({ tag: v.literal('unblock'), personId: v.string(), handle: v.string() }),
]);
export type Action = Frozen<v.InferOutput<typeof actionSchema>>;

/**
 * Who publishes. `machine`: this one, awake. `native`: the network's own scheduler holds it, where the account offers
 * that. `assisted`: a person, for whom everything is ready at the hour.
 */
export const executorSchema = v.picklist(['machine', 'native', 'assisted']);
export type Executor = v.InferOutput<typeof executorSchema>;

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
  /**
   * One delivery per target. `hash`: lower-case hex SHA-256 of the canonical JSON of `content`. `executor`: who is to
   * publish on this account, when that is not who publishes the others.
   */
  targets: v.array(
    v.object({
      accountId: accountIdSchema,
      content: contentSchema,
      hash: v.string(),
      executor: v.optional(executorSchema),
    }),
  ),
  when: v.variant('tag', [
    /** At once, after `graceMs` during which it can be undone. */
    v.object({ tag: v.literal('now'), graceMs: v.number() }),
    v.object({ tag: v.literal('at'), moment: momentSchema, toleranceMs: v.number() }),
  ]),
  executor: executorSchema,
  createdAt: v.number(),
  /**
   * Accounts for which the person said "now" of this revision before its hour, and when (epoch ms). Written down before
   * main is told: a journal that is lost between the two must not leave the post waiting for an hour at which it would
   * leave again.
   */
  released: v.optional(v.array(v.object({ accountId: accountIdSchema, at: v.number() }))),
});
/** Who is to publish for one target of a wish. */
export const executorFor = (
  intent: { readonly executor: Executor },
  target: { readonly executor?: Executor | undefined },
): Executor => target.executor ?? intent.executor;

export type Intent = Frozen<v.InferOutput<typeof intentSchema>>;
