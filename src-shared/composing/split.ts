import type { Counting } from '../networks/manifest.ts';
import { countText, overflowsAt } from './count.ts';

const sentences = new Intl.Segmenter('fr', { granularity: 'sentence' });
const characters = new Intl.Segmenter('fr', { granularity: 'grapheme' });

/**
 * Cuts a text into parts that each fit every one of these rules: between paragraphs where that leaves no stub, else
 * between sentences, else between words, and inside a word only when nothing else fits. Nothing but the white space at a
 * cut is left out.
 *
 * @param warning what counts with every part
 * @returns at least one part; a part is too long only when a single character is
 */
export function splitText(text: string, rules: readonly Counting[], warning = ''): readonly string[] {
  const parts: string[] = [];
  let rest = text.trim();
  for (;;) {
    const room = roomIn(rest, rules, warning);
    if (room === null) return [...parts, rest];
    let cut = cutWithin(rest, room);
    // Less can count for more: an address that is cut at a question mark is an address and a mark.
    while (cut > 1 && !fitsAll(rest.slice(0, cut).trimEnd(), rules, warning)) {
      const shorter = cutWithin(rest, cut - 1);
      cut = shorter < cut ? shorter : cut - 1;
    }
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
    if (rest === '') return parts;
  }
}

const fitsAll = (text: string, rules: readonly Counting[], warning: string): boolean =>
  rules.every((rule) => countText(text, warning, rule).over === 0);

/** How much of the text fits, as an index into it; null: all of it. */
function roomIn(text: string, rules: readonly Counting[], warning: string): number | null {
  const ends = rules.flatMap((rule) => {
    const end = overflowsAt(text, warning, rule);
    if (end === null) return [];
    // Half a character counts as one, and half an address as much as the whole: what is kept is counted again.
    const holds = (length: number): boolean => countText(text.slice(0, length), warning, rule).over === 0;
    let fits = end;
    while (fits > 1 && !holds(fits)) fits -= 1;
    for (const { index, segment } of characters.segment(text.slice(0, fits + longestCharacter))) {
      const next = index + segment.length;
      if (next > fits && holds(next)) fits = next;
    }
    return [fits];
  });
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Longer sequences of joined emoji are not written. */
const longestCharacter = 64;
/** Less than this share of what fits is a stub. */
const paragraphShare = 0.5;
const sentenceShare = 0.3;

function cutWithin(text: string, room: number): number {
  const head = text.slice(0, room);
  const paragraph = lastIndexOf(head, /\n\s*\n/gu);
  if (paragraph >= room * paragraphShare) return paragraph;
  const sentence = lastSentence(text, room);
  if (sentence >= room * sentenceShare) return sentence;
  if (/^\s/u.test(text.slice(room))) return room;
  const word = lastIndexOf(head, /\s+/gu);
  if (word > 0) return word;
  return wholeCharacters(text, room);
}

const lastIndexOf = (text: string, pattern: RegExp): number =>
  [...text.matchAll(pattern)].at(-1)?.index ?? -1;

/** Where the last sentence ends that ends within the room. */
function lastSentence(text: string, room: number): number {
  let end = -1;
  // A little beyond, so that a sentence which ends exactly there is seen to end.
  for (const { index, segment } of sentences.segment(text.slice(0, room + 2))) {
    const stop = index + segment.trimEnd().length;
    const isEnded = /[.!?…»"”)\]]$/u.test(segment.trimEnd()) || segment.endsWith('\n');
    if (stop <= room && isEnded) end = stop;
  }
  return end;
}

/** At least one character, never half of one. */
function wholeCharacters(text: string, room: number): number {
  let end = 0;
  for (const { index, segment } of characters.segment(text.slice(0, room + longestCharacter))) {
    if (end > 0 && index + segment.length > room) break;
    end = index + segment.length;
  }
  return end;
}
