import { beforeEach, describe, it } from 'vitest';
import '../fixtures/stream-lives-hooks.ts';
import { eachOf, none, pointsOfALife } from '../fixtures/stream-lives.ts';

describe('the two ends of the down stream', () => {
  let points: { readonly main: number; readonly page: number };
  beforeEach(async () => {
    points = await pointsOfALife();
  });

  it.each(['nothing', 'half', 'all'] as const)(
    'lose nothing when any one store write is refused after %s of it went in',
    (refusal) => eachOf(points.page, (at) => [none, { tag: 'fail', at, every: null }, refusal]),
  );

  it('lose nothing when every few store writes are refused', () =>
    eachOf(6, (at) => [none, { tag: 'fail', at, every: at + 2 }, 'half']));

  it('lose nothing when the journal refuses any one write', () =>
    // The first write is the journal's beginning: refused, main does not start at all (open-journal.test.ts).
    eachOf(points.main - 4, (at) => [{ tag: 'fail', at: at + 4, every: null }, none]));
});
