import * as v from 'valibot';

/** What the network sends, as far as Vigie reads it. Numbers may come as texts, ids as numbers. */
const id = v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.nonEmpty());
const count = v.fallback(
  v.nullable(
    v.pipe(v.union([v.number(), v.pipe(v.string(), v.transform(Number))]), v.number(), v.minValue(0)),
  ),
  null,
);
const text = v.fallback(v.nullable(v.string()), null);
/** Epoch ms. */
const moment = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((value) =>
    typeof value === 'number' ? value * 1_000 : Date.parse(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')),
  ),
  v.number(),
  v.finite(),
);

export const idSchema = v.object({ id });

const pagingSchema = v.fallback(
  v.object({
    cursors: v.fallback(v.object({ after: text }), { after: null }),
    next: text,
  }),
  { cursors: { after: null }, next: null },
);

/** A list whose items are read one by one. */
export const listSchema = v.object({ data: v.array(v.unknown()), paging: pagingSchema });
export type WireList = v.InferOutput<typeof listSchema>;
const innerList = v.fallback(v.nullable(listSchema), null);

export const accountSchema = v.object({
  id,
  user_id: v.fallback(v.nullable(id), null),
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
  timestamp: v.fallback(v.nullable(moment), null),
  username: text,
  owner: v.fallback(v.nullable(idSchema), null),
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
  parent_id: v.fallback(v.nullable(id), null),
  media: v.fallback(v.nullable(idSchema), null),
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
  attachments: innerList,
});
export type WireMessage = v.InferOutput<typeof messageSchema>;

export const sentSchema = v.object({ recipient_id: v.fallback(v.nullable(id), null), message_id: id });
export const doneSchema = v.object({ success: v.fallback(v.boolean(), true) });

export const tokenSchema = v.object({
  access_token: v.pipe(v.string(), v.nonEmpty()),
  expires_in: count,
  permissions: text,
});

export const pageSchema = v.object({
  id,
  name: v.fallback(v.string(), ''),
  access_token: text,
  tasks: v.fallback(v.array(v.string()), []),
  instagram_business_account: v.fallback(
    v.nullable(v.object({ id, username: text, name: text, profile_picture_url: text })),
    null,
  ),
});
export type WirePage = v.InferOutput<typeof pageSchema>;

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

/** Reads the elements of a list one by one: what cannot be read is left out and counted. */
export function parseEach<T>(
  schema: v.GenericSchema<unknown, T>,
  values: readonly unknown[],
): { readonly items: readonly T[]; readonly skipped: number } {
  const items: T[] = [];
  for (const value of values) {
    const parsed = v.safeParse(schema, value);
    if (parsed.success) items.push(parsed.output);
  }
  return { items, skipped: values.length - items.length };
}
