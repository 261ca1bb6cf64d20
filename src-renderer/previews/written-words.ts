/** A part of a text that a network shows apart, by UTF-16 offsets: `start` included, `end` not. */
export interface WrittenWord {
  readonly tag: 'link' | 'mention' | 'tag';
  readonly start: number;
  readonly end: number;
}

/** What opens a word at the start, after a space or an opening bracket. Each pattern has the flags `g` and `u`. */
export interface WordRules {
  readonly link: RegExp;
  readonly mention: RegExp;
  readonly tag: RegExp;
}

/**
 * Finds what a network will make links, mentions and tags of. What lies inside an address belongs to the address; the
 * punctuation that ends a sentence does not, nor a bracket that the address did not open.
 */
export function findWords(text: string, rules: WordRules): readonly WrittenWord[] {
  const found = (tag: WrittenWord['tag']): readonly WrittenWord[] =>
    [...text.matchAll(rules[tag])].map((match) => ({
      tag,
      start: match.index,
      end: match.index + (tag === 'link' ? ownLength(match[0]) : match[0].length),
    }));
  const links = found('link');
  const isFree = ({ start }: WrittenWord): boolean =>
    !links.some((link) => start >= link.start && start < link.end);
  return [...links, ...[...found('mention'), ...found('tag')].filter(isFree)].toSorted(
    (a, b) => a.start - b.start,
  );
}

function ownLength(address: string): number {
  let own = address;
  for (;;) {
    const last = own.at(-1) ?? '';
    const closes = (last === ')' && !own.includes('(')) || (last === ']' && !own.includes('['));
    if (!closes && !/[.,;:!?'"»”’…]/u.test(last)) return own.length;
    own = own.slice(0, -1);
  }
}
