import type { RichNode } from '../../../src-shared/rich-text.ts';
import { fullHandle } from './handle.ts';
import { classesIn } from './html-classes.ts';
import { alternative } from './html-image.ts';
import type { HtmlContext } from './html.ts';
import { webUrl } from './web-url.ts';
import type { WireMention } from './wire.ts';

/** Collects what stands between `<a>` and `</a>`, then says what it was: a mention, a tag, a link or plain words. */
export interface Anchor {
  text(words: string): void;
  open(tag: string, attributes: ReadonlyMap<string, string>): void;
  close(tag: string): void;
  node(): RichNode | null;
}

/**
 * Mastodon writes a long address as three spans of which the first and the last are hidden. The short form is used
 * only when the whole text is the address: words that somebody hides that way elsewhere are shown.
 */
export function createAnchor(attributes: ReadonlyMap<string, string>, context: HtmlContext): Anchor {
  const whole: string[] = [];
  const shown: string[] = [];
  const spans: { readonly hidden: boolean; readonly ellipsis: boolean }[] = [];
  let hidden = 0;
  const add = (words: string): void => {
    whole.push(words);
    if (hidden === 0) shown.push(words);
  };
  return {
    text: add,
    open: (tag, inner) => {
      if (tag === 'br') add(' ');
      if (tag === 'img') add(alternative(inner));
      if (tag !== 'span') return;
      const classes = classesIn(inner);
      const span = { hidden: classes.has('invisible'), ellipsis: classes.has('ellipsis') };
      spans.push(span);
      if (span.hidden) hidden += 1;
    },
    close: (tag) => {
      const span = tag === 'span' ? spans.pop() : undefined;
      if (span?.hidden === true) hidden -= 1;
      if (span?.ellipsis === true) shown.push('…');
    },
    node: () => nodeOf(attributes, squeeze(whole.join('')), squeeze(shown.join('')), context),
  };
}

function nodeOf(
  attributes: ReadonlyMap<string, string>,
  words: string,
  short: string,
  context: HtmlContext,
): RichNode | null {
  const classes = classesIn(attributes);
  const url = webUrl(attributes.get('href'));
  const tag = /^#([^\s#]+)$/u.exec(words)?.[1] ?? null;
  const saysTag = classes.has('hashtag') || (attributes.get('rel') ?? '').split(/\s+/).includes('tag');
  if (saysTag && tag !== null) return { tag: 'tag', text: words, name: tag };

  const known = mentioned(url, words, context.mentions);
  if (known !== null)
    return { tag: 'mention', text: words, handle: fullHandle(known.acct, context.domain), url };
  if (classes.has('mention') && /^@[^\s@]/.test(words))
    return { tag: 'mention', text: words, handle: handleOf(words, url), url };
  if (url === null) return words === '' ? null : { tag: 'text', text: words };
  const text = webUrl(words) === url && short !== '' ? short : words;
  return { tag: 'link', text: text === '' ? url : text, url };
}

/** Whom the server says is mentioned by these words at this address. */
function mentioned(url: string | null, words: string, mentions: readonly WireMention[]): WireMention | null {
  const name = words.replace(/^@/, '').toLowerCase();
  const fits = ({ acct, username }: WireMention): boolean =>
    acct.toLowerCase() === name || username.toLowerCase() === name;
  const named = mentions.filter(fits);
  const there = named.find((mention) => url !== null && webUrl(mention.url) === url);
  if (there) return there;
  // Two people of that name on two servers: only the address could tell.
  return words.startsWith('@') && named.length === 1 ? (named[0] ?? null) : null;
}

/** `@user@host` says it all; `@user` lives where its link leads. */
function handleOf(words: string, url: string | null): string {
  const name = words.replace(/^@/, '');
  return name.includes('@') || url === null ? name : `${name}@${new URL(url).host}`;
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();
