import { describe, expect, it } from 'vitest';
import { accountIdSchema } from '../../../src-shared/ids.ts';
import { newFeed, stepFeed, type FeedEvent, type FeedState } from '../../../src-shared/sync/machine.ts';
import * as v from 'valibot';

const page = (items: number, change: Partial<Extract<FeedEvent, { tag: 'page' }>> = {}): FeedEvent => ({
  tag: 'page',
  now: 1_000,
  items,
  cursor: 'c',
  opposite: null,
  more: true,
  oldest: 1_000,
  deepEnough: false,
  ...change,
});
const after = (state: FeedState, ...events: readonly FeedEvent[]): FeedState =>
  events.reduce((now, event) => stepFeed(now, event).state, state);

describe('the past of a feed', () => {
  it('is counted by itself: what arrives while it is being read takes nothing away from it', () => {
    const fresh = newFeed(v.parse(accountIdSchema, 'account'), 'feed', 60_000, 0);
    const begun = after(
      fresh,
      { tag: 'tick', now: 0, live: false },
      page(40, { opposite: 'older' }),
      page(40),
    );
    expect(begun).toMatchObject({ items: 80, past: 'filling' });
    // The program dies in the middle of it; three hundred people write; it goes on.
    const later = after(
      begun,
      { tag: 'recovered', now: 2_000 },
      { tag: 'tick', now: 2_000, live: false },
      page(300, { now: 2_000, more: false }),
    );
    expect(later).toMatchObject({ items: 80, past: 'filling', phase: { direction: 'older' } });
    expect(after(later, page(40, { now: 2_000 }))).toMatchObject({ items: 120 });
  });
});
