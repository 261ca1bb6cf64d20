import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { accountSchema } from '../domain/account.ts';
import { deliverySchema } from '../domain/delivery.ts';
import { conversationSchema, messageSchema } from '../domain/message.ts';
import { metricSchema } from '../domain/metric.ts';
import { personSchema } from '../domain/person.ts';

/** One row of the down stream: main writes it, the renderer upserts it by id. */
export const streamRowSchema = v.variant('tag', [
  v.object({ tag: v.literal('account'), row: accountSchema }),
  v.object({ tag: v.literal('account-removed'), id: v.string() }),
  v.object({ tag: v.literal('message'), row: messageSchema }),
  /** The item is gone at the network; the row is marked, the words stay. */
  v.object({ tag: v.literal('message-gone'), id: v.string(), at: v.number() }),
  v.object({ tag: v.literal('conversation'), row: conversationSchema }),
  v.object({ tag: v.literal('person'), row: personSchema }),
  v.object({ tag: v.literal('metric'), row: metricSchema }),
  v.object({ tag: v.literal('delivery'), row: deliverySchema }),
  /** A liked message was liked or un-liked by us: only these two fields change. */
  v.object({
    tag: v.literal('reaction'),
    id: v.string(),
    liked: v.boolean(),
    likeRemoteId: v.nullable(v.string()),
  }),
  /** Somebody's comment was hidden by us, or shown again: only this field changes. */
  v.object({ tag: v.literal('visibility'), id: v.string(), visibility: v.nullable(v.string()) }),
  /** Delete every mirrored row of an account (disconnected without keeping its history). */
  v.object({ tag: v.literal('forget-account'), id: v.string() }),
]);
export type StreamRow = Frozen<v.InferOutput<typeof streamRowSchema>>;

export const isStreamRow = (row: unknown): row is StreamRow => v.is(streamRowSchema, row);

/** What a row of a batch is known by at both ends, with its tag. */
export const rowIdOf = (row: StreamRow): string => ('row' in row ? row.row.id : row.id);

/** A numbered batch of at most `maxBatchRows` rows. Numbers grow by one and are never reused within an epoch. */
export const batchSchema = v.object({ number: v.number(), rows: v.array(streamRowSchema) });
export type Batch = Frozen<v.InferOutput<typeof batchSchema>>;

/** 200 rows keep the renderer's longest block near 18 ms. */
export const maxBatchRows = 200;
