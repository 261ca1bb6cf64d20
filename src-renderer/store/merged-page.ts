/** What is wanted of one range: at most `limit` rows after `after`, or from its beginning. */
export interface Wanted<Row> {
  readonly range: number;
  readonly after: Row | null;
  readonly limit: number;
}

/** Rows that a range is asked for at least: a request costs more than a few rows. */
const fewest = 8;

/**
 * The first `size` rows of several ranges, each of them sorted, merged. Each is asked for about twice its share and
 * asked again only when it may hold more of the page: reading a whole page of each would read, and throw away, a dozen
 * times what is shown.
 */
export async function readMergedPage<Row>(deps: {
  readonly ranges: number;
  readonly size: number;
  readonly before: (a: Row, b: Row) => boolean;
  /** Answers in the order of `wanted`; fewer rows than the limit: the range ends there. */
  readonly read: (wanted: readonly Wanted<Row>[]) => Promise<readonly (readonly Row[])[]>;
}): Promise<{ readonly rows: readonly Row[]; readonly more: boolean }> {
  const { ranges, size, before, read } = deps;
  const parts: Row[][] = Array.from({ length: ranges }, () => []);
  const open = new Set(parts.keys());
  let limit = Math.min(size + 1, Math.max(fewest, Math.ceil((2 * (size + 1)) / ranges)));
  let asked: readonly number[] = [...open];
  while (asked.length > 0) {
    const wanted = asked.map((range) => ({ range, after: parts[range]?.at(-1) ?? null, limit }));
    const found = await read(wanted);
    for (const [index, { range }] of wanted.entries()) {
      const rows = found[index] ?? [];
      parts[range]?.push(...rows);
      if (rows.length < limit) open.delete(range);
    }
    const beyond = sorted(parts, before)[size];
    // A range that was not read as far as the first row beyond the page may hold rows of the page.
    asked = [...open].filter((range) => {
      const last = parts[range]?.at(-1);
      return beyond === undefined || last === undefined || before(last, beyond);
    });
    limit = Math.min(size + 1, limit * 2);
  }
  const merged = sorted(parts, before);
  return { rows: merged.slice(0, size), more: merged.length > size };
}

const sorted = <Row>(parts: readonly (readonly Row[])[], before: (a: Row, b: Row) => boolean): Row[] =>
  parts.flat().sort((a, b) => (before(a, b) ? -1 : 1));
