import type { RichNode, RichText } from '../../../src-shared/rich-text.ts';

/** Addresses and hashtags of a plain text become nodes; line ends become breaks. */
export function richTextOf(text: string): RichText {
  const nodes: RichNode[] = [];
  let at = 0;
  const pattern = /https?:\/\/[^\s<>"']+|(?<![\p{L}\p{N}_&])#([\p{L}\p{N}_]+)/giu;
  for (const found of text.matchAll(pattern)) {
    const whole = found[0];
    const tag = found[1];
    const shown = tag === undefined ? whole.replace(/[.,;:!?)\]}»…]+$/u, '') : whole;
    if (shown === '' || (tag !== undefined && /^\d+$/.test(tag))) continue;
    nodes.push(...plain(text.slice(at, found.index)));
    nodes.push(
      tag === undefined ? { tag: 'link', text: shown, url: shown } : { tag: 'tag', text: shown, name: tag },
    );
    at = found.index + shown.length;
  }
  return [...nodes, ...plain(text.slice(at))];
}

const plain = (text: string): readonly RichNode[] =>
  text
    .split('\n')
    .flatMap((line, index): readonly RichNode[] => [
      ...(index === 0 ? [] : [{ tag: 'break' } as const]),
      ...(line === '' ? [] : [{ tag: 'text', text: line } as const]),
    ]);

/** The plain beginning of a text, at most 200 characters, for what answers it. */
export function excerptOf(text: string): string {
  const line = text.slice(0, 1_000).replace(/\s+/g, ' ').trim();
  // Never half of a character that takes two units.
  return line.length <= 200 ? line : `${line.slice(0, 199).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** What two texts must share to be the same words: a network trims, joins spaces and writes line ends its own way. */
export const sameWords = (one: string, other: string): boolean => essential(one) === essential(other);

const essential = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();
