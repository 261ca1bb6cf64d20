import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { emptyContent, type Content, type PostMedia } from '../../../src-shared/domain/content.ts';
import { mediaHashSchema } from '../../../src-shared/ids.ts';
import { film, jpeg } from '../../fixtures/film.ts';
import { gif, pdf } from '../../fixtures/media-files.ts';
import { pngOf } from '../../fixtures/mastodon-client.ts';

/** One kind of post: what goes with its words. */
export interface Form {
  readonly name: string;
  readonly media: readonly ('png' | 'jpeg' | 'gif' | 'film' | 'pdf')[];
  readonly settings?: Readonly<Record<string, string>>;
  readonly poll?: boolean;
  /** It shows no words: it is told apart by its file. */
  readonly mute?: boolean;
}

/** The content of a post of that form. @param n numbers the wish: no two have the same files */
export function contentOf(
  form: Form,
  { text, folder, n }: { readonly text: string; readonly folder: string; readonly n: number },
): Content {
  return {
    ...emptyContent,
    text: form.mute === true ? '' : text,
    media: form.media.map((kind, index) => fileOf(kind, folder, n * 10 + index)),
    settings: form.settings ?? {},
    poll:
      form.poll === true ? { options: ['Oui', 'Non', 'Peut-être'], seconds: 86_400, multiple: false } : null,
  };
}

function fileOf(kind: Form['media'][number], folder: string, n: number): PostMedia {
  const size = 400 + n;
  switch (kind) {
    case 'png':
      return keepMedium(folder, pngOf(size, size, 12_000 + n), {
        mime: 'image/png',
        width: size,
        height: size,
      });
    case 'jpeg':
      return keepMedium(folder, jpeg(size, size, 1_200 + n), {
        mime: 'image/jpeg',
        width: size,
        height: size,
      });
    case 'gif':
      return keepMedium(folder, gif(2 + n, 320, 240), { mime: 'image/gif', width: 320, height: 240 });
    case 'film': {
      // No network takes one of less than 75 KB (linkedin §6).
      const bytes = film({ seconds: 12, bytes: 80_000 + n });
      return keepMedium(folder, bytes, { mime: 'video/mp4', width: 1_080, height: 1_920 });
    }
    case 'pdf': {
      const bytes = Buffer.concat([pdf(3), Buffer.from(`% ${String(n)}\n`)]);
      return keepMedium(folder, bytes, { mime: 'application/pdf', width: null, height: null });
    }
  }
}

/** A file that lies in the engine's folder already, as the composer leaves it. */
export function keepMedium(
  folder: string,
  bytes: Buffer,
  more: Pick<PostMedia, 'mime' | 'width' | 'height'>,
): PostMedia {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const file = path.join(folder, 'media', hash.slice(0, 2), hash);
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, bytes);
  }
  return {
    hash: v.parse(mediaHashSchema, hash),
    bytes: bytes.byteLength,
    name: 'photo.png',
    alt: 'Une image',
    decorative: false,
    ...more,
  };
}

/** By what a post is recognised that shows no words: a film by its bytes, a picture by its width. */
export const muteWords = (size: number): string => `Envoi sans mots, ${String(size)}`;

/** The words of a content, or what stands for them. */
export const wordsOf = ({ text, media: [first] }: Pick<Content, 'text' | 'media'>): string =>
  text !== '' || first === undefined
    ? text
    : muteWords(first.mime.startsWith('image/') ? (first.width ?? 0) : first.bytes);
