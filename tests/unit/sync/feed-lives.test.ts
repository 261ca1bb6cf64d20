import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { accountIdSchema } from '../../../src-shared/ids.ts';
import {
  feedStateSchema,
  newFeed,
  stepFeed,
  type FeedEvent,
  type FeedState,
  type FeedStep,
} from '../../../src-shared/sync/machine.ts';

/**
 * Lives of a feed against a network: a list of numbered items that grows at its new end. Nothing is left out because it
 * is unlikely: pages come late, fail, or die with the process.
 */
const every = 60_000;
const account = v.parse(accountIdSchema, 'account');

type Act =
  | { readonly tag: 'pass'; readonly ms: number; readonly live: boolean }
  | { readonly tag: 'write'; readonly count: number }
  | { readonly tag: 'answer' }
  | { readonly tag: 'trouble'; readonly trouble: 'offline' | 'rate-limited' | 'refused' | 'failing' }
  | { readonly tag: 'nudge' | 'deeper' | 'restored' | 'recovered' | 'rewind' };

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    tag: fc.constant('pass' as const),
    ms: fc.oneof(fc.nat(2_000), fc.nat(10 * every)),
    live: fc.boolean(),
  }),
  fc.record({ tag: fc.constant('write' as const), count: fc.integer({ min: 1, max: 7 }) }),
  fc.constant({ tag: 'answer' } as const),
  fc.constant({ tag: 'answer' } as const),
  fc.record({
    tag: fc.constant('trouble' as const),
    trouble: fc.constantFrom('offline', 'rate-limited', 'refused', 'failing'),
  }),
  fc.record({ tag: fc.constantFrom('nudge', 'deeper', 'restored', 'recovered') }),
);

const pageSize = 5;

/**
 * The network's list, read by position: `newer` from the oldest unseen on, `older` from the newest unseen back.
 *
 * @param before how many items it has when the feed is first followed
 * @param depth after how many items the past is deep enough
 */
function createWorld(before: number, depth: number) {
  let written = before;
  const kept = new Set<number>();
  let now = 1_000_000;
  let state: FeedState = newFeed(account, 'feed', every, now);
  let pending: Extract<FeedStep['effects'][number], { tag: 'pull' }> | null = null;
  const seen: FeedStep[] = [];

  const send = (event: FeedEvent): void => {
    const step = stepFeed(state, event);
    state = step.state;
    seen.push(step);
    for (const effect of step.effects) if (effect.tag === 'pull') pending = effect;
    if (state.phase.tag !== 'pulling') pending = null;
  };
  const page = (): FeedEvent => {
    const { direction, cursor } = pending ?? { direction: 'newer', cursor: null };
    const base = { tag: 'page', now, oldest: now, deepEnough: false } as const;
    if (direction === 'newer' && cursor === null) {
      const low = Math.max(0, written - pageSize);
      for (let item = low; item < written; item += 1) kept.add(item);
      const isAll = low === 0;
      return {
        ...base,
        items: written - low,
        // A list that has nothing names no position.
        cursor: written === 0 ? null : String(written),
        opposite: isAll ? null : String(low),
        more: !isAll,
        deepEnough: state.items + written - low >= depth,
      };
    }
    if (direction === 'newer') {
      const high = Math.min(written, Number(cursor) + pageSize);
      for (let item = Number(cursor); item < high; item += 1) kept.add(item);
      return {
        ...base,
        items: high - Number(cursor),
        cursor: String(high),
        opposite: null,
        more: high < written,
      };
    }
    const low = Math.max(0, Number(cursor) - pageSize);
    for (let item = low; item < Number(cursor); item += 1) kept.add(item);
    return {
      ...base,
      items: Number(cursor) - low,
      cursor: low === 0 ? null : String(low),
      opposite: null,
      more: low > 0,
      deepEnough: state.items + Number(cursor) - low >= depth,
    };
  };
  const act = (one: Act): void => {
    switch (one.tag) {
      case 'pass':
        now += one.ms;
        return send({ tag: 'tick', now, live: one.live });
      case 'write':
        written += one.count;
        return;
      case 'answer':
        return pending === null ? undefined : send(page());
      case 'trouble': {
        const trouble =
          one.trouble === 'rate-limited'
            ? ({ tag: 'rate-limited', until: now + 5_000 } as const)
            : { tag: one.trouble };
        return send({ tag: 'trouble', now, trouble, jitter: 0.5 });
      }
      default:
        return send({ tag: one.tag, now });
    }
  };
  return {
    act,
    seen,
    state: () => state,
    pending: () => pending,
    now: () => now,
    written: () => written,
    kept,
  };
}

