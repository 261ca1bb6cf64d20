import type { Message } from '../../../src-simulator/bluesky/chat/conversations.ts';
import type { RecordRow } from '../../../src-simulator/bluesky/pds/repositories.ts';
import type { CommentRow, PostRow, ReactionRow } from '../../../src-simulator/linkedin/rows.ts';
import type { MarkRow, PollRow, ScheduledRow, StatusRow } from '../../../src-simulator/mastodon/rows.ts';
import type { DmRow, PostRow as TweetRow } from '../../../src-simulator/twitter/rows.ts';
import { makersOf, type StandingPost } from '../outbox/networks.ts';
import { messageOf } from './in-private.ts';
import type { ReadStanding } from './standing.ts';

type Json = Readonly<Record<string, unknown>>;
const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const blueskyStanding: ReadStanding = (held, books) => {
  const makers = makersOf(held.sim, ['post', 'message']);
  const records = books.table<RecordRow>('records').filter(({ did }) => did === held.account.remoteId);
  const of = (collection: string) => records.filter((row) => row.collection === collection);
  return {
    posts: [
      ...of('app.bsky.feed.post').map(({ id, value }): StandingPost => {
        const reply = (value['reply'] as Json | undefined)?.['parent'] as Json | undefined;
        return {
          id,
          text: wordOf(value['text']),
          replyTo: typeof reply?.['uri'] === 'string' ? reply['uri'] : null,
          media: (((value['embed'] as Json | undefined)?.['images'] ?? []) as unknown[]).length,
          choices: 0,
          entry: makers.get(id) ?? null,
          createdAt: Date.parse(wordOf(value['createdAt'])),
        };
      }),
      ...books
        .table<Message>('messages')
        .filter(({ sender }) => sender === held.account.remoteId)
        .map(({ id, text, convo, sentAt }) =>
          messageOf(held, makers, { id, text, conversation: convo, createdAt: sentAt }),
        ),
    ],
    likes: of('app.bsky.feed.like').map(({ value }) => String((value['subject'] as unknown as Json)['uri'])),
    pending: 0,
  };
};

export const mastodonStanding: ReadStanding = (held, books) => {
  const me = held.account.remoteId;
  const makers = makersOf(held.sim, ['post']);
  const polls = books.table<PollRow>('polls');
  return {
    posts: books
      .table<StatusRow>('statuses')
      .filter(({ accountId, reblogOf }) => accountId === me && reblogOf === null)
      .map((row): StandingPost => ({
        id: row.id,
        text: row.text,
        replyTo: row.inReplyToId,
        media: row.mediaIds.length,
        choices: polls.find(({ id }) => id === row.pollId)?.options.length ?? 0,
        entry: makers.get(row.id) ?? null,
        createdAt: row.createdAt,
      })),
    likes: books
      .table<MarkRow>('marks')
      .filter(({ kind, accountId }) => kind === 'favourite' && accountId === me)
      .map(({ statusId }) => statusId),
    pending: books.table<ScheduledRow>('scheduled').filter(({ accountId }) => accountId === me).length,
  };
};

export const linkedinStanding: ReadStanding = (held, books) => {
  const me = held.account.remoteId;
  const makers = makersOf(held.sim, ['post', 'comment']);
  const posts = books.table<PostRow>('posts').filter(({ author }) => author === me);
  const idOf = (activity: string): string => posts.find((row) => row.activity === activity)?.id ?? activity;
  return {
    posts: [
      ...posts.map(({ id, text, content, createdAt }): StandingPost => ({
        id,
        text,
        replyTo: null,
        media: content?.tag === 'media' ? 1 : content?.tag === 'images' ? content.images.length : 0,
        choices: content?.tag === 'poll' ? content.options.length : 0,
        entry: makers.get(id) ?? null,
        createdAt,
      })),
      ...books
        .table<CommentRow>('comments')
        .filter(({ actor }) => actor === me)
        .map((row): StandingPost => ({
          id: row.id,
          text: row.text,
          replyTo: row.parent ?? idOf(row.activity),
          media: 0,
          entry: makers.get(row.id) ?? null,
          createdAt: row.createdAt,
        })),
    ],
    likes: books
      .table<ReactionRow>('reactions')
      .filter(({ actor }) => actor === me)
      .map(({ root }) => root),
    pending: 0,
  };
};

export const twitterStanding: ReadStanding = (held, books) => {
  const me = held.account.remoteId;
  const makers = makersOf(held.sim, ['post', 'message']);
  const posts = books.table<TweetRow>('posts');
  return {
    posts: [
      ...posts
        .filter(({ accountId, repostOf }) => accountId === me && repostOf === null)
        .map((row): StandingPost => ({
          id: row.id,
          text: row.written,
          replyTo: row.inReplyToId,
          media: row.mediaIds.length,
          choices: row.poll?.options.length ?? 0,
          entry: makers.get(row.id) ?? null,
          createdAt: row.createdAt,
        })),
      ...books
        .table<DmRow>('dms')
        .filter(({ senderId }) => senderId === me)
        .map(({ conversationId, mediaIds, ...row }) =>
          messageOf(held, makers, { ...row, conversation: conversationId, media: mediaIds.length }),
        ),
    ],
    likes: [],
    pending: 0,
    hidden: posts.filter(({ hidden }) => hidden).map(({ id }) => id),
    comments: posts.filter(({ accountId }) => accountId !== me).map(({ id }) => id),
  };
};
