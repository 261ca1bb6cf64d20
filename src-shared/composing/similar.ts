/**
 * How alike two texts are to whoever reads them: case, accents, punctuation, emoji, spaces and what hangs on a link
 * do not count. Pure and without a language of its own.
 */

/** Letters that make one shingle: long enough that ordinary words in common are no likeness. */
const shingleLength = 5;
/** From here on a text is called nearly the same. */
export const nearlySame = 0.7;
/** Shorter ones (in letters, normalised) are alike by chance: only the very same is worth saying. */
const shortest = 20;

/** A text as it is compared. */
export interface Compared {
  readonly plain: string;
  readonly shingles: ReadonlySet<string>;
}

/** What is left of a text when all that does not make another post of it is taken away. */
export function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/https?:\/\/(?:www\.)?([^\s?#]+)\S*/g, ' $1 ')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export function compared(text: string): Compared {
  const plain = normalise(text);
  const shingles = new Set<string>();
  for (let i = 0; i + shingleLength <= plain.length; i += 1) shingles.add(plain.slice(i, i + shingleLength));
  return { plain, shingles };
}

/** 1: the same to a reader; 0: nothing in common. Of texts too short to judge only 0 and 1 are said. */
export function likeness(a: Compared, b: Compared): number {
  if (a.plain === '' || b.plain === '') return 0;
  if (a.plain === b.plain) return 1;
  if (a.plain.length < shortest || b.plain.length < shortest) return 0;
  const [few, many] =
    a.shingles.size <= b.shingles.size ? [a.shingles, b.shingles] : [b.shingles, a.shingles];
  // No overlap can lift two texts of such unequal length over the line.
  if (few.size < many.size * nearlySame) return few.size / many.size;
  let common = 0;
  for (const shingle of few) if (many.has(shingle)) common += 1;
  const jaccard = common / (few.size + many.size - common);
  // Not the same words in the same order, whatever their letters have in common.
  return Math.min(jaccard, 0.99);
}
