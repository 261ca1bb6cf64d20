import { expect, test } from 'vitest';
import { en } from '../../../src-renderer/text/en/index.ts';
import { fr } from '../../../src-renderer/text/fr/index.ts';

/** Every sentence of a catalogue, with its key. */
function sentences(catalogue: object): readonly (readonly [string, string])[] {
  return Object.entries(catalogue).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value === 'string') return [[key, value] as const];
    return sentences(value as object).map(([inner, said]) => [`${key}.${inner}`, said] as const);
  });
}

test('French is typeset as French: no-break spaces before double signs, curly apostrophes', () => {
  const faults = sentences(fr).filter(
    ([, said]) =>
      /[a-zéèêàùâîôûç]'[a-zéèêàâîôh]/iu.test(said) ||
      / [;!?»:]|« |\S[;!?](?=\s|$)/u.test(said.replaceAll(/[\u00a0\u202f][;!?»:]/gu, '')),
  );
  expect(faults).toEqual([]);
});

test('English has no French spaces and no straight apostrophes', () => {
  const faults = sentences(en).filter(([, said]) => /[\u00a0\u202f][;!?:]|\w'\w/u.test(said));
  expect(faults).toEqual([]);
});

test('both languages name the same values in each sentence', () => {
  const names = (said: string) => [...said.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name).sort();
  const english = new Map(sentences(en));
  const differing = sentences(fr).filter(
    ([key, said]) => JSON.stringify(names(said)) !== JSON.stringify(names(english.get(key) ?? '')),
  );
  // `one` may leave the number out, in either language.
  expect(differing.filter(([key]) => !key.endsWith('.one'))).toEqual([]);
});
