import { mediaKeyOf } from './objects.ts';
import type { AccountRow, PollRow, PostRow, ReplySettings } from './rows.ts';
import { mentionsIn, shorten, withMediaLink } from './short-links.ts';
import type { World } from './world.ts';

export interface PostDraft {
  readonly text: string;
  readonly inReplyToId?: string | null;
  readonly quotedId?: string | null;
  readonly mediaIds?: readonly string[];
  readonly poll?: PollRow | null;
  readonly replySettings?: ReplySettings;
  readonly madeWithAi?: boolean;
  readonly paidPartnership?: boolean;
  /** Now, unless the seed tells of the past. */
  readonly createdAt?: number;
}

/** Makes and removes posts; everything that writes one passes here. */
export interface Publishing {
  publish(author: AccountRow, draft: PostDraft): PostRow;
  repost(author: AccountRow, post: PostRow): PostRow;
  remove(post: PostRow): void;
}

export function createPublishing(
  world: World,
  hooks: { readonly onPublished: (post: PostRow, author: AccountRow) => void },
): Publishing {
  const { clock } = world;

  function publish(author: AccountRow, draft: PostDraft): PostRow {
    const createdAt = draft.createdAt ?? clock.now();
    const id = world.ids.at(createdAt);
    const parent = draft.inReplyToId ? world.posts.get(draft.inReplyToId) : undefined;
    const written = draft.text.normalize('NFC');
    const media = (draft.mediaIds ?? []).flatMap((mediaId) => {
      const row = world.media.get(mediaId);
      return row ? [row] : [];
    });
    const shown = withMediaLink(shorten(written, id), {
      keys: media.map(mediaKeyOf),
      page: `https://x.com/${author.username}/status/${id}/${media[0]?.type === 'video' ? 'video' : 'photo'}/1`,
      postId: id,
    });
    const mentions = mentionsIn(written).flatMap((name) => {
      const account = world.accountNamed(name);
      return account && account.id !== author.id ? [account.id] : [];
    });
    const post = world.putPost({
      id,
      accountId: author.id,
      written,
      text: shown.text,
      links: shown.links,
      mentions: [...new Set(mentions)],
      createdAt,
      inReplyToId: parent?.id ?? null,
      conversationId: parent?.conversationId ?? id,
      quotedId: draft.quotedId ?? null,
      repostOf: null,
      mediaIds: media.map((row) => row.id),
      poll: draft.poll ?? null,
      replySettings: draft.replySettings ?? 'everyone',
      language: author.language,
      hidden: false,
      madeWithAi: draft.madeWithAi ?? false,
      paidPartnership: draft.paidPartnership ?? false,
      impressions: 0,
      committedAt: clock.now(),
    });
    for (const row of media) world.media.put({ ...row, postId: id });
    if (!parent || parent.accountId === author.id) hooks.onPublished(post, author);
    return post;
  }

  return {
    publish,
    repost: (author, post) =>
      world.putPost({
        ...post,
        id: world.ids.at(clock.now()),
        accountId: author.id,
        written: '',
        text: `RT @${world.accounts.get(post.accountId)?.username ?? ''}: ${post.text}`,
        links: [],
        mentions: [],
        createdAt: clock.now(),
        inReplyToId: null,
        repostOf: post.id,
        quotedId: null,
        mediaIds: [],
        poll: null,
        impressions: 0,
        committedAt: clock.now(),
      }),
    remove(post) {
      for (const id of world.repostsOf(post.id).slice()) {
        const row = world.posts.get(id);
        if (row) world.dropPost(row);
      }
      world.dropPost(post);
    },
  };
}
