import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { accountIdSchema } from '../../../src-shared/ids.ts';
import {
  feedStateSchema,
  newFeed,
  stepFeed,
  type FeedEvent,
  type FeedState,
} from '../../../src-shared/sync/machine.ts';

const every = 60_000;
const start = 1_000_000;
const account = v.parse(accountIdSchema, 'account');
const fresh = newFeed(account, 'mentions', every, start);

const page = (change: Partial<Extract<FeedEvent, { tag: 'page' }>> = {}): FeedEvent => ({
  tag: 'page',
  now: start,
  items: 10,
  cursor: 'c1',
  opposite: null,
  more: false,
  oldest: start,
  deepEnough: false,
  ...change,
});
const tick = (now: number, live = false): FeedEvent => ({ tag: 'tick', now, live });
const trouble = (
  of: Extract<FeedEvent, { tag: 'trouble' }>['trouble'],
  jitter = 0.5,
  now = start,
): FeedEvent => ({ tag: 'trouble', now, trouble: of, jitter });
const after = (state: FeedState, ...events: readonly FeedEvent[]): FeedState =>
  events.reduce((now, event) => stepFeed(now, event).state, state);

/** A feed that was read wholly and waits for its next look. */
const settled: FeedState = {
  ...fresh,
  newest: 'n1',
  oldest: null,
  past: 'filled',
  items: 10,
  lastOkAt: start,
  newerAt: start,
  phase: { tag: 'idle', nextAt: start + every, isTurn: true },
};
const pulling = (state: FeedState, direction: 'newer' | 'older' = 'newer', again = false): FeedState => ({
  ...state,
  phase: { tag: 'pulling', direction, again },
});

describe('a feed that was never read', () => {
  it('knows nothing, and wants to be read at once', () => {
    expect(fresh).toEqual({
      accountId: account,
      feed: 'mentions',
      everyMs: every,
      newest: null,
      oldest: null,
      past: 'unknown',
      owedTo: null,
      items: 0,
      lastOkAt: null,
      newerAt: null,
      failures: 0,
      phase: { tag: 'idle', nextAt: start },
    });
    expect(stepFeed(fresh, tick(start - 1)).effects).toEqual([{ tag: 'wake', at: start }]);
    expect(stepFeed(fresh, tick(start))).toEqual({
      state: pulling(fresh),
      effects: [{ tag: 'pull', direction: 'newer', cursor: null }],
    });
    // Nothing was heard of it yet, so that a stream replaces nothing.
    expect(stepFeed(fresh, tick(start, true)).state.phase.tag).toBe('pulling');
  });

  it('reads on into the past from where its first page ends', () => {
    const step = stepFeed(pulling(fresh), page({ cursor: 'n9', opposite: 'o1', more: true }));
    expect(step.state).toEqual({
      ...pulling(fresh, 'older'),
      newest: 'n9',
      oldest: 'o1',
      past: 'filling',
      items: 10,
      lastOkAt: start,
      newerAt: start,
    });
    expect(step.effects).toEqual([{ tag: 'pull', direction: 'older', cursor: 'o1' }]);
  });

  it.each([
    ['nothing lies behind it', page({ cursor: 'n9', opposite: null, more: true })],
    ['it is deep enough', page({ cursor: 'n9', opposite: 'o1', deepEnough: true })],
  ])('has its past when %s', (_, first) => {
    const { state, effects } = stepFeed(pulling(fresh), first);
    expect(state).toMatchObject({ past: 'filled', phase: { tag: 'idle', nextAt: start + every } });
    expect(effects).toEqual([{ tag: 'wake', at: start + every }]);
  });

  it('stays unread when its first page names no position', () => {
    expect(after(pulling(fresh), page({ cursor: null }))).toMatchObject({ newest: null, past: 'filled' });
  });
});

