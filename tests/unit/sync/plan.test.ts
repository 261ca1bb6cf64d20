import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { accountIdSchema } from '../../../src-shared/ids.ts';
import { newFeed, type FeedState } from '../../../src-shared/sync/machine.ts';
import { planPulls } from '../../../src-shared/sync/plan.ts';

const feed = (
  name: string,
  account: string,
  direction: 'newer' | 'older' | null,
  newerAt: number | null = null,
): { readonly name: string; readonly state: FeedState } => ({
  name,
  state: {
    ...newFeed(v.parse(accountIdSchema, account), name, 60_000, 0),
    newerAt,
    phase: direction === null ? { tag: 'idle', nextAt: 0 } : { tag: 'pulling', direction, again: false },
  },
});
const chosen = (candidates: readonly ReturnType<typeof feed>[], slots: number) =>
  planPulls(candidates, slots).map(({ name }) => name);

describe('which feeds are read next', () => {
  it('only those that asked for it', () => {
    expect(chosen([feed('resting', 'a', null), feed('asking', 'b', 'newer')], 5)).toEqual(['asking']);
  });

  it('one of an account at a time, as many as there is room for', () => {
    const all = ['a', 'a', 'b', 'c', 'd'].map((account, n) => feed(String(n), account, 'newer'));
    expect(chosen(all, 9)).toEqual(['0', '2', '3', '4']);
    expect(chosen(all, 2)).toEqual(['0', '2']);
    expect(chosen(all, 0)).toEqual([]);
  });

  it('what is new before what is old, and what was longest not looked at first', () => {
    const all = [
      feed('past', 'a', 'older', 1),
      feed('lately', 'b', 'newer', 900),
      feed('long ago', 'c', 'newer', 100),
      feed('never', 'd', 'newer', null),
      feed('new of the same', 'a', 'newer', 950),
    ];
    expect(chosen(all, 9)).toEqual(['never', 'long ago', 'lately', 'new of the same']);
    expect(chosen(all.slice(0, 4), 9)).toEqual(['never', 'long ago', 'lately', 'past']);
  });

  it('leaves the order of what it was given as it was', () => {
    const all = [feed('past', 'a', 'older'), feed('new', 'b', 'newer')];
    planPulls(all, 2);
    expect(all.map(({ name }) => name)).toEqual(['past', 'new']);
  });
});
