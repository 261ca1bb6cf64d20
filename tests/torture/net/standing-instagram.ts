import type { CommentRow, MediaRow } from '../../../src-simulator/instagram/rows.ts';
import type { MessageRow, ThreadRow } from '../../../src-simulator/meta/rows.ts';
import { muteWords } from '../outbox/forms.ts';
import { makersOf, type StandingPost } from '../outbox/networks.ts';
import { inPrivate } from './in-private.ts';
import type { ReadStanding } from './standing.ts';

export const instagramStanding: ReadStanding = (held, books) => {
  const me = held.login.id;
  const makers = makersOf(held.sim, ['post', 'comment', 'message']);
  const comments = books.table<CommentRow>('comments');
  const posts = books
    .table<MediaRow>('media')
    .filter(({ ownerId, item }) => ownerId === me && !item)
    .map((row): StandingPost => ({
      id: row.id,
      text: row.product === 'STORY' ? muteWords(sizeOf(row)) : (row.caption ?? ''),
      replyTo: null,
      media: Math.max(1, row.children.length),
      entry: makers.get(row.id) ?? null,
      createdAt: row.createdAt,
    }));
  const own = comments
    .filter(({ authorId }) => authorId === me)
    .map((row): StandingPost => ({
      id: row.id,
      text: row.text,
      replyTo: row.parentId ?? row.mediaId,
      media: 0,
      entry: makers.get(row.id) ?? null,
      createdAt: row.createdAt,
    }));
  return {
    posts: [
      ...posts,
      ...own,
      ...inPrivate(held, makers, {
        threads: books.table<ThreadRow>('threads'),
        messages: books.table<MessageRow>('messages'),
      }),
    ],
    likes: [],
    pending: 0,
    hidden: comments.filter(({ hidden }) => hidden).map(({ id }) => id),
    comments: comments.filter(({ authorId }) => authorId !== me).map(({ id }) => id),
  };
};

const sizeOf = ({ file }: MediaRow): number => (file?.seconds === null ? file.width : file?.bytes) ?? 0;
