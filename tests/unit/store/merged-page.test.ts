import { describe, expect, it } from 'vitest';
import { readMergedPage } from '../../../src-renderer/store/merged-page.ts';

interface Row {
  readonly id: string;
  readonly key: number;
}
const before = (a: Row, b: Row): boolean => a.key < b.key || (a.key === b.key && a.id < b.id);

/** The same numbers for the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function pageOf(ranges: readonly (readonly Row[])[], size: number) {
  let read = 0;
  const page = await readMergedPage<Row>({
    ranges: ranges.length,
    size,
    before,
    read: (wanted) =>
      Promise.resolve(
        wanted.map(({ range, after, limit }) => {
          const rows = (ranges[range] ?? [])
            .filter((row) => after === null || before(after, row))
            .slice(0, limit);
          read += rows.length;
          return rows;
        }),
      ),
  });
  return { ...page, read };
}

describe('a page merged from several ranges', () => {
  it('is the beginning of all rows in order, however they are spread', async () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const next = numbers(seed);
      const ranges = Array.from({ length: Math.floor(next() * 14) }, (_, range) => {
        const skew = next();
        return Array.from({ length: Math.floor(next() * 90) }, (__, row) => ({
          id: `${String(range)}-${String(row)}`,
          key: Math.floor(next() * 200 * skew),
        })).sort((a, b) => (before(a, b) ? -1 : 1));
      });
      const size = 1 + Math.floor(next() * 60);
      const all = ranges.flat().sort((a, b) => (before(a, b) ? -1 : 1));
      const { rows, more } = await pageOf(ranges, size);
      expect(rows, `seed ${String(seed)}`).toEqual(all.slice(0, size));
      expect(more, `seed ${String(seed)}`).toBe(all.length > size);
    }
  });

  it('reads about twice its rows, however many lie behind them', async () => {
    const ranges = (count: number) =>
      Array.from({ length: 12 }, (_, range) =>
        Array.from({ length: count }, (__, row) => ({ id: `${String(range)}-${String(row)}`, key: row })),
      );
    const [few, many] = [await pageOf(ranges(30), 60), await pageOf(ranges(5_000), 60)];
    expect(many.read).toBe(few.read);
    expect(many.read).toBeLessThanOrEqual(150);
  });
});