describe('a feed whose list was seen empty', () => {
  const empty = after(pulling(fresh), page({ items: 0, cursor: null, oldest: null }));
  const deep = { deepEnough: true, more: true } as const;
  const day = 24 * 3_600_000;

  it('owes what came since, however much it is, and nothing of before', () => {
    const first = after(pulling(empty), page({ ...deep, cursor: 'n9', opposite: 'o1' }));
    expect(first).toMatchObject({ past: 'filling', owedTo: start, phase: { direction: 'older' } });
    const second = after(first, page({ ...deep, cursor: 'o2', oldest: null }));
    expect(second).toMatchObject({ past: 'filling', oldest: 'o2', phase: { direction: 'older' } });
    const third = after(second, page({ ...deep, cursor: 'o3', oldest: start - day }));
    expect(third).toMatchObject({ past: 'filling', phase: { direction: 'older' } });
    const reached = page({ ...deep, cursor: 'o4', oldest: start - day - 1 });
    expect(after(third, reached)).toMatchObject({ past: 'filled', owedTo: null, oldest: 'o4' });
    expect(after(third, page({ cursor: null }))).toMatchObject({ past: 'filled', owedTo: null });
  });

  it('owes nothing when its first page reaches back to before', () => {
    const first = page({ ...deep, cursor: 'n9', opposite: 'o1', oldest: start - 2 * day });
    expect(after(pulling(empty), first)).toMatchObject({ past: 'filled', owedTo: null });
  });

  it('owes nothing once it has brought something, though its pages name no position', () => {
    const named = page({ cursor: null, opposite: 'o1', deepEnough: true, oldest: start - 2 * day });
    const read = after(pulling(empty), named);
    expect(after(pulling(read), page({ cursor: null, opposite: 'o1', deepEnough: true }))).toMatchObject({
      past: 'filled',
      owedTo: null,
    });
  });
});

describe('what is new', () => {
  it('is asked for at its regular moment, from the last position', () => {
    expect(stepFeed(settled, tick(start + every - 1)).effects).toEqual([{ tag: 'wake', at: start + every }]);
    expect(stepFeed(settled, tick(start + every)).effects).toEqual([
      { tag: 'pull', direction: 'newer', cursor: 'n1' },
    ]);
  });

  it('is asked for five times more rarely while a stream is open', () => {
    expect(stepFeed(settled, tick(start + 5 * every - 1, true)).effects).toEqual([
      { tag: 'wake', at: start + 5 * every },
    ]);
    expect(stepFeed(settled, tick(start + 5 * every, true)).state.phase.tag).toBe('pulling');
  });

  it('is asked for at once after a nudge, and in the usual rhythm after a failure, stream or not', () => {
    const nudged = stepFeed(settled, { tag: 'nudge', now: start + 5_000 });
    expect(nudged.effects).toEqual([{ tag: 'wake', at: start + 5_000 }]);
    expect(stepFeed(nudged.state, tick(start + 5_000, true)).state.phase.tag).toBe('pulling');
    const failing = stepFeed(pulling(settled), trouble({ tag: 'offline' }));
    const [retry] = failing.effects;
    expect(retry).toEqual({ tag: 'wake', at: start + 2_000 });
    expect(stepFeed(failing.state, tick(start + 2_000, true)).state.phase.tag).toBe('pulling');
  });

  it('is asked for at once after a nudge, however long a stream has made its looks rare', () => {
    const waiting = stepFeed(settled, tick(start + 2 * every, true)).state;
    expect(waiting.phase.tag).toBe('idle');
    const nudged = stepFeed(waiting, { tag: 'nudge', now: start + 2 * every }).state;
    expect(stepFeed(nudged, tick(start + 2 * every, true)).state.phase.tag).toBe('pulling');
  });

  it('is read page after page while there is more, and counts not as past', () => {
    const step = stepFeed(pulling(settled), page({ now: start + every, cursor: 'n2', more: true }));
    expect(step.state).toMatchObject({
      newest: 'n2',
      oldest: null,
      past: 'filled',
      items: 10,
      newerAt: start + every,
      lastOkAt: start + every,
      failures: 0,
    });
    expect(step.effects).toEqual([{ tag: 'pull', direction: 'newer', cursor: 'n2' }]);
    expect(stepFeed(step.state, page({ now: start + every, cursor: 'n3' })).effects).toEqual([
      { tag: 'wake', at: start + 2 * every },
    ]);
  });

  it('keeps its position when a page names none, and its past whatever the page says of it', () => {
    const filling: FeedState = { ...settled, past: 'filling', oldest: 'o1' };
    expect(
      after(pulling(filling), page({ cursor: null, opposite: 'other', deepEnough: true })),
    ).toMatchObject({ newest: 'n1', oldest: 'o1', past: 'filling' });
  });

  it('is asked for again when somebody asked while a page was on its way', () => {
    const asked = after(pulling(settled), { tag: 'nudge', now: start });
    expect(asked).toEqual(pulling(settled, 'newer', true));
    const next = stepFeed(asked, page({ cursor: 'n2' }));
    expect(next.effects).toEqual([{ tag: 'pull', direction: 'newer', cursor: 'n2' }]);
    expect(next.state.phase).toEqual({ tag: 'pulling', direction: 'newer', again: false });
    expect(after(next.state, page({ cursor: 'n3' })).phase.tag).toBe('idle');
  });
});

