import * as v from 'valibot';
import { wireNumber } from '../wire-number.ts';

/** What the API answers, in both vocabularies (x §3), as far as Vigie reads it. Unknown members are passed over. */

/** Ids are decimal texts; numbers are taken while they are exact. */
const id = v.union([
  v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  v.pipe(v.number(), v.safeInteger(), v.transform(String)),
]);
const count = v.fallback(
  v.nullable(v.pipe(v.union([v.number(), v.pipe(v.string(), v.transform(Number))]), v.finite())),
  null,
);
const moment = v.pipe(v.string(), v.transform(Date.parse), v.finite());
const words = v.fallback(v.nullable(v.string()), null);

const entity = { start: wireNumber, end: wireNumber };
const entitiesSchema = v.object({
  urls: v.fallback(
    v.array(
      v.object({
        ...entity,
        url: v.string(),
        expanded_url: words,
        display_url: words,
        media_key: words,
      }),
    ),
    [],
  ),
  mentions: v.fallback(
    v.array(v.object({ ...entity, username: v.string(), id: v.fallback(v.nullable(id), null) })),
    [],
  ),
  hashtags: v.fallback(v.array(v.object({ ...entity, tag: v.string() })), []),
});
export type WireEntities = v.InferOutput<typeof entitiesSchema>;
export const noEntities: WireEntities = { urls: [], mentions: [], hashtags: [] };

const referencesSchema = v.fallback(v.array(v.object({ type: v.string(), id })), []);
const metricsSchema = v.object({
  like_count: count,
  reply_count: count,
  quote_count: count,
  repost_count: count,
  retweet_count: count,
  impression_count: count,
  bookmark_count: count,
});

/** A longer text than 280: then `text` is only its beginning. */
const noteSchema = v.fallback(
  v.nullable(v.object({ text: v.string(), entities: v.fallback(entitiesSchema, noEntities) })),
  null,
);

export const postSchema = v.pipe(
  v.object({
    id,
    text: v.string(),
    author_id: v.fallback(v.nullable(id), null),
    conversation_id: v.fallback(v.nullable(id), null),
    created_at: v.fallback(v.nullable(moment), null),
    in_reply_to_user_id: v.fallback(v.nullable(id), null),
    lang: words,
    reply_settings: words,
    entities: v.fallback(entitiesSchema, noEntities),
    public_metrics: v.fallback(v.nullable(metricsSchema), null),
    non_public_metrics: v.fallback(v.nullable(v.object({ impression_count: count })), null),
    referenced_posts: referencesSchema,
    referenced_tweets: referencesSchema,
    note_post: noteSchema,
    note_tweet: noteSchema,
    attachments: v.fallback(
      v.object({ media_keys: v.fallback(v.array(v.string()), []), poll_ids: v.fallback(v.array(id), []) }),
      { media_keys: [], poll_ids: [] },
    ),
  }),
  v.transform(({ referenced_posts: newer, referenced_tweets: older, note_post, note_tweet, ...post }) => {
    const note = note_post ?? note_tweet;
    const metrics = post.public_metrics;
    return {
      ...post,
      text: note?.text ?? post.text,
      entities: note?.entities ?? post.entities,
      references: newer.length > 0 ? newer : older,
      reposts: metrics?.repost_count ?? metrics?.retweet_count ?? null,
    };
  }),
);
export type WirePost = v.InferOutput<typeof postSchema>;

export const userSchema = v.object({
  id,
  name: v.fallback(v.string(), ''),
  username: v.string(),
  profile_image_url: words,
  description: words,
  public_metrics: v.fallback(
    v.nullable(
      v.object({
        followers_count: count,
        following_count: count,
        post_count: count,
        tweet_count: count,
      }),
    ),
    null,
  ),
});
export type WireUser = v.InferOutput<typeof userSchema>;

export const mediaSchema = v.object({
  media_key: v.string(),
  type: v.string(),
  url: words,
  preview_image_url: words,
  alt_text: words,
  width: count,
  height: count,
});
export type WireMedia = v.InferOutput<typeof mediaSchema>;

