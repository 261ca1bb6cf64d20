import * as v from 'valibot';
import type { Attachment } from '../../../src-shared/domain/message.ts';
import { parseAtUri } from './at-uri.ts';
import { excerptOf, profileUrl } from './rich-text.ts';
import { eachOf, postRecordSchema, profileSchema, strongRefSchema } from './wire.ts';

/** What hangs on a post, translated: pictures, films, link cards, quoted posts. Kinds that we do not know are left out. */
const ratioSchema = v.fallback(v.nullable(v.object({ width: v.number(), height: v.number() })), null);
const typed = v.looseObject({ $type: v.string() });

const pictureSchema = v.object({
  fullsize: v.string(),
  thumb: v.optional(v.string()),
  thumbnail: v.optional(v.string()),
  alt: v.fallback(v.string(), ''),
  aspectRatio: v.optional(ratioSchema, null),
});
const picturesSchema = v.object({ images: v.array(v.unknown()) });
const gallerySchema = v.object({ items: v.array(v.unknown()) });
const filmSchema = v.object({
  playlist: v.string(),
  thumbnail: v.optional(v.string()),
  alt: v.fallback(v.string(), ''),
  aspectRatio: v.optional(ratioSchema, null),
});
const cardSchema = v.object({
  external: v.object({ uri: v.string(), title: v.fallback(v.string(), ''), thumb: v.optional(v.string()) }),
});
const quoteSchema = v.object({
  record: v.object({ uri: v.string(), author: profileSchema, value: postRecordSchema }),
});
const quoteWithMediaSchema = v.object({ record: v.unknown(), media: v.unknown() });

export function attachmentsOf(embed: unknown): readonly Attachment[] {
  const read = v.safeParse(typed, embed);
  if (!read.success) return [];
  switch (read.output.$type) {
    case 'app.bsky.embed.images#view': {
      const images = v.safeParse(picturesSchema, embed);
      return images.success ? pictures(images.output.images) : [];
    }
    case 'app.bsky.embed.gallery#view': {
      const gallery = v.safeParse(gallerySchema, embed);
      return gallery.success ? pictures(gallery.output.items) : [];
    }
    case 'app.bsky.embed.video#view': {
      const film = v.safeParse(filmSchema, embed);
      if (!film.success) return [];
      const { playlist, thumbnail, alt, aspectRatio } = film.output;
      return [attachment('video', playlist, thumbnail, alt, aspectRatio)];
    }
    case 'app.bsky.embed.external#view': {
      const card = v.safeParse(cardSchema, embed);
      if (!card.success || !/^https?:\/\//i.test(card.output.external.uri)) return [];
      const { uri, title, thumb } = card.output.external;
      return [attachment('other', uri, thumb, title, null)];
    }
    case 'app.bsky.embed.record#view':
      return quoted(embed);
    case 'app.bsky.embed.recordWithMedia#view': {
      const both = v.safeParse(quoteWithMediaSchema, embed);
      return both.success ? [...attachmentsOf(both.output.media), ...quoted(both.output.record)] : [];
    }
    default:
      return [];
  }
}

const pictures = (items: readonly unknown[]): readonly Attachment[] =>
  eachOf(pictureSchema, items).items.map(({ fullsize, thumb, thumbnail, alt, aspectRatio }) =>
    attachment('image', fullsize, thumb ?? thumbnail, alt, aspectRatio),
  );

function quoted(embed: unknown): readonly Attachment[] {
  const quote = v.safeParse(quoteSchema, embed);
  if (!quote.success) return [];
  const { uri, author, value } = quote.output.record;
  const url = postUrl(uri, author.handle);
  return url === null
    ? []
    : [attachment('other', url, undefined, `@${author.handle}: ${excerptOf(value.text)}`, null)];
}

const attachment = (
  kind: Attachment['kind'],
  url: string,
  previewUrl: string | undefined,
  alt: string,
  ratio: { readonly width: number; readonly height: number } | null,
): Attachment => ({
  kind,
  url,
  previewUrl: previewUrl ?? null,
  alt,
  width: ratio?.width ?? null,
  height: ratio?.height ?? null,
});

const quotedRefSchema = v.object({ record: strongRefSchema });
const nestedRefSchema = v.object({ record: quotedRefSchema });

/** The post that a record quotes, from the record itself; null when it quotes none. */
export function quotedUri(embed: unknown): string | null {
  const plain = v.safeParse(quotedRefSchema, embed);
  if (plain.success) return plain.output.record.uri;
  const nested = v.safeParse(nestedRefSchema, embed);
  return nested.success ? nested.output.record.record.uri : null;
}

/** Where people see a post; null when the address is not that of a post. A handle that is not proven is not used. */
export function postUrl(uri: string, handle: string): string | null {
  const at = parseAtUri(uri);
  if (at === null) return null;
  return `${profileUrl(handle === 'handle.invalid' ? at.repo : handle)}/post/${at.rkey}`;
}
