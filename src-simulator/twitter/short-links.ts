import { createHash } from 'node:crypto';
import { addressesIn } from '../../src-shared/composing/loose-addresses.ts';
import type { LinkEntity } from './rows.ts';

/** What becomes of a text when it is published: every address is replaced by a short one (x §8). */
export interface Shortened {
  readonly text: string;
  readonly links: readonly LinkEntity[];
}

/** A short address; the same words and place give the same one. */
export function shortLink(seed: string): string {
  const digest = createHash('sha256').update(seed).digest('base64url').replaceAll(/[-_]/g, 'x');
  return `https://t.co/${digest.slice(0, 10)}`;
}

export function shorten(written: string, postId: string): Shortened {
  const links: LinkEntity[] = [];
  let text = '';
  let at = 0;
  for (const { start, end } of addressesIn(written)) {
    text += written.slice(at, start);
    const address = written.slice(start, end);
    const url = shortLink(`${postId} ${start}`);
    links.push({
      start: text.length,
      end: text.length + url.length,
      url,
      expanded: /^https?:\/\//i.test(address) ? address : `http://${address}`,
      mediaKey: null,
    });
    text += url;
    at = end;
  }
  return { text: text + written.slice(at), links };
}

/** The link that stands at the end of a post with media, one for all of them. */
export function withMediaLink(
  shortened: Shortened,
  media: { readonly keys: readonly string[]; readonly page: string; readonly postId: string },
): Shortened {
  if (media.keys.length === 0) return shortened;
  const url = shortLink(`${media.postId} media`);
  const before = shortened.text === '' ? '' : `${shortened.text} `;
  const start = before.length;
  return {
    text: before + url,
    links: [
      ...shortened.links,
      ...media.keys.map((mediaKey) => ({
        start,
        end: start + url.length,
        url,
        expanded: media.page,
        mediaKey,
      })),
    ],
  };
}

/** The network hands texts out with these three signs escaped. */
export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** User names that a text mentions. */
export function mentionsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<![\w@])@(\w{1,15})(?!\w|@)/g)].flatMap((match) =>
    match[1] ? [match[1]] : [],
  );
}

/** `$ABC`, of which a post may hold one (x §0). */
export const cashtagsIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?<![\w$])\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?(?!\w)/g)].map((match) => match[0]);
