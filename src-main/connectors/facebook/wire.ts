import * as v from 'valibot';
import { attachedEntries } from '../meta/attached.ts';
import { maybe, wireCount, wireId, wireListSchema, wireTime } from '../meta/wire-graph.ts';

const fromSchema = maybe(v.object({ id: wireId, name: v.fallback(v.string(), '') }));
export type WireFrom = v.InferOutput<typeof fromSchema>;

const imageSchema = maybe(
  v.object({
    image: v.object({ src: v.string(), width: maybe(wireCount), height: maybe(wireCount) }),
  }),
);
const targetSchema = maybe(v.object({ id: maybe(wireId), url: maybe(v.string()) }));

const attachmentBase = {
  media_type: v.fallback(v.string(), ''),
  type: v.fallback(v.string(), ''),
  url: maybe(v.string()),
  /** Where `url` leads behind the network's own address. */
  unshimmed_url: maybe(v.string()),
  title: v.fallback(v.string(), ''),
  target: targetSchema,
  media: imageSchema,
};
const attachmentSchema = v.object({
  ...attachmentBase,
  subattachments: maybe(v.object({ data: v.array(v.object(attachmentBase)) })),
});
export type WireAttachment = v.InferOutput<typeof attachmentSchema>;

const summedSchema = maybe(v.object({ summary: v.object({ total_count: wireCount }) }));

export const commentSchema = v.object({
  id: wireId,
  message: v.fallback(v.string(), ''),
  created_time: wireTime,
  from: fromSchema,
  parent: maybe(v.object({ id: wireId, message: v.fallback(v.string(), ''), from: fromSchema })),
  attachment: maybe(v.object(attachmentBase)),
  can_hide: v.fallback(v.boolean(), false),
  can_remove: v.fallback(v.boolean(), false),
  can_reply_privately: v.fallback(v.boolean(), false),
  is_hidden: v.fallback(v.boolean(), false),
  like_count: maybe(wireCount),
  comment_count: maybe(wireCount),
  user_likes: v.fallback(v.boolean(), false),
  permalink_url: maybe(v.string()),
});
export type WireComment = v.InferOutput<typeof commentSchema>;
export const commentFields =
  'id,message,created_time,from,parent{id,message,from},attachment,can_hide,can_remove,can_reply_privately,is_hidden,like_count,comment_count,user_likes,permalink_url';

export const postSchema = v.object({
  id: wireId,
  message: v.fallback(v.string(), ''),
  created_time: wireTime,
  updated_time: maybe(wireTime),
  from: fromSchema,
  permalink_url: maybe(v.string()),
  attachments: maybe(v.object({ data: v.array(attachmentSchema) })),
  shares: maybe(v.object({ count: wireCount })),
  reactions: summedSchema,
  is_published: v.fallback(v.boolean(), true),
  scheduled_publish_time: maybe(wireTime),
  comments: maybe(wireListSchema),
});
export type WirePost = v.InferOutput<typeof postSchema>;
/** `reactions` asks for the number only. */
export const postFields =
  'id,message,created_time,updated_time,from,permalink_url,attachments,shares,reactions.summary(total_count).limit(0)';
/** What is needed to tell one post from another. */
export const identifyingFields =
  'id,message,created_time,permalink_url,is_published,scheduled_publish_time,attachments{media_type,url,unshimmed_url,target{id,url},subattachments{media_type,target{id}}}';

export const ratingSchema = v.object({
  created_time: wireTime,
  recommendation_type: v.fallback(v.string(), ''),
  review_text: v.fallback(v.string(), ''),
  rating: maybe(v.number()),
  reviewer: fromSchema,
  /** What an answer is written under; a recommendation has no id of its own. */
  open_graph_story: v.object({ id: wireId }),
});
export type WireRating = v.InferOutput<typeof ratingSchema>;

export const threadSchema = v.object({
  id: wireId,
  updated_time: wireTime,
  unread_count: v.fallback(wireCount, 0),
  participants: v.fallback(
    v.object({ data: v.array(v.object({ id: wireId, name: v.fallback(v.string(), '') })) }),
    {
      data: [],
    },
  ),
  link: maybe(v.string()),
});
export type WireThread = v.InferOutput<typeof threadSchema>;

export const threadMessageSchema = v.object({
  id: wireId,
  message: v.fallback(v.string(), ''),
  created_time: wireTime,
  from: fromSchema,
  ...attachedEntries,
});
export type WireThreadMessage = v.InferOutput<typeof threadMessageSchema>;

export const storySchema = v.object({
  post_id: wireId,
  media_id: maybe(wireId),
  creation_time: maybe(wireTime),
  url: maybe(v.string()),
});

export const videoSchema = v.object({
  id: wireId,
  post_id: maybe(wireId),
  permalink_url: maybe(v.string()),
  status: maybe(
    v.object({
      video_status: v.fallback(v.string(), ''),
      uploading_phase: maybe(v.object({ bytes_transfered: maybe(wireCount) })),
      processing_phase: maybe(v.object({ status: v.fallback(v.string(), '') })),
      publishing_phase: maybe(
        v.object({ status: v.fallback(v.string(), ''), publish_status: v.fallback(v.string(), '') }),
      ),
    }),
  ),
});
export type WireVideo = v.InferOutput<typeof videoSchema>;

export const pageSchema = v.object({
  id: wireId,
  name: v.fallback(v.string(), ''),
  username: maybe(v.string()),
  followers_count: maybe(wireCount),
  fan_count: maybe(wireCount),
  picture: maybe(v.object({ data: v.object({ url: v.string() }) })),
});

/** What a creation answers: `id`, or `post_id` for stories. */
export const createdSchema = v.pipe(
  v.object({ id: maybe(wireId), post_id: maybe(wireId), permalink_url: maybe(v.string()) }),
  v.check(({ id, post_id: post }) => id !== null || post !== null),
);
