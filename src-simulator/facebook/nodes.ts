import type { Messaging } from '../meta/messaging.ts';
import {
  bindNode,
  type EdgeRules,
  type GraphNode,
  type Listed,
  type NodeType,
  type View,
} from '../meta/node.ts';
import { createPeople } from '../meta/people.ts';
import type { PageRow } from '../meta/rows.ts';
import { graphTime } from '../meta/times.ts';
import { pageInsights, postInsights } from './insights.ts';
import type { CommentRow, PhotoRow, PostRow, RatingRow, StoryRow, VideoRow } from './rows.ts';
import type { World } from './world.ts';

const reading = ['pages_read_engagement'];
const userContent = ['pages_read_user_content'];

/** The names of all edges that are served. */
export const edgeNames: readonly string[] = [
  'accounts',
  'businesses',
  'feed',
  'posts',
  'published_posts',
  'scheduled_posts',
  'tagged',
  'visitor_posts',
  'ratings',
  'photos',
  'videos',
  'video_reels',
  'stories',
  'blocked',
  'conversations',
  'messages',
  'insights',
  'comments',
  'likes',
  'reactions',
];

export interface Nodes {
  /** The node of an id that this access may see. */
  find(id: string, view: View): GraphNode | undefined;
  comment(row: CommentRow): GraphNode;
}

