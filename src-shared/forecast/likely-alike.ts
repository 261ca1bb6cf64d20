import { nearlySame, type Compared } from '../composing/similar.ts';

/**
 * For each text those before it (by place) that may be nearly the same: all that are, and few that are not. Comparing
 * every text with every other takes seconds where an account has hundreds.
 *
 * Two texts that have a given share of their shingles in common have at least one of their rarest in common, when both
 * are put in one order: only so many of each need to be looked up.
 */
export function likelyAlike(texts: readonly Compared[]): readonly ReadonlySet<number>[] {
  const frequency = new Map<string, number>();
  for (const { shingles } of texts)
    for (const shingle of shingles) frequency.set(shingle, (frequency.get(shingle) ?? 0) + 1);
  const bySign = new Map<string, number[]>();
  return texts.map((text, place) => {
    const found = new Set<number>();
    // The very same words, also of texts too short to have shingles.
    for (const sign of [`=${text.plain}`, ...rarest(text, frequency)]) {
      const before = bySign.get(sign);
      if (before === undefined) bySign.set(sign, [place]);
      else {
        for (const other of before) found.add(other);
        before.push(place);
      }
    }
    return found;
  });
}

function rarest({ shingles }: Compared, frequency: ReadonlyMap<string, number>): readonly string[] {
  const needed = shingles.size - Math.ceil(shingles.size * nearlySame) + 1;
  return [...shingles]
    .sort((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0) || (a < b ? -1 : 1))
    .slice(0, needed);
}
