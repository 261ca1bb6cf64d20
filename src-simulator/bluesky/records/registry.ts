import { isTid } from '../protocol/tid.ts';
import { blob, list, shape, text, union, type Check } from './check.ts';
import { embed } from './embeds.ts';
import { facet } from './facet.ts';
import { atUri, datetime, did, language, selfLabels, strongRef, uri } from './terms.ts';

type KeyRule = { readonly wants: string; readonly fits: (rkey: string) => boolean };
const tidKey: KeyRule = { wants: 'a TID', fits: isTid };
const selfKey: KeyRule = { wants: '"self"', fits: (rkey) => rkey === 'self' };

/** A record type that the server knows: its checks, its key rule, and what it may point to only once. */
export type RecordType = {
  readonly check: Check;
  readonly key: KeyRule;
  /** Where a second record with the same target replaces the first one. */
  readonly onlyOne?: 'subject' | 'subject.uri';
};

/** sheet: 2 Publish, Limit (text, langs, tags, labels) */
const post = shape(
  { text: text({ maxBytes: 3000, maxGraphemes: 300 }), createdAt: datetime },
  {
    facets: list(facet),
    reply: shape({ root: strongRef, parent: strongRef }),
    embed,
    langs: list(language, 3),
    labels: selfLabels,
    tags: list(text({ maxBytes: 640, maxGraphemes: 64 }), 8),
  },
);

const reaction = shape({ subject: strongRef, createdAt: datetime }, { via: strongRef });
const relation = shape({ subject: did, createdAt: datetime });

/** sheet: 3 Reading, Moderation (hide reply) */
const threadgate = shape(
  { post: atUri, createdAt: datetime },
  {
    allow: list(
      union({
        'app.bsky.feed.threadgate#mentionRule': shape({}),
        'app.bsky.feed.threadgate#followerRule': shape({}),
        'app.bsky.feed.threadgate#followingRule': shape({}),
        'app.bsky.feed.threadgate#listRule': shape({ list: atUri }),
      }),
      5,
    ),
    hiddenReplies: list(atUri, 300),
  },
);

/** sheet: 3 Reading, Moderation (detach quote) */
const postgate = shape(
  { post: atUri, createdAt: datetime },
  {
    detachedEmbeddingUris: list(atUri, 50),
    embeddingRules: list(union({ 'app.bsky.feed.postgate#disableRule': shape({}) }), 5),
  },
);

const profile = shape(
  {},
  {
    displayName: text({ maxBytes: 640, maxGraphemes: 64 }),
    description: text({ maxBytes: 2560, maxGraphemes: 256 }),
    pronouns: text({ maxBytes: 200, maxGraphemes: 20 }),
    website: uri,
    avatar: blob(['image/png', 'image/jpeg'], 1_000_000),
    banner: blob(['image/png', 'image/jpeg'], 1_000_000),
    labels: selfLabels,
    pinnedPost: strongRef,
    createdAt: datetime,
  },
);

/** sheet: 2 Publish, Thread (like, repost, follow and block are records) */
export const recordTypes: ReadonlyMap<string, RecordType> = new Map<string, RecordType>([
  ['app.bsky.feed.post', { check: post, key: tidKey }],
  ['app.bsky.feed.like', { check: reaction, key: tidKey, onlyOne: 'subject.uri' }],
  ['app.bsky.feed.repost', { check: reaction, key: tidKey, onlyOne: 'subject.uri' }],
  ['app.bsky.graph.follow', { check: relation, key: tidKey, onlyOne: 'subject' }],
  ['app.bsky.graph.block', { check: relation, key: tidKey, onlyOne: 'subject' }],
  ['app.bsky.feed.threadgate', { check: threadgate, key: tidKey }],
  ['app.bsky.feed.postgate', { check: postgate, key: tidKey }],
  ['app.bsky.actor.profile', { check: profile, key: selfKey }],
  ['chat.bsky.actor.declaration', { check: shape({ allowIncoming: text() }), key: selfKey }],
]);