/** The objects of the network, with the fields and edges that the official description names. */
export function createNodes(world: World, messaging: Messaging): Nodes {
  const time = <R extends { readonly createdAt: number; readonly committedAt: number; readonly id: string }>(
    type: NodeType<R>,
    rows: readonly R[],
  ): readonly Listed[] =>
    rows.map((row) => ({ node: bindNode(type, row), at: row.createdAt, committedAt: row.committedAt }));
  const newest = <R extends { readonly createdAt: number }>(rows: Iterable<R>): readonly R[] =>
    [...rows].toReversed().sort((a, b) => b.createdAt - a.createdAt);
  const nameAndId = (id: string) => {
    const found = world.who(id);
    return found && { name: found.name, id: found.id };
  };
  const number = (id: string): string => id.split('_').at(-1) ?? id;

  /** Who wrote it: only a page's own access with the permission sees people (facebook-pages §4, comments). */
  const author = (fromId: string, view: View) =>
    world.pages.get(fromId) !== undefined ||
    (view.token.type === 'PAGE' && view.token.scopes.includes('pages_read_user_content'))
      ? nameAndId(fromId)
      : undefined;

  const profileType: NodeType<{ readonly id: string }> = {
    name: 'Profile',
    byDefault: ['name'],
    fields: { name: (row) => world.who(row.id)?.name },
    edges: {},
  };

  function likes<R extends { readonly id: string }>(): EdgeRules<R> {
    return {
      scopes: reading,
      list: (row) =>
        world.likesOf(row.id).map((like) => ({
          node: bindNode(profileType, { id: like.whoId }),
          at: like.at,
          committedAt: like.at,
        })),
      summary: (row, view) => ({
        total_count: world.likesOf(row.id).length,
        can_like: true,
        has_liked: world.likes.get(`${row.id}:${view.token.profileId}`) !== undefined,
      }),
    };
  }
  function reactions<R extends { readonly id: string }>(): EdgeRules<R> {
    return {
      ...likes<R>(),
      summary: (row) => ({ total_count: world.likesOf(row.id).length, viewer_reaction: 'NONE' }),
    };
  }

  /** Two levels: `stream` flattens them, `toplevel` (the default) leaves answers out (facebook-pages §4). */
  function comments<R extends { readonly id: string }>(
    rowsOf: (row: R, stream: boolean) => readonly CommentRow[],
  ): EdgeRules<R> {
    return {
      scopes: reading,
      timed: true,
      list(row, _view, args) {
        const rows = rowsOf(row, args.text('filter') === 'stream');
        return time(commentType, args.text('order') === 'reverse_chronological' ? rows.toReversed() : rows);
      },
      summary: (row) => ({
        order: 'chronological',
        total_count: rowsOf(row, true).length,
        can_comment: true,
      }),
    };
  }
  const under = (row: { readonly id: string }, stream: boolean): readonly CommentRow[] =>
    world.commentsOf(row.id).filter((comment) => stream || comment.parentId === null);
  const answersTo = (row: CommentRow): readonly CommentRow[] =>
    world.commentsOf(row.objectId).filter((other) => other.parentId === row.id);

  const commentType: NodeType<CommentRow> = {
    name: 'Comment',
    byDefault: ['created_time', 'from', 'message'],
    fields: {
      created_time: (row) => graphTime(row.createdAt),
      from: (row, view) => author(row.fromId, view),
      message: (row) => row.message,
      parent: (row) => {
        const parent = row.parentId === null ? undefined : world.comments.get(row.parentId);
        return parent && bindNode(commentType, parent);
      },
      object: (row) => ({ id: row.objectId }),
      attachment: (row, view) => {
        const photo = row.photoId === null ? undefined : world.photos.get(row.photoId);
        if (photo)
          return {
            type: 'photo',
            target: { id: photo.id, url: `${view.origin}/photo.php?fbid=${photo.id}` },
            url: `${view.origin}/photo.php?fbid=${photo.id}`,
            media: { image: imageOf(photo, view) },
          };
        return row.attachmentUrl === null ? undefined : { type: 'share', url: row.attachmentUrl };
      },
      can_comment: () => true,
      can_like: () => true,
      can_hide: (row) => row.fromId !== row.pageId,
      can_remove: () => true,
      can_reply_privately: (row) => mayAnswerPrivately(row),
      is_hidden: (row) => row.hidden,
      is_private: () => false,
      like_count: (row) => world.likesOf(row.id).length,
      comment_count: (row) => answersTo(row).length,
      user_likes: (row, view) => world.likes.get(`${row.id}:${view.token.profileId}`) !== undefined,
      permalink_url: (row, view) =>
        `${view.origin}/${row.pageId}/posts/${number(row.objectId)}?comment_id=${number(row.id)}`,
      message_tags: () => undefined,
    },
    edges: {
      comments: comments<CommentRow>((row) => answersTo(row)),
      likes: likes(),
      reactions: reactions(),
    },
  };

  const mayAnswerPrivately = (row: CommentRow): boolean =>
    row.fromId !== row.pageId &&
    !row.privatelyAnswered &&
    world.clock.now() - row.createdAt <= world.limits.privateReplyMs;

  const imageOf = (photo: PhotoRow, view: View) => ({
    height: photo.height,
    src: `${view.origin}/photo/${photo.id}`,
    width: photo.width,
  });

  const attachmentOf = (photo: PhotoRow, view: View) => ({
    ...(photo.name === '' ? {} : { description: photo.name }),
    media: { image: imageOf(photo, view) },
    media_type: 'photo',
    target: { id: photo.id, url: `${view.origin}/photo.php?fbid=${photo.id}` },
    type: 'photo',
    url: `${view.origin}/photo.php?fbid=${photo.id}`,
  });

  function attachments(row: PostRow, view: View): unknown {
    const photos = row.photoIds.flatMap((id) => world.photos.get(id) ?? []);
    const [first] = photos;
    if (first && photos.length > 1)
      return {
        data: [
          {
            media: { image: imageOf(first, view) },
            media_type: 'album',
            subattachments: { data: photos.map((photo) => attachmentOf(photo, view)) },
            target: { id: row.id, url: `${view.origin}/${row.pageId}/posts/${number(row.id)}` },
            title: 'Photos',
            type: 'album',
          },
        ],
      };
    if (first) return { data: [attachmentOf(first, view)] };
    const video = row.videoId === null ? undefined : world.videos.get(row.videoId);
    if (video)
      return {
        data: [
          {
            media: { image: { height: 720, src: `${view.origin}/picture/${video.pageId}`, width: 405 } },
            media_type: 'video',
            target: { id: video.id, url: `${view.origin}/reel/${video.id}` },
            title: video.title,
            type: video.kind === 'reel' ? 'video_inline' : 'video_autoplay',
            url: `${view.origin}/reel/${video.id}`,
          },
        ],
      };
    if (row.link !== null) {
      // Addresses lead through the network's own, but for one.
      const url = `${view.origin}/l.php?u=${encodeURIComponent(row.link)}&h=AT0`;
      return {
        data: [
          {
            media_type: 'link',
            target: { url },
            title: row.link,
            type: 'share',
            unshimmed_url: row.link,
            url,
          },
        ],
      };
    }
    return undefined;
  }

  const postType: NodeType<PostRow> = {
    name: 'PagePost',
    byDefault: ['created_time', 'message'],
    fields: {
      created_time: (row) => graphTime(row.createdAt),
      updated_time: (row) => graphTime(row.updatedAt),
      message: (row) => (row.message === '' ? undefined : row.message),
      story: () => undefined,
      from: (row, view) => author(row.fromId, view),
      permalink_url: (row, view) => `${view.origin}/${row.pageId}/posts/${number(row.id)}`,
      full_picture: (row, view) =>
        row.photoIds[0] === undefined ? undefined : `${view.origin}/photo/${row.photoIds[0]}`,
      status_type: (row) =>
        row.videoId !== null
          ? 'added_video'
          : row.photoIds.length > 0
            ? 'added_photos'
            : row.link !== null
              ? 'shared_story'
              : 'mobile_status_update',
      attachments,
      shares: (row) => (row.shares === 0 ? undefined : { count: row.shares }),
      is_published: (row) => row.published,
      is_hidden: (row) => row.hidden,
      is_expired: () => false,
      is_popular: () => false,
      scheduled_publish_time: (row) =>
        row.scheduledAt === null ? undefined : Math.floor(row.scheduledAt / 1000),
      message_tags: (row) => {
        const tags = row.tagged.flatMap((id) => {
          const page = world.pages.get(id);
          const offset = page ? row.message.indexOf(page.name) : -1;
          return page && offset >= 0
            ? [{ id, name: page.name, type: 'page', offset, length: page.name.length }]
            : [];
        });
        return tags.length > 0 ? tags : undefined;
      },
      can_reply_privately: () => false,
      parent_id: () => undefined,
      promotable_id: (row) => row.id,
      privacy: () => ({ allow: '', deny: '', description: 'Public', friends: '', value: 'EVERYONE' }),
      application: (row) => {
        const app = row.appId === null ? undefined : world.apps.get(row.appId);
        return app && { name: app.name, id: app.id };
      },
    },
    edges: {
      comments: comments(under),
      likes: likes(),
      reactions: reactions(),
      insights: {
        scopes: ['read_insights'],
        pageOnly: true,
        list: (row, _view, args) => postInsights(world, row, args),
      },
    },
  };

  const photoType: NodeType<PhotoRow> = {
    name: 'Photo',
    byDefault: ['created_time'],
    fields: {
      created_time: (row) => graphTime(row.createdAt),
      updated_time: (row) => graphTime(row.createdAt),
      name: (row) => (row.name === '' ? undefined : row.name),
      alt_text: () => 'May be an image of indoors',
      alt_text_custom: (row) => row.altText ?? undefined,
      from: (row) => nameAndId(row.pageId),
      link: (row, view) => `${view.origin}/photo.php?fbid=${row.id}`,
      picture: (row, view) => `${view.origin}/photo/${row.id}`,
      images: (row, view) => [
        { height: row.height, source: `${view.origin}/photo/${row.id}`, width: row.width },
      ],
      width: (row) => row.width,
      height: (row) => row.height,
      page_story_id: (row) => row.postId ?? undefined,
    },
    edges: { comments: comments(under), likes: likes(), reactions: reactions() },
  };

  /** `publishing_phase` is the proof of a reel (facebook-pages §9). */
  const statusOf = (row: VideoRow): unknown => {
    const upload = world.uploads.get(row.id);
    const post = row.postId === null ? undefined : world.posts.get(row.postId);
    const out = post ? post.published : row.postId !== null;
    const processing =
      row.stage === 'error'
        ? { status: 'error', errors: [{ code: 1363008, message: row.problem ?? '' }] }
        : {
            status:
              row.stage === 'ready' ? 'complete' : row.stage === 'processing' ? 'in_progress' : 'not_started',
          };
    return {
      video_status: row.stage,
      uploading_phase: {
        status: row.stage === 'uploading' ? 'in_progress' : 'complete',
        bytes_transfered: upload?.received ?? 0,
      },
      processing_phase: processing,
      publishing_phase: {
        status: out ? 'complete' : 'not_started',
        ...(row.wanted === null ? {} : { publish_status: publishStatus(row, out) }),
        ...(out ? { publish_time: graphTime(row.readyAt ?? row.createdAt) } : {}),
      },
    };
  };

  const publishStatus = (row: VideoRow, out: boolean): string =>
    out ? 'published' : row.wanted === 'scheduled' ? 'scheduled' : 'draft';

  const videoType: NodeType<VideoRow> = {
    name: 'Video',
    byDefault: ['updated_time'],
    fields: {
      created_time: (row) => graphTime(row.createdAt),
      updated_time: (row) => graphTime(row.createdAt),
      title: (row) => (row.title === '' ? undefined : row.title),
      description: (row) => (row.description === '' ? undefined : row.description),
      status: statusOf,
      published: (row) =>
        row.postId !== null && (world.posts.get(row.postId)?.published ?? row.wanted === 'published'),
      post_id: (row) => row.postId ?? undefined,
      permalink_url: (row) => `/reel/${row.id}/`,
      from: (row) => nameAndId(row.pageId),
      length: () => 12,
      scheduled_publish_time: (row) => (row.scheduledAt === null ? undefined : graphTime(row.scheduledAt)),
      views: (row) => (row.postId === null ? 0 : 12),
      picture: (row, view) => `${view.origin}/picture/${row.pageId}`,
    },
    edges: { comments: comments(under), likes: likes() },
  };

  const storyType: NodeType<StoryRow> = {
    name: 'Stories',
    byDefault: ['post_id', 'status', 'creation_time', 'media_type', 'media_id', 'url'],
    fields: {
      post_id: (row) => row.id,
      status: () => 'PUBLISHED',
      creation_time: (row) => String(Math.floor(row.createdAt / 1000)),
      media_type: (row) => row.mediaType,
      media_id: (row) => row.mediaId,
      url: (row, view) => `${view.origin}/stories/${row.pageId}/${row.id}`,
    },
    edges: {},
  };

  const ratingType: NodeType<RatingRow> = {
    name: 'Recommendation',
    byDefault: ['created_time', 'recommendation_type', 'review_text', 'reviewer'],
    anonymous: true,
    fields: {
      created_time: (row) => graphTime(row.createdAt),
      has_rating: () => false,
      has_review: (row) => row.text !== '',
      recommendation_type: (row) => (row.positive ? 'positive' : 'negative'),
      review_text: (row) => (row.text === '' ? undefined : row.text),
      reviewer: (row, view) => author(row.fromId, view),
      rating: () => undefined,
      open_graph_story: (row) => bindNode(storyOfRating, row),
    },
    edges: {},
  };
  const storyOfRating: NodeType<RatingRow> = {
    name: 'OpenGraphStory',
    byDefault: [],
    fields: {
      start_time: (row) => graphTime(row.createdAt),
      message: (row) => row.text,
      from: (row, view) => author(row.fromId, view),
    },
    edges: { comments: comments(under), likes: likes() },
  };

  const own = (page: PageRow, fits: (post: PostRow) => boolean): readonly PostRow[] =>
    newest(world.posts.values()).filter((post) => post.pageId === page.id && fits(post));
  const posts = (fits: (post: PostRow, page: PageRow) => boolean): EdgeRules<PageRow> => ({
    scopes: reading,
    timed: true,
    list: (page) =>
      time(
        postType,
        own(page, (post) => fits(post, page)),
      ),
  });

  const people = createPeople(world, {
    edges: {
      feed: posts((post) => post.published),
      posts: posts((post, page) => post.published && post.fromId === page.id),
      published_posts: posts((post, page) => post.published && post.fromId === page.id),
      scheduled_posts: {
        scopes: reading,
        pageOnly: true,
        list: (page) =>
          time(
            postType,
            own(page, (post) => post.scheduledAt !== null),
          ),
      },
      visitor_posts: {
        ...posts((post, page) => post.published && post.fromId !== page.id),
        scopes: userContent,
      },
      tagged: {
        scopes: userContent,
        pageOnly: true,
        timed: true,
        list: (page) =>
          time(
            postType,
            newest(world.posts.values()).filter((post) => post.published && post.tagged.includes(page.id)),
          ),
      },
      ratings: {
        scopes: userContent,
        pageOnly: true,
        list: (page) =>
          time(
            ratingType,
            newest(world.ratings.values()).filter((row) => row.pageId === page.id),
          ),
      },
      photos: {
        scopes: reading,
        timed: true,
        list: (page) =>
          time(
            photoType,
            newest(world.photos.values()).filter((row) => row.pageId === page.id && row.published),
          ),
      },
      videos: {
        scopes: reading,
        timed: true,
        list: (page) =>
          time(
            videoType,
            newest(world.videos.values()).filter((row) => row.pageId === page.id && row.postId !== null),
          ),
      },
      video_reels: {
        scopes: reading,
        timed: true,
        list: (page) =>
          time(
            videoType,
            newest(world.videos.values()).filter(
              (row) => row.pageId === page.id && row.kind === 'reel' && row.postId !== null,
            ),
          ),
      },
      stories: {
        scopes: reading,
        pageOnly: true,
        timed: true,
        list: (page) =>
          time(
            storyType,
            newest(world.stories.values()).filter((row) => row.pageId === page.id),
          ),
      },
      blocked: {
        scopes: ['pages_manage_engagement'],
        pageOnly: true,
        list: (page) =>
          [...world.blocks.values()]
            .filter((row) => row.pageId === page.id)
            .map((row) => ({
              node: bindNode(profileType, { id: row.whoId }),
              at: row.at,
              committedAt: row.at,
            })),
      },
      conversations: messaging.conversations(['pages_messaging']),
      insights: {
        scopes: ['read_insights'],
        pageOnly: true,
        list: (page, _view, args) => pageInsights(world, page.id, args),
      },
    },
  });

  return {
    comment: (row) => bindNode(commentType, row),
    find(id, view) {
      const post = world.posts.get(id);
      // What is not out is seen by the page alone.
      if (post && (post.published || view.token.profileId === post.pageId)) return bindNode(postType, post);
      const comment = world.comments.get(id);
      if (comment) return bindNode(commentType, comment);
      const photo = world.photos.get(id);
      if (photo) return bindNode(photoType, photo);
      const video = world.videos.get(id);
      if (video) return bindNode(videoType, video);
      const rating = world.ratings.get(id);
      if (rating) return bindNode(storyOfRating, rating);
      return (
        messaging.threadNode(id, view.token.profileId) ??
        (view.token.type === 'PAGE' ? messaging.messageNode(id) : undefined) ??
        people.userNode(id, view) ??
        people.pageNode(id)
      );
    },
  };
}
