import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLife, type LifeSetup } from './simulated-life.ts';
import { minute, rule } from './samples.ts';

/** Enough for more than 200,000 transitions over the five kinds of lives. */
const lives = Number(process.env['OUTBOX_LIVES'] ?? 5_500);

const kinds: readonly (readonly [string, LifeSetup])[] = [
  ['K, at once', { rule: rule('K', 60 * minute), media: 1, leaving: 'now', executor: 'machine' }],
  ['R, scheduled, two media', { rule: rule('R'), media: 2, leaving: 'at', executor: 'machine' }],
  ['N, scheduled', { rule: rule('N'), media: 0, leaving: 'at', executor: 'machine' }],
  ['R, at once', { rule: rule('R'), media: 0, leaving: 'now', executor: 'machine' }],
  ['R, by a person', { rule: rule('R'), media: 1, leaving: 'at', executor: 'assisted' }],
  ['R, by the network’s scheduler', { rule: rule('R'), media: 1, leaving: 'at', executor: 'native' }],
];

describe('random lives of a delivery', () => {
  let transitions = 0;

  it.each(kinds)('%s: never twice, never lost, never a lie', { timeout: 120_000 }, (_, setup) => {
    const act = fc.tuple(fc.nat(7), fc.nat(1000), fc.nat(1000));
    fc.assert(
      fc.property(fc.array(act, { minLength: 20, maxLength: 120, size: 'max' }), (acts) => {
        const life = createLife(setup);
        for (const [kind, how, size] of acts) life.act(kind, how, size);
        life.calmDown();
        transitions += life.transitions();
        const { phase } = life.record();
        expect(life.asleep()).toBe(true);
        // Waiting for nothing and for nobody would be a loss.
        expect(['sent', 'cancelled', 'missed', 'failed', 'needs-decision', 'assisted']).toContain(phase.tag);
        if (phase.tag === 'sent') expect(life.published()).toBe(1);
        if (phase.tag === 'missed' || phase.tag === 'failed') expect(life.published()).toBe(0);
        if (phase.tag === 'assisted') expect(life.published()).toBe(0);
        if (phase.tag === 'cancelled') expect(life.published()).toBe(0);
      }),
      { numRuns: lives },
    );
  });

  it('goes on after it was parked while an upload was under way', () => {
    const life = createLife({ rule: rule('K', 60 * minute), media: 1, leaving: 'now', executor: 'machine' });
    // Due, the upload leaves, frozen, let go (too late: missed), sent all the same.
    for (const [kind, how, size] of [
      [0, 0, 784],
      [2, 0, 0],
      [7, 412, 0],
      [7, 847, 0],
      [7, 940, 0],
    ] as const)
      life.act(kind, how, size);
    life.calmDown();
    expect(life.record().phase.tag).toBe('sent');
    expect(life.published()).toBe(1);
  });

  it('were many', () => {
    console.log(`outbox machine: ${transitions} transitions`);
    expect(transitions).toBeGreaterThan(lives * 35);
  });
});
