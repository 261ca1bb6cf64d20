/** A part of a text to show apart, by UTF-16 offsets: `start` included, `end` not. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
  /** over: past the limit; word: a tag, a mention, a link; found: what was looked for. */
  readonly kind: 'over' | 'word' | 'found';
}

export interface TextSpan {
  readonly start: number;
  readonly text: string;
  readonly kind: TextRange['kind'] | null;
}

const weight: Readonly<Record<TextRange['kind'], number>> = { over: 3, found: 2, word: 1 };

/** Cuts a text along ranges that may overlap or lie outside it; where they overlap, "over" wins. */
export function spans(text: string, ranges: readonly TextRange[]): readonly TextSpan[] {
  const inside = ranges
    .map((range) => ({ ...range, start: Math.max(0, range.start), end: Math.min(text.length, range.end) }))
    .filter((range) => range.start < range.end);
  const cuts = [...new Set([0, text.length, ...inside.flatMap((range) => [range.start, range.end])])].sort(
    (a, b) => a - b,
  );
  return cuts.flatMap((start, index): readonly TextSpan[] => {
    const end = cuts[index + 1];
    if (end === undefined) return [];
    const kinds = inside
      .filter((range) => range.start <= start && range.end >= end)
      .map((range) => range.kind)
      .toSorted((a, b) => weight[b] - weight[a]);
    return [{ start, text: text.slice(start, end), kind: kinds[0] ?? null }];
  });
}
