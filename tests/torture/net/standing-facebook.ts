import type { MessageRow, ThreadRow, UploadRow } from '../../../src-simulator/meta/rows.ts';
import type {
  CommentRow,
  LikeRow,
  PhotoRow,
  PostRow,
  StoryRow,
  VideoRow,
} from '../../../src-simulator/facebook/rows.ts';
import { muteWords } from '../outbox/forms.ts';
import { makersOf, type StandingPost } from '../outbox/networks.ts';
import { inPrivate } from './in-private.ts';
import type { ReadStanding } from './standing.ts';

export const facebookStanding: ReadStanding = (held, books) => {
  const me = held.login.id;
  const makers = makersOf(held.sim, ['post', 'comment', 'video-finished', 'message']);
  const posts = books.table<PostRow>('posts').filter((row) => row.pageId === me && row.fromId === me);
  const photos = books.table<PhotoRow>('photos');
  const uploads = books.table<UploadRow>('uploads');
  const videos = books.table<VideoRow>('videos').filter(({ pageId }) => pageId === me);
  const filmOf = (postId: string): VideoRow | undefined => videos.find((row) => row.postId === postId);
  const shown = posts
    .filter(({ published }) => published)
    .map((row): StandingPost => ({
      id: row.id,
      text: row.message,
      replyTo: null,
      media: row.photoIds.length + (row.videoId === null ? 0 : 1),
      // A film's post is made once it is processed: what asked for it is the end of its upload.
      entry:
        makers.get(row.id) ??
        makers.get(filmOf(row.id)?.wanted === 'published' ? (row.videoId ?? '') : '') ??
        null,
      createdAt: row.createdAt,
    }));
  const stories = books
    .table<StoryRow>('stories')
    .filter(({ pageId }) => pageId === me)
    .map((row): StandingPost => {
      const size =
        row.mediaType === 'photo'
          ? photos.find(({ id }) => id === row.mediaId)?.width
          : uploads.find(({ id }) => id === row.mediaId)?.size;
      return {
        id: row.id,
        text: muteWords(size ?? 0),
        replyTo: null,
        media: 1,
        entry: makers.get(row.id) ?? makers.get(row.mediaId) ?? null,
        createdAt: row.createdAt,
      };
    });
  const comments = books.table<CommentRow>('comments');
  const own = comments
    .filter(({ fromId }) => fromId === me)
    .map((row): StandingPost => ({
      id: row.id,
      text: row.message,
      replyTo: row.parentId ?? row.objectId,
      media: row.photoId === null ? 0 : 1,
      entry: makers.get(row.id) ?? null,
      createdAt: row.createdAt,
    }));
  return {
    posts: [
      ...shown,
      ...stories,
      ...own,
      ...inPrivate(held, makers, {
        threads: books.table<ThreadRow>('threads'),
        messages: books.table<MessageRow>('messages'),
      }),
    ],
    likes: books
      .table<LikeRow>('likes')
      .filter(({ whoId }) => whoId === me)
      .map(({ objectId }) => objectId),
    pending:
      posts.filter(({ scheduledAt }) => scheduledAt !== null).length +
      videos.filter(({ wanted, postId }) => wanted === 'scheduled' && postId === null).length,
    hidden: comments.filter(({ hidden }) => hidden).map(({ id }) => id),
    comments: comments.filter(({ fromId }) => fromId !== me).map(({ id }) => id),
  };
};
