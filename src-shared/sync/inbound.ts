import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { remoteMessageSchema } from '../domain/message.ts';
import { metricNameSchema } from '../domain/metric.ts';
import { authorSchema } from '../domain/person.ts';

/** What a feed brings, before it is given our ids. */
export const inboundSchema = v.variant('tag', [
  v.object({ tag: v.literal('message'), message: remoteMessageSchema }),
  v.object({
    tag: v.literal('conversation'),
    conversation: v.object({
      remoteId: v.string(),
      kind: v.picklist(['thread', 'private']),
      people: v.array(authorSchema),
      unread: v.boolean(),
      lastAt: v.number(),
      handleData: v.string(),
    }),
  }),
  v.object({
    tag: v.literal('person'),
    person: v.object({
      ...authorSchema.entries,
      url: v.nullable(v.string()),
      bio: v.string(),
      followers: v.nullable(v.number()),
    }),
  }),
  v.object({
    tag: v.literal('metric'),
    subject: v.string(),
    name: metricNameSchema,
    value: v.number(),
  }),
  /** A remote item was deleted. */
  v.object({ tag: v.literal('gone'), remoteId: v.string() }),
]);
export type Inbound = Frozen<v.InferOutput<typeof inboundSchema>>;
