import type { RichNode, RichText } from '../../../src-shared/rich-text.ts';
import type { WireEntities } from './wire.ts';
import { profileUrl } from './places.ts';

/** The network hands texts out with three signs escaped. */
export const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const marks = /https:\/\/t\.co\/\w+|(?<![\w@])@\w{1,15}(?![\w@])|(?<![\w#&])#[\p{L}\p{M}\p{N}_]+/gu;

/**
 * A post's text as a tree. Entities are found by what they say and not by their place: places are counted in code
 * points, of the escaped text or not, and both are seen. The link that only stands for the media is left out.
 */
export function richTextOf(text: string, entities: WireEntities): RichText {
  const links = new Map(entities.urls.map((link) => [link.url, link]));
  const mentioned = new Set(entities.mentions.map(({ username }) => username.toLowerCase()));
  const tags = new Set(entities.hashtags.map(({ tag }) => tag.normalize('NFC').toLowerCase()));
  const nodes: RichNode[] = [];
  const words = (value: string): void => {
    for (const [index, line] of unescaped(value).split('\n').entries()) {
      if (index > 0) nodes.push({ tag: 'break' });
      if (line !== '') nodes.push({ tag: 'text', text: line });
    }
  };
  const whole = withoutMediaLink(text, entities);
  let at = 0;
  for (const match of whole.matchAll(marks)) {
    const node = nodeOf(match[0]);
    if (node === null) continue;
    words(whole.slice(at, match.index));
    nodes.push(node);
    at = match.index + match[0].length;
  }
  words(whole.slice(at));
  return nodes;

  function nodeOf(mark: string): RichNode | null {
    if (mark.startsWith('@')) {
      const handle = mark.slice(1);
      return mentioned.has(handle.toLowerCase())
        ? { tag: 'mention', text: mark, handle, url: profileUrl(handle) }
        : null;
    }
    if (mark.startsWith('#')) {
      const name = mark.slice(1);
      return tags.has(name.normalize('NFC').toLowerCase()) ? { tag: 'tag', text: mark, name } : null;
    }
    const link = links.get(mark);
    const url = webUrl(link?.expanded_url) ?? mark;
    return { tag: 'link', text: link?.display_url ?? url, url };
  }
}

/** The text without the link at its end that stands for the media (x §8). */
export function withoutMediaLink(text: string, entities: WireEntities): string {
  const standsForMedia = (url: string): boolean =>
    entities.urls.some(
      (link) =>
        link.url === url &&
        (link.media_key !== null ||
          /^https:\/\/(?:x|twitter)\.com\/\w+\/status\/\d+\/(?:photo|video)\/\d+$/i.test(
            link.expanded_url ?? '',
          )),
    );
  const last = /(?:^|\s)(https:\/\/t\.co\/\w+)\s*$/.exec(text);
  return last?.[1] !== undefined && standsForMedia(last[1]) ? text.slice(0, last.index) : text;
}

/** The text with every short address spelled out, as it was written (x §8). */
export function spelledOut(text: string, entities: WireEntities): string {
  const links = new Map(entities.urls.map((link) => [link.url, link.expanded_url ?? link.url]));
  return unescaped(
    withoutMediaLink(text, entities).replaceAll(/https:\/\/t\.co\/\w+/g, (url) => links.get(url) ?? url),
  );
}

/** An http(s) address in its canonical spelling; null for anything else. */
export function webUrl(address: string | null | undefined): string | null {
  if (address === null || address === undefined || address.length > 8_000 || !URL.canParse(address))
    return null;
  const url = new URL(address);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}