describe('what is old', () => {
  const filling: FeedState = { ...settled, past: 'filling', oldest: 'o1' };

  it('is read further and further', () => {
    const step = stepFeed(pulling(filling, 'older'), page({ cursor: 'o2', more: true }));
    expect(step.state).toMatchObject({ newest: 'n1', oldest: 'o2', past: 'filling', items: 20 });
    expect(step.effects).toEqual([{ tag: 'pull', direction: 'older', cursor: 'o2' }]);
    // How recently it was looked for what is new has not changed.
    expect(step.state.newerAt).toBe(start);
  });

  it.each([
    ['there is no more', page({ cursor: 'o2', more: false }), 'o2'],
    ['it is deep enough', page({ cursor: 'o2', more: true, deepEnough: true }), 'o2'],
    ['no position is named, though there is more', page({ cursor: null, more: true }), 'o1'],
    ['its beginning was reached', page({ cursor: null, more: false }), null],
  ])('is over when %s', (_, last, oldest) => {
    const step = stepFeed(pulling(filling, 'older'), last);
    expect(step.state).toMatchObject({ past: 'filled', oldest });
    expect(step.effects).toEqual([{ tag: 'wake', at: start + every }]);
  });

  it('is interrupted each time that a look at what is new is due', () => {
    const due = stepFeed(pulling(filling, 'older'), page({ now: start + every, cursor: 'o2', more: true }));
    expect(due.effects).toEqual([{ tag: 'pull', direction: 'newer', cursor: 'n1' }]);
    const back = stepFeed(due.state, page({ now: start + every, cursor: 'n2' }));
    expect(back.effects).toEqual([{ tag: 'pull', direction: 'older', cursor: 'o2' }]);
    const notYet = stepFeed(
      pulling(filling, 'older'),
      page({ now: start + every - 1, cursor: 'o2', more: true }),
    );
    expect(notYet.effects).toEqual([{ tag: 'pull', direction: 'older', cursor: 'o2' }]);
  });

  it('is read while nobody ever looked for what is new', () => {
    const never = pulling({ ...filling, newerAt: null }, 'older');
    expect(stepFeed(never, page({ cursor: 'o2', more: true })).effects).toEqual([
      { tag: 'pull', direction: 'older', cursor: 'o2' },
    ]);
  });

  it('is read further at the person’s word, where there is something to read and nothing is being read', () => {
    const deeper: FeedEvent = { tag: 'deeper', now: start };
    const reached: FeedState = { ...filling, past: 'filled' };
    expect(stepFeed(reached, deeper)).toEqual({
      state: pulling(reached, 'older'),
      effects: [{ tag: 'pull', direction: 'older', cursor: 'o1' }],
    });
    for (const state of [settled, pulling(reached), { ...reached, phase: { tag: 'stopped' } as const }])
      expect(stepFeed(state, deeper)).toEqual({ state, effects: [] });
  });
});

