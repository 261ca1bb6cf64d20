import { countGraphemes } from 'unicode-segmenter/grapheme';
import type { Counting } from '../networks/manifest.ts';
import { weightedLength } from './weighted.ts';

/** How long a text is for a network. `over`: how much must go, in the rule's own unit; 0 when it fits. */
export interface Count {
  readonly length: number;
  readonly max: number;
  readonly over: number;
}

/**
 * Counts a text as the network does. The same function speaks while typing, before scheduling and before sending.
 * `warning`: the content warning, which some networks count with the text.
 */
export function countText(text: string, warning: string, rule: Counting): Count {
  const counted = countable(rule.warningCounts ? warning + text : text, rule);
  const length = lengthOf(counted, rule);
  const bytes = rule.maxBytes === null ? 0 : utf8Length(text);
  const overBytes = rule.maxBytes === null ? 0 : Math.max(0, bytes - rule.maxBytes);
  const over = Math.max(0, length - rule.max);
  // A text can fit by graphemes and not by bytes (long emoji sequences): then the bytes are what is told.
  return over === 0 && overBytes > 0
    ? { length: bytes, max: rule.maxBytes ?? rule.max, over: overBytes }
    : { length, max: rule.max, over };
}

/** Where a text begins to be too long, as an index into it; null when it fits. For marking what is too much. */
export function overflowsAt(text: string, warning: string, rule: Counting): number | null {
  if (countText(text, warning, rule).over === 0) return null;
  // The longest prefix that fits, found by halving: counting is cheap and prefixes only grow.
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (countText(text.slice(0, middle), warning, rule).over === 0) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** An address that a network shortens: with a scheme, up to a space, without the punctuation that ends a sentence. */
export const webAddress = /https?:\/\/[^\s<>"«»“”]+/giu;
const endsSentence = /[.,;:!?'"…)\]}]+$/u;
const remoteMention = /(^|[^\w/])@(\w+(?:[\w.-]*\w)?)@[\p{L}\p{N}.-]*[\p{L}\p{N}]/giu;

function countable(text: string, rule: Counting): string {
  let counted = text;
  const { urlLength } = rule;
  // The weighted rule knows addresses by itself, also those without a scheme.
  if (urlLength !== null && rule.rule !== 'weighted')
    counted = counted.replace(webAddress, (address) => {
      const tail = endsSentence.exec(address)?.[0] ?? '';
      // A closing bracket belongs to an address that opened one.
      const own = tail.startsWith(')') && address.includes('(') ? tail.slice(1) : tail;
      return 'x'.repeat(urlLength) + own;
    });
  if (rule.remoteMentionsLocalPartOnly) counted = counted.replace(remoteMention, '$1@$2');
  return counted;
}

function lengthOf(text: string, rule: Counting): number {
  switch (rule.rule) {
    case 'graphemes':
      return countGraphemes(text);
    case 'utf8-bytes':
      return utf8Length(text);
    case 'weighted':
      return weightedLength(text, rule.urlLength);
    case 'code-units':
      return text.length;
    case 'matches':
      return rule.unit === undefined ? 0 : (text.match(new RegExp(rule.unit, 'gu'))?.length ?? 0);
  }
}

/** Bytes of a text in UTF-8; a lone surrogate is written as the replacement character, three bytes. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const symbol of text) {
    const point = symbol.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}
