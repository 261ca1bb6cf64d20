import type { Attachment, Box, MessageKind, RemoteMessage } from '../../../src-shared/domain/message.ts';
import type { Author } from '../../../src-shared/domain/person.ts';
import { plainText } from '../../../src-shared/rich-text.ts';
import { fullHandle } from './handle.ts';
import { writeHandleData, type HandleData } from './handle-data.ts';
import { htmlToRichText } from './html.ts';
import { participantsOf, privateConversationId } from './private-conversation.ts';
import type { Viewer } from './viewer.ts';
import { webUrl } from './web-url.ts';
import type { WireAccount, WireMedia, WireStatus } from './wire.ts';

/** Where a post stands in its thread, as far as it is known. */
export interface Place {
  readonly rootId: string;
  /** Plain words of the post that it answers, at most 200 characters. */
  readonly parentExcerpt: string | null;
}

export const authorOf = (account: WireAccount, viewer: Viewer): Author => ({
  remoteId: account.id,
  name: account.display_name.trim() === '' ? account.username : account.display_name,
  handle: fullHandle(account.acct, viewer.domain),
  avatarUrl: webUrl(account.avatar),
});

/**
 * Which list a post belongs to. Decided by the post alone, so that every feed, the stream and a thread agree; a
 * notification may know better (`as`), and says so in the handle data for later.
 */
export function classify(
  status: WireStatus,
  viewer: Viewer,
  as: HandleData['as'] = null,
): { readonly box: Box; readonly kind: MessageKind } {
  if (status.visibility === 'direct') return { box: 'private', kind: 'dm' };
  const answers = status.in_reply_to_id !== null;
  if (status.account.id === viewer.id) return { box: 'own', kind: answers ? 'reply' : 'post' };
  if (status.quote?.quoted_status?.account.id === viewer.id || as === 'quote')
    return { box: 'public', kind: 'quote' };
  if (as === 'mention' || status.mentions.some(({ id }) => id === viewer.id))
    return { box: 'public', kind: status.in_reply_to_account_id === viewer.id ? 'reply' : 'mention' };
  return { box: 'context', kind: answers ? 'reply' : 'post' };
}

/** A post as a message. `place` is known for answers of which the thread was read. */
export function messageOf(
  status: WireStatus,
  viewer: Viewer,
  place: Place | null,
  as: HandleData['as'] = null,
): RemoteMessage {
  const { box, kind } = classify(status, viewer, as);
  const parentId = status.in_reply_to_id;
  return {
    remoteId: status.id,
    box,
    kind,
    conversationId:
      box === 'private'
        ? privateConversationId(participantsOf(status), viewer.id)
        : (place?.rootId ?? parentId ?? status.id),
    url: webUrl(status.url) ?? webUrl(status.uri),
    author: authorOf(status.account, viewer),
    mine: status.account.id === viewer.id,
    body: [...bodyOf(status, viewer)],
    warning: status.spoiler_text === '' ? null : status.spoiler_text,
    attachments: status.media_attachments.flatMap(attachmentOf),
    poll:
      status.poll === null
        ? null
        : {
            options: status.poll.options.map(({ title, votes_count: votes }) => ({ text: title, votes })),
            endsAt: status.poll.expires_at,
            multiple: status.poll.multiple,
          },
    parent: parentId === null ? null : { remoteId: parentId, excerpt: place?.parentExcerpt ?? null },
    createdAt: status.created_at,
    editedAt: status.edited_at,
    counts: {
      likes: status.favourites_count,
      replies: status.replies_count,
      reposts: status.reblogs_count,
      quotes: status.quotes_count,
    },
    liked: status.favourited ?? false,
    likeRemoteId: null,
    reposted: status.reblogged ?? false,
    visibility: status.visibility,
    language: status.language,
    handleData: handleDataOf(status, viewer, as),
  };
}

export const bodyOf = (status: WireStatus, viewer: Viewer) =>
  htmlToRichText(status.content, {
    mentions: status.mentions,
    emojis: status.emojis,
    domain: viewer.domain,
  });

/** The plain beginning of a post, at most 200 characters; its warning stands for words that are hidden behind one. */
export function excerptOf(status: WireStatus, viewer: Viewer): string {
  const words = status.spoiler_text === '' ? plainText(bodyOf(status, viewer)) : status.spoiler_text;
  const line = words.slice(0, 1_000).replace(/\s+/g, ' ').trim();
  if (line.length <= 200) return line;
  // Never half of a character that takes two units.
  return `${line.slice(0, 199).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

export function handleDataOf(status: WireStatus, viewer: Viewer, as: HandleData['as'] = null): string {
  const people = [status.account, ...status.mentions].filter(({ id }) => id !== viewer.id);
  return writeHandleData({
    visibility: status.visibility,
    to: [...new Set(people.map(({ acct }) => fullHandle(acct, viewer.domain)))],
    as,
  });
}

function attachmentOf(media: WireMedia): Attachment[] {
  const url = webUrl(media.url) ?? webUrl(media.remote_url) ?? webUrl(media.preview_url);
  if (url === null) return [];
  const size = media.meta?.original ?? media.meta?.small ?? null;
  return [
    {
      kind: kinds[media.type] ?? 'other',
      url,
      previewUrl: webUrl(media.preview_url),
      alt: media.description ?? '',
      width: size?.width ?? null,
      height: size?.height ?? null,
    },
  ];
}

const kinds: Readonly<Record<string, Attachment['kind']>> = {
  image: 'image',
  gifv: 'video',
  video: 'video',
  audio: 'audio',
};
