import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compared, likeness, nearlySame } from '../../../src-shared/composing/similar.ts';
import { likelyAlike } from '../../../src-shared/forecast/likely-alike.ts';

/** Few words, so that texts resemble one another; with one taken out, put in, or changed. */
const words = fc.array(fc.constantFrom('lampe', 'atelier', 'samedi', 'laiton', 'direct', 'neige', 'vélo'), {
  minLength: 1,
  maxLength: 14,
});
const texts = fc
  .array(fc.tuple(words, fc.nat({ max: 13 }), fc.constantFrom('', 'poli', '✨')), {
    minLength: 1,
    maxLength: 12,
  })
  .map((drawn) =>
    drawn.flatMap(([some, at, put]) => [
      some.join(' '),
      [...some.slice(0, at), put, ...some.slice(at + 1)].join(' '),
    ]),
  );

it('misses none that is nearly the same', () => {
  let pairs = 0;
  fc.assert(
    fc.property(texts, (drawn) => {
      const all = drawn.map(compared);
      const likely = likelyAlike(all);
      for (const [place, text] of all.entries())
        for (const [before, other] of all.slice(0, place).entries()) {
          if (likeness(text, other) < nearlySame) continue;
          pairs += 1;
          expect(likely[place]?.has(before)).toBe(true);
        }
    }),
    { numRuns: 300 },
  );
  expect(pairs).toBeGreaterThan(500);
});

it('leaves out what has little in common', () => {
  const all = ['Samedi, on répare les lampes ensemble.', 'Pneus neige : quand faut-il les monter ?'].map(
    compared,
  );
  expect(likelyAlike(all).map((found) => found.size)).toEqual([0, 0]);
});
