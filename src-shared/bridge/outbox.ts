import * as v from 'valibot';
import { intentSchema } from '../domain/intent.ts';
import { deliveryNoticeSchema } from '../domain/notice.ts';
import { deliveryIdSchema } from '../ids.ts';
import { call } from './types.ts';

const one = v.object({ deliveryId: deliveryIdSchema });

/** The up stream: commands, each safe to repeat. */
export const outbox = {
  calls: {
    /** Hands an intent over, or its next revision. Repeating `(id, revision)` answers the same. */
    submit: call(intentSchema, v.object({ accepted: v.literal(true) })),
    cancel: call(one, v.null()),
    /** Tries again now what waits, failed or was missed; never skips the reading back of a doubtful one. */
    retry: call(one, v.null()),
    /** `at` (epoch ms): not at once, when several are let go together and leave one after the other. */
    publishNow: call(v.object({ ...one.entries, at: v.optional(v.number()) }), v.null()),
    /** Lets one that waits leave before another of its account that waits; null: after all of them. */
    reorder: call(v.object({ ...one.entries, before: v.nullable(deliveryIdSchema) }), v.null()),
    /** The person's word on a doubtful delivery. */
    decide: call(
      v.object({
        deliveryId: deliveryIdSchema,
        decision: v.variant('tag', [
          v.object({ tag: v.literal('this-one'), remoteId: v.string(), url: v.nullable(v.string()) }),
          v.object({ tag: v.literal('send-again') }),
          v.object({ tag: v.literal('abandon') }),
        ]),
      }),
      v.null(),
    ),
  },
  events: {
    /** What a person must hear about; what happened at once comes together. */
    notices: v.object({ notices: v.array(deliveryNoticeSchema) }),
  },
} as const;
