/** A piece of a comparison: in both texts, only in the first, or only in the second. */
export interface DiffPart {
  readonly tag: 'both' | 'first' | 'second';
  readonly text: string;
}

/** Longer texts are compared as wholes: the table below grows with the product of their lengths. */
const mostWords = 3_000;

/** Words and what stands between them, none lost. */
const wordsOf = (text: string): readonly string[] => text.match(/\s+|[^\s]+/gu) ?? [];

/** Two texts word by word: joined, `both` and `first` make the first again, `both` and `second` the second. */
export function wordDiff(first: string, second: string): readonly DiffPart[] {
  const [a, b] = [wordsOf(first), wordsOf(second)];
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from += 1;
  let back = 0;
  while (back < a.length - from && back < b.length - from && a.at(-1 - back) === b.at(-1 - back)) back += 1;
  const [left, right] = [a.slice(from, a.length - back), b.slice(from, b.length - back)];
  const middle =
    left.length * right.length > mostWords ** 2
      ? [part('first', left), part('second', right)]
      : longestCommon(left, right);
  return merged([part('both', a.slice(0, from)), ...middle, part('both', a.slice(a.length - back))]);
}

const part = (tag: DiffPart['tag'], words: readonly string[]): DiffPart => ({ tag, text: words.join('') });

function longestCommon(a: readonly string[], b: readonly string[]): readonly DiffPart[] {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const parts: DiffPart[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [one, other] = [a[i], b[j]];
    if (one !== undefined && one === other) {
      parts.push({ tag: 'both', text: one });
      i += 1;
      j += 1;
    } else if (one !== undefined && (other === undefined || at(i + 1, j) >= at(i, j + 1))) {
      parts.push({ tag: 'first', text: one });
      i += 1;
    } else {
      parts.push({ tag: 'second', text: other ?? '' });
      j += 1;
    }
  }
  return parts;
}

/** Neighbours of one kind as one; a space that both have between two changes belongs to both changes. */
function merged(parts: readonly DiffPart[]): readonly DiffPart[] {
  const found: DiffPart[] = [];
  for (const one of parts) {
    if (one.text === '') continue;
    const last = found.at(-1);
    if (last?.tag === one.tag) found[found.length - 1] = { tag: one.tag, text: last.text + one.text };
    else found.push(one);
  }
  return found;
}
