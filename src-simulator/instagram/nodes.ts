import { missing } from '../meta/failure.ts';
import type { Messaging } from '../meta/messaging.ts';
import {
  bindNode,
  type EdgeRules,
  type GraphNode,
  type Listed,
  type NodeType,
  type View,
} from '../meta/node.ts';
import type { PageRow, TokenRow } from '../meta/rows.ts';
import { createPeople } from '../meta/people.ts';
import { pagesOf } from '../meta/tokens.ts';
import { graphTime } from '../meta/times.ts';
import { needs, reachedBy } from './access.ts';
import { stateOf, statusText } from './containers.ts';
import { limits } from './limits.ts';
import type { AccountRow, CommentRow, ContainerRow, MediaRow } from './rows.ts';
import type { World } from './world.ts';

export interface Nodes {
  /** The node of an id that this access may see. */
  find(id: string, view: View): GraphNode | undefined;
  readonly edges: readonly string[];
}

/** The objects of the network, with the fields and lists that its documents name. */
// instagram §2, §3; fields: the official descriptions IGUser, IGMedia, IGComment
export function createNodes(world: World, messaging: Messaging): Nodes {
  const picture = (id: string): string => `${world.baseUrl()}/pictures/${id}`;
  const listed = (
    node: GraphNode,
    row: { readonly createdAt: number; readonly committedAt: number },
  ): Listed => ({
    node,
    at: row.createdAt,
    committedAt: row.committedAt,
  });

  const account: NodeType<AccountRow> = {
    name: 'IGUser',
    byDefault: ['id'],
    fields: {
      user_id: (row, view) => (view.token.type === 'INSTAGRAM' ? row.id : undefined),
      username: (row) => row.username,
      name: (row) => row.name,
      biography: (row) => row.biography,
      website: (row) => row.website,
      account_type: (row, view) => (view.token.type === 'INSTAGRAM' ? row.accountType : undefined),
      profile_picture_url: (row) => picture(row.username),
      followers_count: (row) => row.followers.length,
      follows_count: () => 42,
      media_count: (row) => world.mediaOf(row.id).filter(({ product }) => product !== 'STORY').length,
      // instagram §3, Mentions: only with an id that a webhook told
      mentioned_comment(row, _view, args) {
        const found = world.comments.get(args.text('comment_id') ?? '');
        return found && names(found.text, row.username) ? comment(found) : undefined;
      },
      mentioned_media(row, _view, args) {
        const found = world.media.get(args.text('media_id') ?? '');
        return found && names(found.caption ?? '', row.username) ? media(found) : undefined;
      },
    },
    edges: {
      media: {
        timed: true,
        list: (row) =>
          world
            .mediaOf(row.id)
            .filter(({ product }) => product !== 'STORY')
            .map((one) => listed(media(one), one)),
      },
      stories: {
        list: (row, view) =>
          world
            .mediaOf(row.id)
            .filter(
              ({ product, createdAt }) => product === 'STORY' && view.now - createdAt < limits.storyLifeMs,
            )
            .map((one) => listed(media(one), one)),
      },
      tags: {
        list(row, view) {
          needs(view.token, 'comments', 'GET');
          return world.taggedIn(row.id).map((one) => listed(media(one), one));
        },
      },
      conversations: {
        ...messaging.conversations([]),
        list(row, view, args) {
          if (view.token.type !== 'INSTAGRAM') return missing('get', row.id);
          return conversations.list(row, view, args);
        },
      },
    },
  };

  const mediaType: NodeType<MediaRow> = {
    name: 'IGMedia',
    byDefault: ['id'],
    fields: {
      caption: (row) => row.caption ?? undefined,
      alt_text: (row) => row.altText ?? undefined,
      media_type: (row) => row.type,
      media_product_type: (row) => row.product,
      media_url: (row) => (row.file ? `${world.baseUrl()}/files/${row.file.blob}` : undefined),
      thumbnail_url: (row) => (row.type === 'VIDEO' ? picture(row.shortcode) : undefined),
      permalink: (row) => permalinkOf(row, world.usernameOf(row.ownerId)),
      shortcode: (row) => row.shortcode,
      timestamp: (row) => graphTime(row.createdAt),
      username: (row) => world.usernameOf(row.ownerId),
      owner: (row) => ({ id: row.ownerId }),
      like_count: (row) => row.likedBy.length,
      comments_count: (row) =>
        world.commentsUnder(row.id).reduce((sum, one) => sum + 1 + world.commentsUnder(one.id).length, 0),
      is_comment_enabled: (row) => row.commentsEnabled,
      is_shared_to_feed: (row) => (row.product === 'REELS' ? row.sharedToFeed : undefined),
    },
    edges: {
      children: {
        list: (row) =>
          row.children.flatMap((id) => {
            const child = world.media.get(id);
            return child ? [listed(media(child), child)] : [];
          }),
      },
      comments: {
        // instagram §3, Comments: 50 a page
        max: 50,
        list(row, view) {
          needs(view.token, 'comments', 'GET');
          // instagram §3, Comments: of own posts; what others wrote under a post that only names the account is theirs
          if (reachedBy(world, view.token).every(({ id }) => id !== row.ownerId))
            return missing('get', row.id);
          return world.commentsUnder(row.id).map((one) => listed(comment(one), one));
        },
      },
    },
  };

  const commentType: NodeType<CommentRow> = {
    name: 'IGComment',
    byDefault: ['id', 'text', 'timestamp'],
    fields: {
      text: (row) => row.text,
      timestamp: (row) => graphTime(row.createdAt),
      username: (row) => world.usernameOf(row.authorId),
      from: (row) => ({ id: row.authorId, username: world.usernameOf(row.authorId) }),
      hidden: (row) => row.hidden,
      like_count: (row) => row.likedBy.length,
      parent_id: (row) => row.parentId ?? undefined,
      media: (row) => {
        const found = world.media.get(row.mediaId);
        return found ? media(found) : undefined;
      },
    },
    edges: {
      replies: {
        max: 50,
        // Answers are read from the first to the last.
        list: (row) =>
          world
            .commentsUnder(row.id)
            .toReversed()
            .map((one) => listed(comment(one), one)),
      },
    },
  };

  const containerType: NodeType<ContainerRow> = {
    name: 'IGContainer',
    byDefault: ['id'],
    fields: {
      status_code: (row) => stateOf(world, row),
      status: (row) => statusText(row, stateOf(world, row)),
    },
    edges: {},
  };

  // facebook-pages §4, Conversations: of the page that the account is linked to; instagram §3: `me`
  const conversations: EdgeRules<{ readonly id: string }> = {
    ...messaging.conversations([]),
    list(row, view, args) {
      needs(view.token, 'messages', 'GET');
      return messaging.conversations([]).list(row, view, args);
    },
  };
  const people = createPeople(world, {
    fields: {
      // facebook-pages §2, Page tokens
      instagram_business_account: (row) => {
        const linked = world.accountOfPage(row.id);
        return linked ? bindNode(account, linked) : undefined;
      },
    },
    edges: { conversations },
  });
  const media = (row: MediaRow): GraphNode => bindNode(mediaType, row);
  const comment = (row: CommentRow): GraphNode => bindNode(commentType, row);

  function find(id: string, view: View): GraphNode | undefined {
    const { token } = view;
    const reached = reachedBy(world, token);
    const own = reached.find((one) => one.id === id || (token.type === 'INSTAGRAM' && one.scopedId === id));
    if (own) {
      needs(token, 'basic', 'GET');
      const bound = bindNode(account, own);
      // instagram §1: Instagram Login shows an id of the app's own beside the account's
      return token.type === 'INSTAGRAM' ? { ...bound, id: own.scopedId } : bound;
    }
    const page = world.pages.get(id);
    if (page && mayReadPage(token, page)) return people.pageNode(id);
    const user = people.userNode(id, view);
    if (user) return user;
    const isOwn = (accountId: string): boolean => reached.some((one) => one.id === accountId);
    const container = world.containers.get(id);
    if (container) return isOwn(container.accountId) ? bindNode(containerType, container) : undefined;
    const post = world.media.get(id);
    if (post) {
      if (post.product === 'STORY' && view.now - post.createdAt >= limits.storyLifeMs) return undefined;
      return isOwn(post.ownerId) || post.taggedAccounts.some(isOwn) ? media(post) : undefined;
    }
    const remark = world.comments.get(id);
    const under = remark && world.media.get(remark.mediaId);
    if (remark && under) return isOwn(under.ownerId) || isOwn(remark.authorId) ? comment(remark) : undefined;
    const thread = world.threads.get(id);
    if (!thread || !isOwn(thread.ownerId)) return undefined;
    needs(token, 'messages', 'GET');
    return messaging.threadNode(id, thread.ownerId);
  }

  const mayReadPage = (token: TokenRow, page: PageRow): boolean =>
    token.type === 'PAGE'
      ? token.profileId === page.id
      : token.type === 'USER' && pagesOf(world, token).some((one) => one.id === page.id);

  return {
    find,
    edges: [
      'media',
      'stories',
      'tags',
      'conversations',
      'children',
      'comments',
      'replies',
      'messages',
      'accounts',
    ],
  };
}

function names(text: string, username: string): boolean {
  return new RegExp(`@${username.replaceAll('.', String.raw`\.`)}(?![\\w.])`, 'i').test(text);
}

export function permalinkOf(row: MediaRow, username: string): string {
  if (row.product === 'STORY') return `https://www.instagram.com/stories/${username}/${row.id}`;
  return `https://www.instagram.com/${row.product === 'REELS' ? 'reel' : 'p'}/${row.shortcode}/`;
}
