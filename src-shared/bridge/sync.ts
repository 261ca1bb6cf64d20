import * as v from 'valibot';
import { accountIdSchema } from '../ids.ts';
import { call } from './types.ts';

export const sync = {
  calls: {
    /** Fetches now; null: every account. */
    refresh: call(v.object({ accountId: v.nullable(accountIdSchema) }), v.null()),
    /** Fetches the conversation around a message; its rows come down the stream. */
    thread: call(
      v.object({
        accountId: accountIdSchema,
        remoteId: v.string(),
        handleData: v.string(),
        conversationId: v.string(),
        box: v.picklist(['public', 'private']),
      }),
      v.object({ items: v.number() }),
    ),
    /** Goes further into the past of an account's feeds. */
    older: call(v.object({ accountId: accountIdSchema }), v.object({ more: v.boolean() })),
  },
  events: {
    /** Back-fill of a newly connected account; `done` of about `total` rows, null when unknown. */
    progress: v.object({
      accountId: accountIdSchema,
      feed: v.string(),
      done: v.number(),
      finished: v.boolean(),
    }),
  },
} as const;
