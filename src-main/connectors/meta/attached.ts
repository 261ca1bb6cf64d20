import * as v from 'valibot';
import type { Attachment } from '../../../src-shared/domain/message.ts';
import { webUrl } from './web-url.ts';
import { maybe, wireCount } from './wire-graph.ts';

const anyList = maybe(v.object({ data: v.array(v.unknown()) }));
const storySchema = v.object({ link: maybe(v.string()) });

/** What a private message brings beside its words, as the reference of the Graph's Message node names it. */
export const attachedEntries = {
  attachments: anyList,
  shares: anyList,
  sticker: maybe(v.string()),
  /** Instagram's alone. */
  story: maybe(v.object({ mention: maybe(storySchema), reply_to: maybe(storySchema) })),
  is_unsupported: v.fallback(v.boolean(), false),
};
const attachedSchema = v.object(attachedEntries);
type Attached = v.InferOutput<typeof attachedSchema>;

const filmSchema = v.object({
  url: v.string(),
  preview_url: maybe(v.string()),
  width: maybe(wireCount),
  height: maybe(wireCount),
});
const fileSchema = v.object({
  mime_type: v.fallback(v.string(), ''),
  name: v.fallback(v.string(), ''),
  image_data: maybe(filmSchema),
  video_data: maybe(filmSchema),
  file_url: maybe(v.string()),
});
const shareSchema = v.object({ link: maybe(v.string()), name: v.fallback(v.string(), '') });

/** A story is shown for a day (instagram §3, Own media). */
const storyLifeMs = 86_400_000;

/**
 * Everything that a private message brings, also what nobody here knows: that leads to the network's own page.
 *
 * @param words whether it has words of its own; one with neither words nor anything known brings something all the same
 * @param page where the network itself shows the conversation
 * @param at when it was written, epoch ms
 */
export function attachedTo(
  message: Attached,
  { words, page, at }: { readonly words: boolean; readonly page: string; readonly at: number },
): Attachment[] {
  const found = [
    ...(message.attachments?.data ?? []).map((one) => fileOf(one, page)),
    ...(message.shares?.data ?? []).map((one) => shareOf(one, page)),
    ...storiesOf(message.story, at),
    ...(message.is_unsupported ? [unknownAt(page)] : []),
  ];
  const sticker = webUrl(message.sticker);
  // Messenger sends the picture of a sticker among the files as well.
  if (sticker !== null && !found.some(({ kind }) => kind === 'image'))
    found.push({ ...plain, kind: 'image', url: sticker, previewUrl: sticker });
  return found.length > 0 || words ? found : [unknownAt(page)];
}

const plain = { previewUrl: null, alt: '', width: null, height: null } as const;
const unknownAt = (url: string): Attachment => ({ ...plain, kind: 'other', url, of: 'unsupported' });

function fileOf(wire: unknown, page: string): Attachment {
  const parsed = v.safeParse(fileSchema, wire);
  if (!parsed.success) return unknownAt(page);
  const { image_data: image, video_data: film, file_url: file, mime_type: mime, name } = parsed.output;
  const shown = image ?? film;
  const url = webUrl(shown?.url) ?? webUrl(file);
  if (url === null) return { ...unknownAt(page), alt: name };
  return {
    kind: image
      ? 'image'
      : film || mime.startsWith('video/')
        ? 'video'
        : mime.startsWith('audio/')
          ? 'audio'
          : 'other',
    url,
    previewUrl: webUrl(shown?.preview_url),
    alt: name,
    width: shown?.width ?? null,
    height: shown?.height ?? null,
  };
}

function shareOf(wire: unknown, page: string): Attachment {
  const parsed = v.safeParse(shareSchema, wire);
  const { link, name } = parsed.success ? parsed.output : { link: null, name: '' };
  return { ...plain, kind: 'other', url: webUrl(link) ?? page, alt: name, of: 'share' };
}

/** A story that is over has no address any more. */
function storiesOf(story: Attached['story'], at: number): Attachment[] {
  const shown = (of: 'story-mention' | 'story-reply', wire: { readonly link: string | null } | null) =>
    wire === null
      ? []
      : [{ ...plain, kind: 'other' as const, url: webUrl(wire.link) ?? '', of, endsAt: at + storyLifeMs }];
  return [
    ...shown('story-mention', story?.mention ?? null),
    ...shown('story-reply', story?.reply_to ?? null),
  ];
}
