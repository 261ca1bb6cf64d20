import { createHash } from 'node:crypto';
import { readLittleText } from './little-text.ts';
import type { CommentRow, NotificationRow, PostContent, PostRow, ReactionRow } from './rows.ts';
import { commentUrn, urnKind } from './urn.ts';
import type { World } from './world.ts';

/** A post as asked for, checked, before it exists. */
export interface PostDraft {
  readonly commentary: string;
  readonly visibility: PostRow['visibility'];
  readonly content: PostContent | null;
  readonly reshareOf: string | null;
  readonly resharesDisabled: boolean;
  /** Only for what happened before the start. */
  readonly at?: number;
}

/** What members and pages do here, whoever asks: the API, or the audience. */
export interface Publishing {
  publish(author: string, draft: PostDraft): PostRow;
  rewrite(post: PostRow, commentary: string): PostRow;
  remove(post: PostRow): void;
  comment(
    actor: string,
    under: { readonly activity: string; readonly parent: string | null },
    text: string,
    at?: number,
  ): CommentRow;
  rewriteComment(comment: CommentRow, text: string): CommentRow;
  removeComment(comment: CommentRow, by: string): void;
  react(actor: string, root: string, type: string, at?: number): ReactionRow;
  unreact(actor: string, root: string): boolean;
}

export const reactionId = (actor: string, root: string): string => `${actor}|${root}`;

/** What makes two posts of an author duplicates of each other. */
// linkedin §9
export const fingerprintOf = (draft: Pick<PostDraft, 'commentary' | 'content' | 'reshareOf'>): string =>
  createHash('sha256')
    .update(JSON.stringify([draft.commentary, draft.content, draft.reshareOf]))
    .digest('hex');

export function createPublishing(
  world: World,
  hooks: { readonly onPublished: (post: PostRow) => void },
): Publishing {
  /** Tells the page that something happened on one of its posts, or that it was mentioned. */
  // linkedin §4 (organizationalEntityNotifications)
  function notify(
    organization: string,
    news: Pick<NotificationRow, 'action' | 'sourcePost' | 'generated' | 'actor' | 'text' | 'at'>,
  ): void {
    if (urnKind(organization) !== 'organization') return;
    world.putNotification({
      id: world.ids.at(news.at),
      organization,
      ...news,
      committedAt: world.clock.now(),
    });
  }

  return {
    publish(author, draft) {
      const now = world.clock.now();
      const at = draft.at ?? now;
      // Videos and polls are told apart from plain shares by the kind of their URN.
      const rich =
        draft.content?.tag === 'poll' ||
        (draft.content?.tag === 'media' && urnKind(draft.content.media) === 'video');
      const little = readLittleText(draft.commentary);
      const post = world.putPost({
        id: `urn:li:${rich ? 'ugcPost' : 'share'}:${world.ids.at(at)}`,
        activity: `urn:li:activity:${world.ids.at(at)}`,
        author,
        commentary: little.kept,
        text: little.text,
        mentions: little.mentions.flatMap(({ urn, name }) => (world.nameOf(urn) === name ? [urn] : [])),
        visibility: draft.visibility,
        content: draft.content,
        resharesDisabled: draft.resharesDisabled,
        reshareOf: draft.reshareOf,
        createdAt: at,
        modifiedAt: at,
        commentsClosed: false,
        committedAt: now,
      });
      world.traces.put({
        id: post.id,
        author,
        fingerprint: fingerprintOf(draft),
        at,
        deleted: false,
      });
      const news = { sourcePost: post.activity, generated: post.id, actor: author, text: post.text, at };
      for (const mentioned of post.mentions)
        if (mentioned !== author) notify(mentioned, { ...news, action: 'SHARE_MENTION' });
      const original = post.reshareOf === null ? undefined : world.post(post.reshareOf);
      if (original && original.author !== author)
        notify(original.author, { ...news, action: 'SHARE', sourcePost: original.activity });
      hooks.onPublished(post);
      return post;
    },
    rewrite(post, commentary) {
      const little = readLittleText(commentary);
      return world.putPost({
        ...post,
        commentary: little.kept,
        text: little.text,
        modifiedAt: world.clock.now(),
      });
    },
    remove(post) {
      world.dropPost(post);
      const trace = world.traces.get(post.id);
      if (trace) world.traces.put({ ...trace, deleted: true });
    },
    comment(actor, { activity, parent }, text, at = world.clock.now()) {
      const number = world.ids.at(at);
      const row = world.putComment({
        id: commentUrn(activity, number),
        number,
        activity,
        actor,
        text,
        parent,
        createdAt: at,
        modifiedAt: at,
        committedAt: world.clock.now(),
      });
      const post = world.post(activity);
      if (post)
        notify(post.author, {
          action: actor === post.author ? 'ADMIN_COMMENT' : 'COMMENT',
          sourcePost: activity,
          generated: row.id,
          actor,
          text,
          at,
        });
      return row;
    },
    rewriteComment(comment, text) {
      const at = world.clock.now();
      const row = world.putComment({ ...comment, text, modifiedAt: at });
      const post = world.post(comment.activity);
      if (post && comment.actor !== post.author)
        notify(post.author, {
          action: 'COMMENT_EDIT',
          sourcePost: comment.activity,
          generated: comment.id,
          actor: comment.actor,
          text,
          at,
        });
      return row;
    },
    removeComment(comment, by) {
      world.dropComment(comment);
      for (const reply of world.commentsUnder(comment.activity, comment.id)) world.dropComment(reply);
      const post = world.post(comment.activity);
      if (post && by !== post.author)
        notify(post.author, {
          action: 'COMMENT_DELETE',
          sourcePost: comment.activity,
          generated: comment.id,
          actor: comment.actor,
          text: '',
          at: world.clock.now(),
        });
    },
    react(actor, root, type, at = world.clock.now()) {
      const id = reactionId(actor, root);
      const known = world.reactions.get(id);
      if (known?.type === type) return known;
      const row = world.putReaction({
        id,
        actor,
        root,
        type,
        createdAt: at,
        committedAt: world.clock.now(),
      });
      const post = world.post(root);
      if (post && actor !== post.author && !known)
        notify(post.author, {
          action: 'LIKE',
          sourcePost: post.activity,
          generated: `urn:li:reaction:(${actor},${root})`,
          actor,
          text: '',
          at,
        });
      return row;
    },
    unreact: (actor, root) => world.dropReaction(reactionId(actor, root)),
  };
}
