import * as v from 'valibot';
import { wireNumber } from '../wire-number.ts';

/**
 * What answers must hold for us. Unknown fields are dropped, fields that some servers lack are optional, and lists
 * are read item by item (`eachOf`) so that one broken item costs itself alone. Source: the app.bsky and com.atproto
 * lexicons of bluesky-social/atproto.
 */
const optionalText = v.optional(v.string());
const count = v.optional(wireNumber);

export const errorSchema = v.object({ error: v.string(), message: v.optional(v.string(), '') });

export const labelsSchema = v.optional(
  v.array(v.object({ val: v.string(), neg: v.optional(v.boolean(), false) })),
  [],
);

export const profileSchema = v.object({
  did: v.string(),
  handle: v.string(),
  displayName: optionalText,
  description: optionalText,
  avatar: optionalText,
  followersCount: count,
  followsCount: count,
  postsCount: count,
  viewer: v.optional(
    v.object({
      muted: v.optional(v.boolean(), false),
      blockedBy: v.optional(v.boolean(), false),
      blocking: optionalText,
    }),
  ),
});
export type Profile = v.InferOutput<typeof profileSchema>;

export const strongRefSchema = v.object({ uri: v.string(), cid: v.string() });
export type StrongRef = v.InferOutput<typeof strongRefSchema>;

export const facetSchema = v.object({
  index: v.object({ byteStart: wireNumber, byteEnd: wireNumber }),
  features: v.array(
    v.looseObject({ $type: v.string(), did: optionalText, uri: optionalText, tag: optionalText }),
  ),
});
export type WireFacet = v.InferOutput<typeof facetSchema>;

export const postRecordSchema = v.object({
  text: v.fallback(v.string(), ''),
  createdAt: v.fallback(v.string(), ''),
  facets: v.fallback(v.array(v.unknown()), []),
  langs: v.fallback(v.array(v.string()), []),
  reply: v.fallback(v.nullable(v.object({ root: strongRefSchema, parent: strongRefSchema })), null),
  labels: v.fallback(v.nullable(v.object({ values: v.array(v.object({ val: v.string() })) })), null),
  embed: v.optional(v.unknown()),
});
export type PostRecord = v.InferOutput<typeof postRecordSchema>;

export const postViewSchema = v.object({
  uri: v.string(),
  cid: v.string(),
  author: profileSchema,
  record: postRecordSchema,
  embed: v.optional(v.unknown()),
  indexedAt: v.string(),
  likeCount: count,
  replyCount: count,
  repostCount: count,
  quoteCount: count,
  viewer: v.optional(v.object({ like: optionalText, repost: optionalText })),
  labels: labelsSchema,
});
export type PostView = v.InferOutput<typeof postViewSchema>;

export const sessionSchema = v.object({
  accessJwt: v.string(),
  refreshJwt: v.string(),
  handle: v.string(),
  did: v.string(),
  didDoc: v.optional(v.unknown()),
  active: v.optional(v.boolean(), true),
});
export type WireSession = v.InferOutput<typeof sessionSchema>;
export const currentSessionSchema = v.object({
  handle: v.string(),
  did: v.string(),
  active: v.optional(v.boolean(), true),
});

/** A DID document, as far as it says where an account lives. Source: atproto.com/specs/did. */
export const didDocumentSchema = v.object({
  id: v.string(),
  alsoKnownAs: v.fallback(v.array(v.string()), []),
  service: v.fallback(
    v.array(v.object({ id: v.string(), type: v.string(), serviceEndpoint: v.fallback(v.string(), '') })),
    [],
  ),
});
export type DidDocument = v.InferOutput<typeof didDocumentSchema>;

export const didSchema = v.object({ did: v.string() });
export const serverSchema = v.object({ did: v.string(), blobUploadLimit: count });
export const createdSchema = v.object({ uri: v.string(), cid: v.string() });
export const recordSchema = v.object({ uri: v.string(), cid: optionalText, value: v.unknown() });
export const recordsSchema = v.object({ records: v.array(v.unknown()) });
export const blobSchema = v.object({
  $type: v.literal('blob'),
  ref: v.object({ $link: v.string() }),
  mimeType: v.string(),
  size: wireNumber,
});
export const uploadedBlobSchema = v.object({ blob: blobSchema });

export const notificationSchema = v.object({
  uri: v.string(),
  cid: v.string(),
  author: profileSchema,
  reason: v.string(),
  reasonSubject: optionalText,
  record: v.unknown(),
  indexedAt: v.string(),
});
export type Notification = v.InferOutput<typeof notificationSchema>;

const list = v.array(v.unknown());
const cursor = optionalText;
export const notificationsSchema = v.object({ notifications: list, cursor });
export const postsSchema = v.object({ posts: list });
export const actorsSchema = v.object({ actors: list });
export const authorFeedSchema = v.object({ feed: list, cursor });
export const feedItemSchema = v.object({
  post: postViewSchema,
  reply: v.optional(v.unknown()),
  reason: v.optional(v.looseObject({ $type: v.string() })),
});

export const threadSchema = v.object({ thread: v.unknown() });
/** One node of a thread; which of the three it is, is read from the fields that it has. */
export const threadNodeSchema = v.object({
  $type: optionalText,
  uri: optionalText,
  notFound: v.fallback(v.boolean(), false),
  blocked: v.fallback(v.boolean(), false),
  post: v.optional(v.unknown()),
  parent: v.optional(v.unknown()),
  replies: v.fallback(v.array(v.unknown()), []),
});

/** Reads a list item by item. */
export function eachOf<S extends v.GenericSchema>(
  schema: S,
  items: readonly unknown[],
): { readonly items: readonly v.InferOutput<S>[]; readonly skipped: readonly unknown[] } {
  const read: v.InferOutput<S>[] = [];
  const skipped: unknown[] = [];
  for (const item of items) {
    const parsed = v.safeParse(schema, item);
    if (parsed.success) read.push(parsed.output);
    else skipped.push(item);
  }
  return { items: read, skipped };
}
