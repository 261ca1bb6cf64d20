import { describe, expect, it } from 'vitest';
import { readMergedPage, type Wanted } from '../../../src-renderer/store/merged-page.ts';

interface Row {
  readonly id: string;
  readonly key: number;
}
const before = (a: Row, b: Row): boolean => a.key < b.key || (a.key === b.key && a.id < b.id);
const evenly = (ranges: number, each: number): readonly (readonly Row[])[] =>
  Array.from({ length: ranges }, (_, range) =>
    Array.from({ length: each }, (__, row) => ({ id: String(range).padStart(2, '0'), key: row })),
  );

async function page(ranges: readonly (readonly Row[])[], size: number) {
  const rounds: (readonly Wanted<Row>[])[] = [];
  const { rows, more } = await readMergedPage<Row>({
    ranges: ranges.length,
    size,
    before,
    read: (wanted) => {
      rounds.push(wanted);
      return Promise.resolve(
        wanted.map(({ range, after, limit }) =>
          (ranges[range] ?? []).filter((row) => after === null || before(after, row)).slice(0, limit),
        ),
      );
    },
  });
  return { rows: rows.length, more, limits: rounds.map((round) => round.map(({ limit }) => limit)) };
}

describe('a page merged from several ranges', () => {
  it('knows whether there is more, to the row', async () => {
    expect(await page(evenly(2, 5), 10)).toMatchObject({ rows: 10, more: false });
    expect(await page(evenly(2, 5), 9)).toMatchObject({ rows: 9, more: true });
    expect(await page([], 9)).toEqual({ rows: 0, more: false, limits: [] });
  });

  it('asks each range for twice its share, eight rows at least, and no more than the page needs', async () => {
    expect((await page(evenly(4, 100), 19)).limits).toEqual([[10, 10, 10, 10]]);
    expect((await page(evenly(20, 100), 19)).limits).toEqual([Array.from({ length: 20 }, () => 8)]);
    expect((await page(evenly(1, 100), 19)).limits).toEqual([[20]]);
    expect((await page(evenly(2, 100), 4)).limits).toEqual([[5, 5]]);
  });

  it('asks again only where rows of the page may lie, for twice as many, up to the page', async () => {
    const skewed = [
      Array.from({ length: 100 }, (_, row) => ({ id: 'a', key: row })),
      ...evenly(3, 100).map((rows) => rows.map((row) => ({ ...row, key: row.key + 1_000 }))),
    ];
    expect((await page(skewed, 19)).limits).toEqual([[10, 10, 10, 10], [20]]);
    expect((await page(skewed, 39)).limits).toEqual([[20, 20, 20, 20], [40]]);
    const many = [
      skewed[0] ?? [],
      ...evenly(9, 100).map((rows) => rows.map((row) => ({ ...row, key: row.key + 1_000 }))),
    ];
    expect((await page(many, 29)).limits).toEqual([Array.from({ length: 10 }, () => 8), [16], [30]]);
  });
});
