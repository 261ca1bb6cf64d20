import { iso } from './iso.ts';
import type { MediaRow, PollRow } from './rows.ts';
import type { World } from './world.ts';

export interface MediaEntities {
  readonly media: (row: MediaRow) => object;
  readonly mediaOf: (ids: readonly string[]) => readonly object[];
  readonly poll: (row: PollRow, viewerId: string | undefined) => object;
}

/** Attachments and polls as the network serves them. */
export function createMediaEntities(world: World): MediaEntities {
  const { clock } = world;

  function media(row: MediaRow): object {
    const ready = row.readyAt <= clock.now();
    const url = `${world.baseUrl()}/system/media_attachments/${row.id}/original`;
    const sizes =
      row.width === null || row.height === null
        ? {}
        : {
            original: { width: row.width, height: row.height, aspect: row.width / row.height },
            small: { width: row.width, height: row.height, aspect: row.width / row.height },
          };
    return {
      id: row.id,
      type: row.type,
      url: ready ? url : null,
      preview_url:
        ready && row.type !== 'audio' ? `${world.baseUrl()}/system/media_attachments/${row.id}/small` : null,
      remote_url: null,
      meta: ready ? { ...sizes, ...(row.focus === null ? {} : { focus: row.focus }) } : null,
      description: row.description,
      blurhash: row.type === 'audio' || !ready ? null : 'LKO2?U%2Tw=w]~RBVZRi};RPxuwH',
    };
  }

  function poll(row: PollRow, viewerId: string | undefined): object {
    const expired = row.expiresAt !== null && row.expiresAt <= clock.now();
    const hidden = row.hideTotals && !expired;
    const own = viewerId === undefined ? undefined : row.voters[viewerId];
    const author = world.statuses.get(row.statusId)?.accountId;
    const votes = row.options.reduce((sum, option) => sum + option.votes, 0);
    return {
      id: row.id,
      expires_at: row.expiresAt === null ? null : iso(row.expiresAt),
      expired,
      multiple: row.multiple,
      votes_count: votes,
      voters_count: Object.keys(row.voters).length,
      options: row.options.map((option) => ({
        title: option.title,
        votes_count: hidden ? null : option.votes,
      })),
      emojis: [],
      ...(viewerId === undefined
        ? {}
        : { voted: own !== undefined || viewerId === author, own_votes: own ?? [] }),
    };
  }

  function mediaOf(mediaIds: readonly string[]): readonly object[] {
    return mediaIds.flatMap((id) => {
      const row = world.media.get(id);
      return row === undefined ? [] : [media(row)];
    });
  }

  return { media, mediaOf, poll };
}
