import * as v from 'valibot';
import { accountSchema } from '../domain/account.ts';
import { deliverySchema } from '../domain/delivery.ts';
import { intentSchema } from '../domain/intent.ts';
import { batchSchema } from '../sync/stream-row.ts';
import { call } from './types.ts';

/**
 * The down stream. Main numbers its batches within the renderer store's epoch; the renderer stores a batch whole,
 * and only then acknowledges it; main prunes below the acknowledged number and never before.
 */
export const streams = {
  calls: {
    /** Says which store this is and how far it has come. */
    hello: call(
      v.object({ epoch: v.string(), acked: v.number() }),
      v.object({
        /** False: main did not know this store; its feeds start again from the newest and back-fill. */
        known: v.boolean(),
        /** True: main's journal was lost; it needs `rebuild` before it lets anything leave. */
        rebuild: v.boolean(),
      }),
    ),
    /** The next batch above `after`, or null when there is none now. */
    take: call(v.object({ epoch: v.string(), after: v.number() }), v.nullable(batchSchema)),
    /** Rows of a batch that this store refuses for what they are: main sets them aside, and the batch goes on. */
    park: call(
      v.object({
        epoch: v.string(),
        number: v.number(),
        rows: v.array(
          v.object({ tag: v.string(), id: v.string(), reason: v.pipe(v.string(), v.maxLength(100)) }),
        ),
      }),
      v.null(),
    ),
    ack: call(v.object({ epoch: v.string(), number: v.number() }), v.null()),
    /** What only the renderer still has, in chunks; the last one has `last`. */
    rebuild: call(
      v.object({
        accounts: v.array(accountSchema),
        intents: v.array(intentSchema),
        deliveries: v.array(deliverySchema),
        last: v.boolean(),
      }),
      v.null(),
    ),
  },
  events: { offer: v.object({ number: v.number() }) },
} as const;
