import type { Call } from './endpoint.ts';
import { typeOf } from './failure.ts';
import type { AccountRow, DmRow, MediaRow, PostRow } from './rows.ts';
import { escapeText, shorten, withMediaLink } from './short-links.ts';
import type { World } from './world.ts';

/** Objects as the network words them, in the vocabulary in force, with the fields that a call asked for. */
export interface Objects {
  post(row: PostRow, call: Call): object;
  user(row: AccountRow, fields: ReadonlySet<string>): object;
  dm(row: DmRow, fields: ReadonlySet<string>): object;
  /** The includes that a call's expansions ask for; undefined when there are none. */
  includes(rows: readonly PostRow[], call: Call): object | undefined;
  dmIncludes(rows: readonly DmRow[], call: Call): object | undefined;
  media(row: MediaRow, fields: ReadonlySet<string>): object;
  mediaKey(row: MediaRow): string;
  /** A partial error for something that is not there (x §7). */
  missing(kind: 'post' | 'user', parameter: string, id: string): object;
  list(call: Call, parameter: string): ReadonlySet<string>;
  postFields(call: Call): ReadonlySet<string>;
}

export const mediaKeyOf = (row: MediaRow): string =>
  `${row.type === 'photo' ? '3' : row.type === 'video' ? '7' : '16'}_${row.id}`;

const iso = (at: number): string => new Date(at).toISOString();
const DAY = 86_400_000;

