import * as v from 'valibot';

/** Shapes of the network's answers, read with as little faith as they allow: unknown fields are ignored. */

/** A number, also where it comes as a text. */
export const wireNumber = v.union([
  v.pipe(v.number(), v.finite()),
  v.pipe(v.string(), v.regex(/^-?\d+(?:\.\d+)?$/), v.transform(Number)),
]);
const text = v.fallback(v.string(), '');
const count = v.fallback(v.nullable(wireNumber), null);

/** A page of a list; its elements are read one by one. */
export const wireListSchema = v.object({
  elements: v.array(v.unknown()),
  paging: v.fallback(
    v.object({ start: v.fallback(wireNumber, 0), count: v.fallback(wireNumber, 0), total: count }),
    { start: 0, count: 0, total: null },
  ),
});

export const wireTokenSchema = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  expires_in: v.fallback(v.nullable(wireNumber), null),
  refresh_token: v.fallback(v.nullable(v.string()), null),
  refresh_token_expires_in: v.fallback(v.nullable(wireNumber), null),
  scope: text,
});

export const wireIntrospectionSchema = v.object({
  active: v.boolean(),
  expires_at: count,
  scope: text,
});

export const wireUserinfoSchema = v.object({
  sub: v.pipe(v.string(), v.minLength(1)),
  name: text,
  picture: v.fallback(v.nullable(v.string()), null),
});

export const wireProfileSchema = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  localizedFirstName: text,
  localizedLastName: text,
  vanityName: text,
});

export const wireAclSchema = v.object({
  organization: v.pipe(v.string(), v.startsWith('urn:li:organization:')),
  role: v.string(),
  state: text,
  roleAssignee: text,
});

export const wireOrganizationSchema = v.object({
  id: v.union([v.string(), v.pipe(v.number(), v.transform(String))]),
  localizedName: text,
  vanityName: text,
});

const mediaSchema = v.object({ id: v.string(), altText: text, title: text });
export const wirePostSchema = v.pipe(
  v.object({
    id: v.pipe(v.string(), v.startsWith('urn:li:')),
    author: v.string(),
    commentary: text,
    visibility: text,
    lifecycleState: v.fallback(v.string(), 'PUBLISHED'),
    createdAt: count,
    publishedAt: count,
    lastModifiedAt: count,
    content: v.fallback(
      v.object({
        media: v.optional(mediaSchema),
        multiImage: v.optional(v.object({ images: v.array(mediaSchema) })),
        article: v.optional(v.object({ source: v.string(), title: text, description: text })),
        poll: v.optional(
          v.object({
            question: text,
            options: v.array(v.object({ text: v.string(), voteCount: count })),
            settings: v.fallback(v.object({ duration: text }), { duration: '' }),
          }),
        ),
      }),
      {},
    ),
    reshareContext: v.fallback(v.nullable(v.object({ parent: v.string() })), null),
  }),
  v.transform((post) => ({ ...post, madeAt: post.createdAt ?? post.publishedAt })),
  v.check(({ madeAt }) => madeAt !== null, 'a post without a moment'),
  v.transform((post) => ({ ...post, madeAt: post.madeAt ?? 0 })),
);
export type WirePost = v.InferOutput<typeof wirePostSchema>;

export const wireCommentSchema = v.pipe(
  v.object({
    $URN: v.optional(v.string()),
    commentUrn: v.optional(v.string()),
    id: v.union([v.string(), v.pipe(v.number(), v.transform(String))]),
    actor: v.string(),
    object: v.string(),
    message: v.object({ text: v.string() }),
    created: v.object({ time: wireNumber }),
    lastModified: v.fallback(v.nullable(v.object({ time: wireNumber })), null),
    parentComment: v.fallback(v.nullable(v.string()), null),
    likesSummary: v.fallback(
      v.object({ totalLikes: count, likedByCurrentUser: v.fallback(v.boolean(), false) }),
      {
        totalLikes: null,
        likedByCurrentUser: false,
      },
    ),
    commentsSummary: v.fallback(v.object({ aggregatedTotalComments: count }), {
      aggregatedTotalComments: null,
    }),
  }),
  v.transform((comment) => ({
    ...comment,
    urn: comment.$URN ?? comment.commentUrn ?? `urn:li:comment:(${comment.object},${comment.id})`,
  })),
);
export type WireComment = v.InferOutput<typeof wireCommentSchema>;

const decorated = v.object({ entity: text, owner: text, text });
export const wireNotificationSchema = v.object({
  notificationId: v.union([v.string(), v.pipe(v.number(), v.transform(String))]),
  action: v.string(),
  sourcePost: text,
  decoratedSourcePost: v.fallback(v.nullable(decorated), null),
  generatedActivity: text,
  decoratedGeneratedActivity: v.fallback(
    v.object({
      comment: v.fallback(v.nullable(v.object({ ...decorated.entries, object: text })), null),
      share: v.fallback(v.nullable(decorated), null),
    }),
    { comment: null, share: null },
  ),
  lastModifiedAt: wireNumber,
});
export type WireNotification = v.InferOutput<typeof wireNotificationSchema>;

export const wireReactionSchema = v.object({
  reactionType: text,
  created: v.object({ actor: v.string() }),
});

export const wireStatisticsSchema = v.object({
  share: v.optional(v.string()),
  ugcPost: v.optional(v.string()),
  totalShareStatistics: v.object({
    impressionCount: count,
    uniqueImpressionsCount: count,
    clickCount: count,
    likeCount: count,
    commentCount: count,
    shareCount: count,
  }),
});
export type WireStatistics = v.InferOutput<typeof wireStatisticsSchema>;

export const wireNetworkSizeSchema = v.object({ firstDegreeSize: wireNumber });
export const wireMemberCountSchema = v.object({ count: wireNumber });
export const wireMediaStateSchema = v.object({ status: v.string(), processingFailureReason: text });

const announced = v.pipe(v.string(), v.startsWith('urn:li:'));
export const wireImageUploadSchema = v.object({
  value: v.object({ uploadUrl: v.string(), image: v.optional(announced), document: v.optional(announced) }),
});
export const wireVideoUploadSchema = v.object({
  value: v.object({
    video: announced,
    uploadToken: v.fallback(v.string(), ''),
    uploadInstructions: v.pipe(
      v.array(v.object({ uploadUrl: v.string(), firstByte: wireNumber, lastByte: wireNumber })),
      v.minLength(1),
    ),
  }),
});
