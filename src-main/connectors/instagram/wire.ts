import * as v from 'valibot';
import { attachedEntries } from '../meta/attached.ts';
import { maybe, wireCount, wireId as id, wireListSchema, wireTime as moment } from '../meta/wire-graph.ts';

/** What the network sends, as far as Vigie reads it: what may be missing is null then. */
const count = maybe(wireCount);
const text = maybe(v.string());
const innerList = maybe(wireListSchema);

export const idSchema = v.object({ id });

export const accountSchema = v.object({
  id,
  user_id: maybe(id),
  username: v.string(),
  name: text,
  account_type: text,
  profile_picture_url: text,
  followers_count: count,
  follows_count: count,
  media_count: count,
});
export type WireAccount = v.InferOutput<typeof accountSchema>;

export const containerSchema = v.object({ id, uri: text });
export const containerStateSchema = v.object({ status_code: text, status: text });

export const mediaSchema = v.object({
  id,
  caption: text,
  alt_text: text,
  media_type: text,
  media_product_type: text,
  media_url: text,
  thumbnail_url: text,
  permalink: text,
  timestamp: maybe(moment),
  username: text,
  owner: maybe(idSchema),
  like_count: count,
  comments_count: count,
  children: innerList,
  comments: innerList,
});
export type WireMedia = v.InferOutput<typeof mediaSchema>;

export const commentSchema = v.object({
  id,
  text: v.fallback(v.string(), ''),
  timestamp: moment,
  username: text,
  from: v.fallback(v.nullable(v.object({ id, username: text })), null),
  hidden: v.fallback(v.boolean(), false),
  like_count: count,
  parent_id: maybe(id),
  media: maybe(idSchema),
  replies: innerList,
});
export type WireComment = v.InferOutput<typeof commentSchema>;

const personSchema = v.object({ id, username: text, name: text });
export type WirePerson = v.InferOutput<typeof personSchema>;
export const conversationSchema = v.object({
  id,
  updated_time: moment,
  unread_count: count,
  participants: v.fallback(v.object({ data: v.array(personSchema) }), { data: [] }),
  messages: innerList,
});
export type WireConversation = v.InferOutput<typeof conversationSchema>;
export const messageSchema = v.object({
  id,
  created_time: moment,
  message: v.fallback(v.string(), ''),
  from: v.fallback(v.nullable(personSchema), null),
  ...attachedEntries,
});
export type WireMessage = v.InferOutput<typeof messageSchema>;

export const sentSchema = v.object({ recipient_id: maybe(id), message_id: id });
export const doneSchema = v.object({ success: v.fallback(v.boolean(), true) });

export const tokenSchema = v.object({
  access_token: v.pipe(v.string(), v.nonEmpty()),
  expires_in: count,
  permissions: text,
});

export const quotaSchema = v.object({
  data: v.array(
    v.object({
      quota_usage: count,
      config: v.fallback(v.object({ quota_total: count, quota_duration: count }), {
        quota_total: null,
        quota_duration: null,
      }),
    }),
  ),
});

/** One figure: a total, or the values of a series. */
export const insightSchema = v.object({
  name: v.string(),
  total_value: v.fallback(v.nullable(v.object({ value: count })), null),
  values: v.fallback(v.array(v.object({ value: count })), []),
});
export const insightsSchema = v.object({ data: v.array(v.unknown()) });
