import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPoints, type Plan } from '../fixtures/death-and-faults.ts';
import type { Refusal } from '../fixtures/memory-store.ts';
import '../fixtures/stream-lives-hooks.ts';
import { expected, live, newDisk, none, survive, wipe } from '../fixtures/stream-lives.ts';

describe('the two ends of the down stream', () => {
  it('lose nothing in any sequence of refusals and deaths on both sides', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            side: fc.constantFrom('main', 'page'),
            kill: fc.boolean(),
            at: fc.integer({ min: 1, max: 40 }),
            every: fc.option(fc.integer({ min: 2, max: 7 })),
            refusal: fc.constantFrom<Refusal>('nothing', 'half', 'all'),
          }),
          { maxLength: 4 },
        ),
        async (lives) => {
          const disk = newDisk();
          for (const one of lives) {
            // Main's first points are the opening of its journal.
            const plan: Plan = one.kill
              ? { tag: 'kill', at: one.at }
              : { tag: 'fail', at: one.at + 4, every: one.every };
            const [main, page] = one.side === 'main' ? [plan, none] : [none, plan];
            await live(disk, createPoints(main), createPoints(page), one.refusal);
          }
          expect(await survive(disk, none, none)).toEqual(expected);
          await wipe();
        },
      ),
      { numRuns: 25 },
    ));
});