function leaveInPeace(world: ReturnType<typeof createWorld>): void {
  world.act({ tag: 'restored' });
  world.act({ tag: 'nudge' });
  for (let n = 0; n < 200; n += 1) {
    if (world.pending() === null) world.act({ tag: 'pass', ms: every, live: false });
    else world.act({ tag: 'answer' });
  }
}

const lives = fc.record({ before: fc.nat(40), acts: fc.array(acts, { maxLength: 60 }) });

describe('a feed, whatever happens to it', () => {
  it('misses nothing that was written, once it is left in peace', () => {
    fc.assert(
      fc.property(lives, ({ before, acts: happened }) => {
        const world = createWorld(before, Infinity);
        for (const one of happened) world.act(one);
        leaveInPeace(world);
        expect(world.kept.size).toBe(world.written());
        expect(world.state()).toMatchObject({ past: 'filled', failures: 0 });
      }),
      { numRuns: 400 },
    );
  });

  it('misses nothing of what came after its list was seen empty, however little of the past is wanted', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 60 }), (happened) => {
        const world = createWorld(0, 1);
        world.act({ tag: 'pass', ms: 0, live: false });
        world.act({ tag: 'answer' });
        for (const one of happened) world.act(one);
        leaveInPeace(world);
        expect(world.kept.size).toBe(world.written());
      }),
      { numRuns: 400 },
    );
  });

  it('is either being read, or says when it wants to be, or stands still until it is restored', () => {
    fc.assert(
      fc.property(lives, ({ before, acts: happened }) => {
        const world = createWorld(before, Infinity);
        for (const one of happened) {
          const state = world.state();
          world.act(one);
          const after = world.state();
          const last = world.seen.at(-1);
          if (after === state || last === undefined) continue;
          const tags = last.effects.map(({ tag }) => tag);
          if (after.phase.tag === 'idle') {
            expect(last.effects).toEqual([{ tag: 'wake', at: after.phase.nextAt }]);
            expect(after.phase.nextAt).toBeLessThanOrEqual(world.now() + 10 * 60_000 * 1.25);
          }
          if (after.phase.tag === 'stopped') expect(tags).toEqual([]);
          if (after.phase.tag === 'pulling' && state.phase.tag !== 'pulling') expect(tags).toEqual(['pull']);
          // Survives being written down and read again.
          expect(v.parse(feedStateSchema, JSON.parse(JSON.stringify(after)))).toEqual(after);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('never asks for two pages at once, and asks only from where its rows were kept', () => {
    fc.assert(
      fc.property(lives, ({ before, acts: happened }) => {
        const world = createWorld(before, Infinity);
        for (const one of happened) {
          const wasPulling = world.state().phase.tag === 'pulling';
          const count = world.seen.length;
          world.act(one);
          for (const { effects, state } of world.seen.slice(count))
            for (const effect of effects) {
              if (effect.tag !== 'pull') continue;
              expect(wasPulling && one.tag !== 'answer').toBe(false);
              expect(effect.cursor).toBe(effect.direction === 'newer' ? state.newest : state.oldest);
            }
        }
      }),
      { numRuns: 400 },
    );
  });
});
