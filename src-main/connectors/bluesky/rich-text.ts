import { graphemeSegments } from 'unicode-segmenter/grapheme';
import * as v from 'valibot';
import type { RichNode, RichText } from '../../../src-shared/rich-text.ts';
import { facetSchema, type WireFacet } from './wire.ts';

/** Where people see a profile. */
export const profileUrl = (actor: string): string => `https://bsky.app/profile/${actor}`;

/**
 * A text and its facets as a tree. Offsets come from strangers: a facet that overlaps another, lies outside the text
 * or cuts a character in two is left out, and its words stay plain.
 */
export function richTextOf(text: string, facets: readonly unknown[]): RichText {
  const bytes = Buffer.from(text, 'utf8');
  const usable = facets
    .map((facet) => v.safeParse(facetSchema, facet))
    .flatMap((read) => (read.success ? [read.output] : []))
    .filter(({ index }) => isWhole(bytes, index.byteStart, index.byteEnd))
    .toSorted((a, b) => a.index.byteStart - b.index.byteStart);
  const nodes: RichNode[] = [];
  let at = 0;
  for (const facet of usable) {
    const { byteStart, byteEnd } = facet.index;
    if (byteStart < at) continue;
    const node = nodeOf(bytes.toString('utf8', byteStart, byteEnd), facet);
    if (node === null) continue;
    nodes.push(...plain(bytes.toString('utf8', at, byteStart)), node);
    at = byteEnd;
  }
  return [...nodes, ...plain(bytes.toString('utf8', at))];
}

function nodeOf(text: string, facet: WireFacet): RichNode | null {
  for (const feature of facet.features) {
    switch (feature.$type) {
      case 'app.bsky.richtext.facet#mention':
        if (feature.did !== undefined)
          return { tag: 'mention', text, handle: text.replace(/^@/, ''), url: profileUrl(feature.did) };
        break;
      case 'app.bsky.richtext.facet#link':
        if (feature.uri !== undefined && /^https?:\/\//i.test(feature.uri))
          return { tag: 'link', text, url: feature.uri };
        break;
      case 'app.bsky.richtext.facet#tag':
        if (feature.tag !== undefined) return { tag: 'tag', text, name: feature.tag };
        break;
    }
  }
  return null;
}

const plain = (text: string): readonly RichNode[] =>
  text
    .split('\n')
    .flatMap((line, index): readonly RichNode[] => [
      ...(index === 0 ? [] : [{ tag: 'break' } as const]),
      ...(line === '' ? [] : [{ tag: 'text', text: line } as const]),
    ]);

/** A byte inside a character starts with the bits 10. */
const isWhole = (bytes: Buffer, start: number, end: number): boolean =>
  Number.isInteger(start) &&
  Number.isInteger(end) &&
  start >= 0 &&
  start < end &&
  end <= bytes.byteLength &&
  ((bytes[start] ?? 0) & 0xc0) !== 0x80 &&
  (end === bytes.byteLength || ((bytes[end] ?? 0) & 0xc0) !== 0x80);

/** The beginning of a text in one line, at most 200 characters. */
export function excerptOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= 200) return line;
  let kept = '';
  for (const { segment } of graphemeSegments(line)) {
    if (kept.length + segment.length > 199) break;
    kept += segment;
  }
  return `${kept}…`;
}