export const eventSchema = v.object({
  id,
  event_type: v.fallback(v.string(), 'MessageCreate'),
  text: v.fallback(v.string(), ''),
  sender_id: id,
  dm_conversation_id: id,
  created_at: moment,
  entities: v.fallback(entitiesSchema, noEntities),
  participant_ids: v.fallback(v.array(id), []),
  attachments: v.fallback(v.object({ media_keys: v.fallback(v.array(v.string()), []) }), { media_keys: [] }),
});
export type WireEvent = v.InferOutput<typeof eventSchema>;

const rows = v.fallback(v.array(v.unknown()), []);
/** A list with what it refers to. Rows are read one by one: what cannot be read is left out as it came. */
export const listSchema = v.object({
  data: v.optional(v.array(v.unknown()), []),
  includes: v.fallback(v.object({ users: rows, media: rows, posts: rows, tweets: rows }), {
    users: [],
    media: [],
    posts: [],
    tweets: [],
  }),
  /** What of the answer is missing, and why: a 200 may hold some. */
  errors: v.fallback(
    v.array(
      v.object({
        type: v.fallback(v.string(), ''),
        resource_id: words,
        value: v.fallback(v.unknown(), null),
      }),
    ),
    [],
  ),
  meta: v.fallback(
    v.object({
      result_count: count,
      newest_id: v.fallback(v.nullable(id), null),
      oldest_id: v.fallback(v.nullable(id), null),
      next_token: words,
    }),
    { result_count: null, newest_id: null, oldest_id: null, next_token: null },
  ),
});
export type WireList = v.InferOutput<typeof listSchema>;

/** Whether a list says that it is all there: what it lacks is then truly not there. A 200 may hold less (x §7). */
export const isWhole = ({ data, errors, meta }: WireList): boolean =>
  errors.length === 0 && meta.result_count === data.length;

/** Who an answer's rows speak of. */
export interface Included {
  readonly users: ReadonlyMap<string, WireUser>;
  readonly media: ReadonlyMap<string, WireMedia>;
  readonly posts: ReadonlyMap<string, WirePost>;
}

export function includedIn({ includes }: WireList): Included {
  const users = parseEach(userSchema, includes.users).items;
  const media = parseEach(mediaSchema, includes.media).items;
  const posts = parseEach(postSchema, [...includes.posts, ...includes.tweets]).items;
  return {
    users: new Map(users.map((user) => [user.id, user])),
    media: new Map(media.map((medium) => [medium.media_key, medium])),
    posts: new Map(posts.map((post) => [post.id, post])),
  };
}

/** Reads the elements of a list one by one: what cannot be read is left out as it came. */
export function parseEach<T>(
  schema: v.GenericSchema<unknown, T>,
  values: readonly unknown[],
): { readonly items: readonly T[]; readonly skipped: readonly unknown[] } {
  const items: T[] = [];
  const skipped: unknown[] = [];
  for (const value of values) {
    const parsed = v.safeParse(schema, value);
    if (parsed.success) items.push(parsed.output);
    else skipped.push(value);
  }
  return { items, skipped };
}

export const tokenSchema = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  refresh_token: words,
  expires_in: count,
  scope: v.fallback(v.string(), ''),
});

export const meSchema = v.object({ data: userSchema });
export const createdSchema = v.object({ data: v.object({ id, text: v.fallback(v.string(), '') }) });
export const sentSchema = v.object({ data: v.object({ dm_conversation_id: id, dm_event_id: id }) });

/** What the media endpoints say of a medium (x §2). */
export const uploadedSchema = v.pipe(
  v.object({
    data: v.object({
      id,
      processing_info: v.fallback(
        v.nullable(
          v.object({
            state: v.string(),
            check_after_secs: count,
            error: v.fallback(v.nullable(v.object({ name: words, message: words })), null),
          }),
        ),
        null,
      ),
    }),
  }),
  v.transform(({ data }) => data),
);
export type WireUploaded = v.InferOutput<typeof uploadedSchema>;
