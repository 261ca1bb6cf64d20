import type { Box, MessageKind, RemoteMessage } from '../../../src-shared/domain/message.ts';
import type { Author } from '../../../src-shared/domain/person.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import { postHandle } from './handle-data.ts';
import { attachmentsOf, postUrl, quotedUri } from './map-embed.ts';
import { excerptOf, profileUrl, richTextOf } from './rich-text.ts';
import type { Notification, PostRecord, PostView, Profile } from './wire.ts';

/** From the network's words to ours. Pure. */

export const authorOf = (profile: Profile): Author => ({
  remoteId: profile.did,
  name:
    profile.displayName === undefined || profile.displayName === '' ? profile.handle : profile.displayName,
  handle: profile.handle,
  avatarUrl: profile.avatar ?? null,
});

export const personOf = (profile: Profile): Inbound => ({
  tag: 'person',
  person: {
    ...authorOf(profile),
    url: profileUrl(profile.handle === 'handle.invalid' ? profile.did : profile.handle),
    bio: profile.description ?? '',
    followers: profile.followersCount ?? null,
  },
});

/**
 * When a post was made, epoch ms. Authors may claim any moment; as the network does, what it saw first is believed
 * when the claim lies later or makes no sense.
 */
export function createdAtOf(record: PostRecord, indexedAt: string): number {
  const claimed = Date.parse(record.createdAt);
  const seen = Date.parse(indexedAt);
  if (Number.isNaN(seen)) return Number.isNaN(claimed) ? 0 : claimed;
  return Number.isNaN(claimed) || claimed > seen || claimed < 0 ? seen : claimed;
}

export interface Placing {
  /** DID of the connected account. */
  readonly me: string;
  readonly box: Box;
  readonly kind: MessageKind;
  /** Beginning of another post's text, when it is at hand. */
  readonly excerpt: (uri: string) => string | null;
}

export function messageOf(post: PostView, placing: Placing): RemoteMessage {
  const { record } = post;
  const parent = placing.kind === 'quote' ? quotedUri(record.embed) : (record.reply?.parent.uri ?? null);
  return {
    remoteId: post.uri,
    box: placing.box,
    kind: placing.kind,
    conversationId: record.reply?.root.uri ?? post.uri,
    url: postUrl(post.uri, post.author.handle),
    author: authorOf(post.author),
    mine: post.author.did === placing.me,
    body: richTextOf(record.text, record.facets),
    warning: warningOf(post),
    attachments: attachmentsOf(post.embed),
    poll: null,
    parent: parent === null ? null : { remoteId: parent, excerpt: placing.excerpt(parent) },
    createdAt: createdAtOf(record, post.indexedAt),
    editedAt: null,
    counts: {
      likes: post.likeCount ?? null,
      replies: post.replyCount ?? null,
      reposts: post.repostCount ?? null,
      quotes: post.quoteCount ?? null,
    },
    liked: post.viewer?.like !== undefined,
    likeRemoteId: post.viewer?.like ?? null,
    reposted: post.viewer?.repost !== undefined,
    visibility: null,
    language: record.langs[0] ?? null,
    handleData: postHandle(post, record.reply?.root ?? null),
  };
}

/** Somebody liked or reposted one of our posts, or follows us: an event with no words of its own. */
export function activityOf(
  notification: Notification,
  kind: 'like' | 'repost' | 'follow',
  subject: PostView | null,
): RemoteMessage {
  const about = notification.reasonSubject ?? null;
  const seen = Date.parse(notification.indexedAt);
  return {
    remoteId: notification.uri,
    box: 'activity',
    kind,
    conversationId: subject?.record.reply?.root.uri ?? about ?? notification.uri,
    url: subject === null ? profileUrl(notification.author.did) : postUrl(subject.uri, subject.author.handle),
    author: authorOf(notification.author),
    mine: false,
    body: [],
    warning: null,
    attachments: [],
    poll: null,
    parent:
      about === null
        ? null
        : { remoteId: about, excerpt: subject === null ? null : excerptOf(subject.record.text) },
    createdAt: Number.isNaN(seen) ? 0 : seen,
    editedAt: null,
    counts: { likes: null, replies: null, reposts: null, quotes: null },
    liked: false,
    likeRemoteId: null,
    reposted: false,
    visibility: null,
    language: null,
    handleData: postHandle(notification, null),
  };
}

/** Numbers of one own post. What the server does not say is absent, never 0. */
export const postMetrics = (post: PostView): readonly Inbound[] =>
  metrics(post.uri, {
    likes: post.likeCount,
    replies: post.replyCount,
    reposts: post.repostCount,
    quotes: post.quoteCount,
  });

export const profileMetrics = (profile: Profile): readonly Inbound[] =>
  metrics(profile.did, {
    followers: profile.followersCount,
    following: profile.followsCount,
    posts: profile.postsCount,
  });

type MetricName = Extract<Inbound, { tag: 'metric' }>['name'];
const metrics = (
  subject: string,
  values: Readonly<Partial<Record<MetricName, number | undefined>>>,
): readonly Inbound[] =>
  metricNames.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [{ tag: 'metric', subject, name, value } as const];
  });
const metricNames = ['likes', 'replies', 'reposts', 'quotes', 'followers', 'following', 'posts'] as const;

/** Labels that ask for care before a post is shown; the others speak to moderators. */
const careful = new Set(['porn', 'sexual', 'nudity', 'graphic-media', '!warn', '!hide']);
function warningOf(post: PostView): string | null {
  const given = post.labels.filter(({ neg }) => !neg).map(({ val }) => val);
  const own = post.record.labels?.values.map(({ val }) => val) ?? [];
  const shown = [...new Set([...own, ...given])].filter((val) => careful.has(val));
  return shown.length === 0 ? null : shown.map((val) => val.replace(/^!/, '')).join(', ');
}