export function createObjects(world: World): Objects {
  const list = (call: Call, parameter: string): ReadonlySet<string> =>
    new Set((call.query(parameter) ?? '').split(',').filter((name) => name !== ''));
  const isNew = (): boolean => world.settings.vocabulary === 'posts';
  const postFields = (call: Call): ReadonlySet<string> =>
    list(call, isNew() ? 'post.fields' : 'tweet.fields');

  function counts(row: PostRow): Readonly<Record<string, number>> {
    const likes = world.relatedTo('like', row.id).length;
    const reposts = world.repostsOf(row.id).length;
    return {
      [isNew() ? 'repost_count' : 'retweet_count']: reposts,
      reply_count: world.repliesTo(row.id).length,
      like_count: likes,
      quote_count: world.quotesOf(row.id).length,
      bookmark_count: 0,
      impression_count: row.impressions,
    };
  }

  function references(row: PostRow): readonly object[] {
    return [
      ...(row.repostOf === null ? [] : [{ type: 'retweeted', id: row.repostOf }]),
      ...(row.quotedId === null ? [] : [{ type: 'quoted', id: row.quotedId }]),
      ...(row.inReplyToId === null ? [] : [{ type: 'replied_to', id: row.inReplyToId }]),
    ];
  }

  /** Indexes of entities count code points of the escaped text. */
  function entities(row: PostRow): object {
    const place = (index: number): number => Array.from(escapeText(row.text.slice(0, index))).length;
    const urls = row.links.map((link) => ({
      start: place(link.start),
      end: place(link.end),
      url: link.url,
      expanded_url: link.expanded,
      display_url: link.expanded.replace(/^https?:\/\/(?:www\.)?/i, '').slice(0, 27),
      ...(link.mediaKey === null ? {} : { media_key: link.mediaKey }),
    }));
    const mentions = [...row.text.matchAll(/(?<![\w@])@(\w{1,15})(?!\w|@)/g)].flatMap((match) => {
      const account = world.accountNamed(match[1] ?? '');
      if (!account) return [];
      const [start, end] = [place(match.index), place(match.index + match[0].length)];
      return [{ start, end, username: account.username, id: account.id }];
    });
    const hashtags = [...row.text.matchAll(/(?<![\w#&])#([\p{L}\p{N}_]+)/gu)].map((match) => ({
      start: place(match.index),
      end: place(match.index + match[0].length),
      tag: match[1],
    }));
    return {
      ...(urls.length === 0 ? {} : { urls }),
      ...(mentions.length === 0 ? {} : { mentions }),
      ...(hashtags.length === 0 ? {} : { hashtags }),
    };
  }

  function post(row: PostRow, call: Call): object {
    const fields = postFields(call);
    const names = isNew()
      ? { history: 'edit_history_post_ids', refs: 'referenced_posts' }
      : { history: 'edit_history_tweet_ids', refs: 'referenced_tweets' };
    const own = row.accountId === call.account.id;
    // x §4: only the author sees these, for 30 days
    const isRecent = row.createdAt > world.clock.now() - 30 * DAY;
    const parent = row.inReplyToId === null ? undefined : world.posts.get(row.inReplyToId);
    const refs = references(row);
    const keys = row.mediaIds.flatMap((id) => {
      const media = world.media.get(id);
      return media ? [mediaKeyOf(media)] : [];
    });
    return {
      id: row.id,
      text: escapeText(row.text),
      [names.history]: [row.id],
      ...(fields.has('created_at') ? { created_at: iso(row.createdAt) } : {}),
      ...(fields.has('author_id') || list(call, 'expansions').has('author_id')
        ? { author_id: row.accountId }
        : {}),
      ...(fields.has('conversation_id') ? { conversation_id: row.conversationId } : {}),
      ...(fields.has('in_reply_to_user_id') && parent ? { in_reply_to_user_id: parent.accountId } : {}),
      ...(fields.has('public_metrics') ? { public_metrics: counts(row) } : {}),
      ...(fields.has('non_public_metrics') && own && isRecent
        ? {
            non_public_metrics: {
              impression_count: row.impressions,
              url_link_clicks: Math.floor(row.impressions / 40),
              user_profile_clicks: Math.floor(row.impressions / 60),
              engagements: Math.floor(row.impressions / 12),
            },
          }
        : {}),
      ...(fields.has(names.refs) && refs.length > 0 ? { [names.refs]: refs } : {}),
      ...(fields.has('entities') ? { entities: entities(row) } : {}),
      ...(fields.has('reply_settings') ? { reply_settings: row.replySettings } : {}),
      ...(fields.has('lang') ? { lang: row.language } : {}),
      ...(fields.has('attachments') || list(call, 'expansions').has('attachments.media_keys')
        ? keys.length > 0
          ? { attachments: { media_keys: keys } }
          : {}
        : {}),
    };
  }

  function user(row: AccountRow, fields: ReadonlySet<string>): object {
    return {
      id: row.id,
      name: row.name,
      username: row.username,
      ...(fields.has('profile_image_url')
        ? { profile_image_url: `${world.baseUrl()}/profile_images/${row.username}.png` }
        : {}),
      ...(fields.has('verified_type') ? { verified_type: 'none' } : {}),
      ...(fields.has('subscription_type') ? { subscription_type: 'None' } : {}),
      ...(fields.has('description') ? { description: row.bio } : {}),
      ...(fields.has('public_metrics')
        ? {
            public_metrics: {
              followers_count: world.relatedTo('follow', row.id).length,
              following_count: [...world.relations.values()].filter(
                (relation) => relation.kind === 'follow' && relation.from === row.id,
              ).length,
              [isNew() ? 'post_count' : 'tweet_count']: world.postsOf(row.id).length,
              listed_count: 0,
              like_count: 0,
              ...(isNew() ? { media_count: 0 } : {}),
            },
          }
        : {}),
    };
  }

  function media(row: MediaRow, fields: ReadonlySet<string>): object {
    const isPicture = row.type === 'photo';
    return {
      media_key: mediaKeyOf(row),
      type: row.type,
      ...(fields.has('url') && isPicture ? { url: `${world.baseUrl()}/media/${row.id}` } : {}),
      ...(fields.has('preview_image_url') && !isPicture
        ? { preview_image_url: `${world.baseUrl()}/media/${row.id}` }
        : {}),
      ...(fields.has('alt_text') && row.alt !== null ? { alt_text: row.alt } : {}),
      ...(fields.has('width') ? { width: row.width, height: row.height } : {}),
      ...(fields.has('public_metrics') && !isPicture ? { public_metrics: { view_count: 0 } } : {}),
    };
  }

  const mediaRows = (ids: readonly string[]): readonly MediaRow[] =>
    ids.flatMap((id) => {
      const row = world.media.get(id);
      return row ? [row] : [];
    });
  /** A message has its addresses shortened as a post has, and no entities that would spell them out (x §3). */
  const shownText = (row: DmRow): string =>
    withMediaLink(shorten(row.text, row.id), {
      keys: mediaRows(row.mediaIds).map(mediaKeyOf),
      page: '',
      postId: row.id,
    }).text;
  const users = (ids: Iterable<string>, call: Call): readonly object[] =>
    [...new Set(ids)].flatMap((id) => {
      const row = world.accounts.get(id);
      return row ? [user(row, list(call, 'user.fields'))] : [];
    });

  return {
    post,
    user,
    media,
    mediaKey: mediaKeyOf,
    list,
    postFields,
    includes(rows, call) {
      const wanted = list(call, 'expansions');
      const refName = isNew() ? 'referenced_posts.id' : 'referenced_tweets.id';
      const referenced = wanted.has(refName)
        ? [...new Set(rows.flatMap((row) => [row.inReplyToId, row.quotedId, row.repostOf]))].flatMap((id) => {
            const row = id === null ? undefined : world.posts.get(id);
            return row ? [row] : [];
          })
        : [];
      const authors = wanted.has('author_id') ? [...rows, ...referenced].map((row) => row.accountId) : [];
      const made = {
        ...(authors.length > 0 ? { users: users(authors, call) } : {}),
        ...(wanted.has('attachments.media_keys') && rows.some((row) => row.mediaIds.length > 0)
          ? {
              media: mediaRows(rows.flatMap((row) => row.mediaIds)).map((row) =>
                media(row, list(call, 'media.fields')),
              ),
            }
          : {}),
        ...(referenced.length > 0
          ? { [isNew() ? 'posts' : 'tweets']: referenced.map((row) => post(row, call)) }
          : {}),
      };
      return Object.keys(made).length === 0 ? undefined : made;
    },
    dm: (row, fields) => ({
      id: row.id,
      event_type: 'MessageCreate',
      text: escapeText(shownText(row)),
      ...(fields.has('sender_id') ? { sender_id: row.senderId } : {}),
      ...(fields.has('dm_conversation_id') ? { dm_conversation_id: row.conversationId } : {}),
      ...(fields.has('created_at') ? { created_at: iso(row.createdAt) } : {}),
      ...(fields.has('participant_ids') ? { participant_ids: row.participants } : {}),
      ...(fields.has('attachments') && row.mediaIds.length > 0
        ? { attachments: { media_keys: mediaRows(row.mediaIds).map(mediaKeyOf) } }
        : {}),
    }),
    dmIncludes(rows, call) {
      const wanted = list(call, 'expansions');
      const people = rows.flatMap((row) => [
        ...(wanted.has('sender_id') ? [row.senderId] : []),
        ...(wanted.has('participant_ids') ? row.participants : []),
      ]);
      const attached = wanted.has('attachments.media_keys')
        ? mediaRows(rows.flatMap((row) => row.mediaIds))
        : [];
      const made = {
        ...(people.length > 0 ? { users: users(people, call) } : {}),
        ...(attached.length > 0
          ? { media: attached.map((row) => media(row, list(call, 'media.fields'))) }
          : {}),
      };
      return Object.keys(made).length === 0 ? undefined : made;
    },
    missing(kind, parameter, id) {
      const resource = kind === 'user' ? 'user' : isNew() ? 'post' : 'tweet';
      return {
        value: id,
        detail: `Could not find ${resource} with ${parameter}: [${id}].`,
        title: 'Not Found Error',
        resource_type: resource,
        parameter,
        resource_id: id,
        type: typeOf(world.settings, 'resource-not-found'),
      };
    },
  };
}
