import { countGraphemes } from 'unicode-segmenter/grapheme';
import { topLevelDomains } from './top-level-domains.ts';

/**
 * What in a text becomes a mention, a link or a tag when it leaves. Offsets are bytes of the UTF-8 text, as the
 * network counts them. Source: app.bsky.richtext.facet, docs.bsky.app (post richtext).
 */
export type Found = {
  readonly byteStart: number;
  readonly byteEnd: number;
} & (
  | { readonly tag: 'mention'; readonly handle: string }
  | { readonly tag: 'link'; readonly url: string }
  | { readonly tag: 'hashtag'; readonly name: string }
);

export interface Facet {
  readonly index: { readonly byteStart: number; readonly byteEnd: number };
  readonly features: readonly Readonly<Record<string, string>>[];
}

const maxTagLength = 64;

/** Everything that could be a facet, in the order of the text, without overlaps. */
export function findFacets(text: string): readonly Found[] {
  const places = [...findLinks(text), ...findMentions(text), ...findTags(text)].toSorted(
    (a, b) => a.start - b.start,
  );
  // What begins inside another belongs to it: a tag or a mention in an address, a mention in `#tag(@handle`.
  let end = 0;
  const apart = places.filter((place) => {
    if (place.start < end) return false;
    end = place.end;
    return true;
  });
  return apart.map(({ start, end, found }) => ({
    ...found,
    byteStart: utf8Length(text.slice(0, start)),
    byteEnd: utf8Length(text.slice(0, end)),
  }));
}

/** The facets to send: a mention needs the DID behind its handle and stays plain text without one. */
export function facetsOf(found: readonly Found[], didOf: ReadonlyMap<string, string>): readonly Facet[] {
  return found.flatMap((one): readonly Facet[] => {
    const index = { byteStart: one.byteStart, byteEnd: one.byteEnd };
    switch (one.tag) {
      case 'mention': {
        const did = didOf.get(one.handle);
        return did === undefined
          ? []
          : [{ index, features: [{ $type: 'app.bsky.richtext.facet#mention', did }] }];
      }
      case 'link':
        return [{ index, features: [{ $type: 'app.bsky.richtext.facet#link', uri: one.url }] }];
      case 'hashtag':
        return [{ index, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: one.name }] }];
    }
  });
}

/** Handles that a text mentions, each once. */
export const mentionedHandles = (found: readonly Found[]): readonly string[] => [
  ...new Set(found.flatMap((one) => (one.tag === 'mention' ? [one.handle] : []))),
];

type Place = { readonly start: number; readonly end: number; readonly found: Bare };
type Bare =
  | { readonly tag: 'mention'; readonly handle: string }
  | { readonly tag: 'link'; readonly url: string }
  | { readonly tag: 'hashtag'; readonly name: string };

const handle =
  /(?<=^|[\s(])@([a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)+)/g;

const findMentions = (text: string): readonly Place[] =>
  [...text.matchAll(handle)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    found: { tag: 'mention', handle: (match[1] ?? '').toLowerCase() },
  }));

const address = /(?<=^|[\s(])(?:https?:\/\/\S+|[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+(?:[/?#:]\S*)?)/gi;

function findLinks(text: string): readonly Place[] {
  return [...text.matchAll(address)].flatMap((match): readonly Place[] => {
    const written = trimmed(match[0]);
    const hasScheme = /^https?:\/\//i.test(written);
    const url = hasScheme ? written : `https://${written}`;
    if (!URL.canParse(url)) return [];
    const { hostname } = new URL(url);
    if (!hasScheme && !topLevelDomains.has(hostname.split('.').at(-1) ?? '')) return [];
    return [{ start: match.index, end: match.index + written.length, found: { tag: 'link', url } }];
  });
}

/** Punctuation that ends a sentence is not part of the address, nor is a bracket that the address did not open. */
function trimmed(written: string): string {
  let text = written;
  for (;;) {
    const last = text.at(-1) ?? '';
    if (/[.,;:!?'"»”’…]/.test(last)) text = text.slice(0, -1);
    else if (last === ')' && !text.includes('(')) text = text.slice(0, -1);
    else if (last === ']' && !text.includes('[')) text = text.slice(0, -1);
    else return text;
  }
}

/** Not a tag: a keycap (`#` followed by U+FE0F or U+20E2), a number alone; invisible characters end one. */
const tag = /(?<=^|\s)[#＃](?!\uFE0F)((?:(?!\u20E2)[^\s\p{Cf}])+)/gu;

function findTags(text: string): readonly Place[] {
  return [...text.matchAll(tag)].flatMap((match): readonly Place[] => {
    const name = (match[1] ?? '').replace(/\p{P}+$/u, '');
    if (name === '' || /^[\d\p{P}]+$/u.test(name) || countGraphemes(name) > maxTagLength) return [];
    return [{ start: match.index, end: match.index + 1 + name.length, found: { tag: 'hashtag', name } }];
  });
}

const utf8Length = (text: string): number => Buffer.byteLength(text, 'utf8');
