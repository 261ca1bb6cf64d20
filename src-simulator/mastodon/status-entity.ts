import type { AccountEntities } from './account-entity.ts';
import { iso } from './iso.ts';
import type { Links } from './links.ts';
import type { MediaEntities } from './media-entity.ts';
import type { StatusRow } from './rows.ts';
import type { World } from './world.ts';

export interface StatusEntities {
  readonly status: (row: StatusRow, viewerId: string | undefined) => object;
  /** Every version, oldest first, the present one last. */
  readonly statusEdits: (row: StatusRow) => readonly object[];
  /** A status that is being deleted, with its text, for writing it anew. */
  readonly deletedStatus: (row: StatusRow, viewerId: string) => object;
}

/** Statuses as the network serves them. */
export function createStatusEntities(
  world: World,
  links: Links,
  { account }: AccountEntities,
  { mediaOf, poll }: MediaEntities,
): StatusEntities {
  const { acct, home, html, emojisIn } = links;
  const profileUrl = links.profile;
  const tagUrl = links.tag;

  function quoteOf(row: StatusRow, viewerId: string | undefined): object | null {
    if (row.quotedId === null) return null;
    const quoted = world.statuses.get(row.quotedId);
    if (quoted === undefined) return { state: 'deleted', quoted_status: null };
    return { state: 'accepted', quoted_status: status({ ...quoted, quotedId: null }, viewerId) };
  }

  function status(row: StatusRow, viewerId: string | undefined): object {
    const author = world.accounts.get(row.accountId);
    if (author === undefined) throw new Error(`status ${row.id} has no author`);
    const original = row.reblogOf === null ? undefined : world.statuses.get(row.reblogOf);
    const app = row.appId === null ? undefined : world.apps.get(row.appId);
    const pollRow = row.pollId === null ? undefined : world.polls.get(row.pollId);
    const uri = `${home(author)}/users/${author.username}/statuses/${row.id}`;
    const counted = original ?? row;
    return {
      id: row.id,
      created_at: iso(row.createdAt),
      edited_at: row.editedAt === null ? null : iso(row.editedAt),
      in_reply_to_id: row.inReplyToId,
      in_reply_to_account_id: row.inReplyToAccountId,
      sensitive: row.sensitive,
      spoiler_text: row.spoilerText,
      visibility: row.visibility,
      language: row.language,
      uri: original === undefined ? uri : `${uri}/activity`,
      url: original === undefined ? `${profileUrl(author)}/${row.id}` : null,
      replies_count: world.repliesTo(counted.id).size,
      reblogs_count: world.reblogsOf(counted.id).size,
      favourites_count: world.markers('favourite', counted.id).length,
      ...(world.flavour.quotes
        ? {
            quotes_count: world.quotesOf(counted.id).size,
            quote: quoteOf(row, viewerId),
            quote_approval: {
              automatic:
                row.quotePolicy === 'public'
                  ? ['public']
                  : row.quotePolicy === 'followers'
                    ? ['followers']
                    : [],
              manual: [],
              current_user:
                row.quotePolicy === 'public' || row.accountId === viewerId ? 'automatic' : 'denied',
            },
          }
        : {}),
      content: html(original === undefined ? row.text : original.text),
      reblog: original === undefined ? null : status(original, viewerId),
      application:
        app === undefined || author.domain !== null ? null : { name: app.name, website: app.website },
      account: account(author),
      media_attachments: mediaOf(row.mediaIds),
      mentions: row.mentions.flatMap((id) => {
        const mentioned = world.accounts.get(id);
        return mentioned === undefined
          ? []
          : [{ id, username: mentioned.username, url: profileUrl(mentioned), acct: acct(mentioned) }];
      }),
      tags: row.tags.map((name) => ({ name, url: tagUrl(name) })),
      emojis: emojisIn(row.text + row.spoilerText),
      card: null,
      poll: pollRow === undefined ? null : poll(pollRow, viewerId),
      ...(viewerId === undefined ? {} : viewerFlags(counted, viewerId)),
    };
  }

  function viewerFlags(row: StatusRow, viewerId: string): object {
    return {
      favourited: world.mark('favourite', viewerId, row.id) !== undefined,
      reblogged: world
        .reblogsOf(row.id)
        .all()
        .some((id) => world.statuses.get(id)?.accountId === viewerId),
      muted: world.mark('mute', viewerId, row.conversationId) !== undefined,
      bookmarked: world.mark('bookmark', viewerId, row.id) !== undefined,
      ...(row.accountId === viewerId ? { pinned: world.mark('pin', viewerId, row.id) !== undefined } : {}),
      filtered: [],
    };
  }

  return {
    status,
    statusEdits(row) {
      const author = world.accounts.get(row.accountId);
      if (author === undefined) return [];
      const now = {
        text: row.text,
        spoilerText: row.spoilerText,
        sensitive: row.sensitive,
        mediaIds: row.mediaIds,
        pollOptions:
          row.pollId === null ? null : (world.polls.get(row.pollId)?.options.map((o) => o.title) ?? null),
        at: row.editedAt ?? row.createdAt,
      };
      return [...row.edits, now].map((edit) => ({
        content: html(edit.text),
        spoiler_text: edit.spoilerText,
        sensitive: edit.sensitive,
        created_at: iso(edit.at),
        account: account(author),
        media_attachments: mediaOf(edit.mediaIds),
        emojis: emojisIn(edit.text),
        ...(edit.pollOptions === null
          ? {}
          : { poll: { options: edit.pollOptions.map((title) => ({ title })) } }),
      }));
    },
    deletedStatus: (row, viewerId) => ({ ...status(row, viewerId), text: row.text }),
  };
}