describe('trouble', () => {
  it('makes it try again ever later, spread by chance, ten minutes at most', () => {
    const wait = (failures: number, jitter: number): number => {
      const { state } = stepFeed(pulling({ ...settled, failures }), trouble({ tag: 'failing' }, jitter));
      expect(state.failures).toBe(failures + 1);
      return state.phase.tag === 'idle' ? state.phase.nextAt - start : NaN;
    };
    expect(wait(0, 0.5)).toBe(2_000);
    expect(wait(0, 0)).toBe(1_500);
    expect(wait(0, 1)).toBe(2_500);
    expect(wait(1, 0.5)).toBe(4_000);
    expect(wait(3, 0.5)).toBe(16_000);
    expect(wait(50, 0.5)).toBe(600_000);
    expect(wait(5_000, 0.5)).toBe(600_000);
  });

  it('is the same without a network', () => {
    expect(stepFeed(pulling(settled), trouble({ tag: 'offline' }))).toEqual(
      stepFeed(pulling(settled), trouble({ tag: 'failing' })),
    );
  });

  it('waits as long as the server asked, a second at least', () => {
    const until = (at: number) =>
      stepFeed(pulling(settled), trouble({ tag: 'rate-limited', until: at })).effects;
    expect(until(start + 30_000)).toEqual([{ tag: 'wake', at: start + 30_000 }]);
    expect(until(start - 30_000)).toEqual([{ tag: 'wake', at: start + 1_000 }]);
    expect(after(pulling(settled), trouble({ tag: 'rate-limited', until: start + 5_000 }))).toEqual({
      ...settled,
      failures: 1,
      phase: { tag: 'idle', nextAt: start + 5_000 },
    });
  });

  it('stops it when the account is refused, until that is good again', () => {
    const stopped = stepFeed(pulling(settled), trouble({ tag: 'refused' }));
    expect(stopped).toEqual({ state: { ...settled, failures: 1, phase: { tag: 'stopped' } }, effects: [] });
    for (const event of [
      tick(start + 9 * every),
      { tag: 'nudge', now: start } as const,
      { tag: 'recovered', now: start } as const,
      page(),
      trouble({ tag: 'failing' }),
    ])
      expect(stepFeed(stopped.state, event)).toEqual({ state: stopped.state, effects: [] });
    expect(stepFeed(stopped.state, { tag: 'restored', now: start + 7 })).toEqual({
      state: { ...settled, failures: 0, phase: { tag: 'idle', nextAt: start + 7 } },
      effects: [{ tag: 'wake', at: start + 7 }],
    });
  });

  it('is forgotten with the next page', () => {
    expect(after(pulling({ ...settled, failures: 3 }), page()).failures).toBe(0);
  });
});

describe('what comes at the wrong time changes nothing', () => {
  it.each([
    ['a page that nobody waits for', settled, page()],
    ['a failure that nobody waits for', settled, trouble({ tag: 'refused' })],
    ['a tick while a page is on its way', pulling(settled), tick(start + 9 * every)],
    ['a token that was never refused', settled, { tag: 'restored', now: start }],
    ['a restart while nothing was on its way', settled, { tag: 'recovered', now: start }],
  ] as const)('%s', (_, state, event) => {
    expect(stepFeed(state, event)).toEqual({ state, effects: [] });
  });
});

describe('a feed after a death', () => {
  it('asks again for the page that was on its way', () => {
    expect(stepFeed(pulling(settled, 'older'), { tag: 'recovered', now: start + 3 })).toEqual({
      state: { ...settled, phase: { tag: 'idle', nextAt: start + 3 } },
      effects: [{ tag: 'wake', at: start + 3 }],
    });
  });

  it('begins again when the store lost its rows', () => {
    expect(stepFeed(settled, { tag: 'rewind', now: start + 9 })).toEqual({
      state: newFeed(account, 'mentions', every, start + 9),
      effects: [{ tag: 'wake', at: start + 9 }],
    });
  });

  it('is read as it was written, and nothing else is taken for a feed', () => {
    for (const state of [
      fresh,
      settled,
      pulling(settled),
      pulling(settled, 'older', true),
      { ...settled, past: 'filling' },
      { ...settled, phase: { tag: 'stopped' } },
    ])
      expect(v.parse(feedStateSchema, state)).toEqual(state);
    // An older Vigie knew of nothing that is owed.
    const { owedTo: _owedTo, ...older } = settled;
    expect(v.parse(feedStateSchema, older)).toEqual(settled);
    for (const name of Object.keys(older)) {
      const { [name as keyof FeedState]: _, ...lacking } = settled;
      expect(v.is(feedStateSchema, lacking), name).toBe(false);
    }
    for (const phase of [{}, { tag: 'idle' }, { tag: 'pulling', direction: 'newer' }, { tag: '' }])
      expect(v.is(feedStateSchema, { ...settled, phase }), JSON.stringify(phase)).toBe(false);
  });
});
