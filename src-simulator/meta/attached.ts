import type { Attached } from '../core/audience.ts';
import type { NodeType, View } from './node.ts';
import type { MessageRow, ThreadRow } from './rows.ts';

/** A story is shown for a day; its address leads nowhere then (instagram §3, Own media; the reference of Message). */
const storyLifeMs = 86_400_000;

/**
 * What a message brings beside its words, in the fields that the reference of the Graph's Message node names. There is
 * no machine-readable description of it (specs/meta, SOURCE).
 */
export function attachedFields(platform: ThreadRow['platform']): NodeType<MessageRow>['fields'] {
  const pictures = platform === 'INSTAGRAM' ? 'pictures' : 'picture';
  const file = (row: MessageRow, { origin }: View): string => `${origin}/${pictures}/${row.fromId}`;
  const isLive = (row: MessageRow, { now }: View): boolean => now - row.createdAt < storyLifeMs;
  const only = (wanted: readonly Attached[], row: MessageRow): boolean =>
    row.attached !== undefined && wanted.includes(row.attached);
  return {
    attachments: (row, view) =>
      only(['image', 'video', 'audio', 'file'], row) ? { data: [fileOf(row, file(row, view))] } : undefined,
    shares: (row) =>
      row.attached === 'share'
        ? {
            data: [
              { id: `s_${row.id}`, name: 'Un post partagé', link: 'https://www.instagram.com/p/DAbc123/' },
            ],
          }
        : undefined,
    sticker: (row, view) => (row.attached === 'sticker' ? file(row, view) : undefined),
    story: (row, view) => {
      if (!only(['story-mention', 'story-reply'], row)) return undefined;
      const story = { id: `st_${row.id}`, ...(isLive(row, view) && { link: file(row, view) }) };
      return row.attached === 'story-mention' ? { mention: story } : { reply_to: story };
    },
    is_unsupported: (row) => (row.attached === 'unsupported' ? true : undefined),
  };
}

function fileOf(row: MessageRow, url: string): Readonly<Record<string, unknown>> {
  const named = (name: string, mime: string) => ({ id: `a_${row.id}`, mime_type: mime, name, size: 20_480 });
  const size = { width: 640, height: 480, max_width: 640, max_height: 480 };
  switch (row.attached) {
    case 'image':
      return { ...named('photo.png', 'image/png'), image_data: { ...size, url, preview_url: url } };
    case 'video':
      return {
        ...named('film.mp4', 'video/mp4'),
        video_data: { ...size, length: 12, video_type: 1, url, preview_url: url },
      };
    case 'audio':
      return { ...named('voix.m4a', 'audio/mp4'), file_url: url };
    default:
      return { ...named('devis.pdf', 'application/pdf'), file_url: url };
  }
}
