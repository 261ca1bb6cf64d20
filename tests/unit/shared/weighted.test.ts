import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { countText, overflowsAt } from '../../../src-shared/composing/count.ts';
import { addressesIn } from '../../../src-shared/composing/loose-addresses.ts';
import { punycodeLength } from '../../../src-shared/composing/punycode-length.ts';
import { weightedLength } from '../../../src-shared/composing/weighted.ts';
import type { Counting } from '../../../src-shared/networks/manifest.ts';

const weighted: Counting = {
  rule: 'weighted',
  max: 280,
  maxBytes: null,
  urlLength: 23,
  remoteMentionsLocalPartOnly: false,
  warningCounts: false,
};
const lengthOf = (text: string): number => countText(text, '', weighted).length;

describe('the weighted count', () => {
  test('agrees with what twitter-text answers for texts made to set them apart', () => {
    const file = fileURLToPath(new URL('../../fixtures/weighted-lengths.json', import.meta.url));
    const cases = v.parse(v.array(v.tuple([v.string(), v.number()])), JSON.parse(readFileSync(file, 'utf8')));
    expect(cases.length).toBeGreaterThan(300);
    const wrong = cases.filter(([text, length]) => lengthOf(text) !== length);
    expect(wrong).toEqual([]);
  });
  test('counts after composition, and an emoji sequence as two, also one younger than the package', () => {
    expect(lengthOf('e\u0301')).toBe(1);
    expect(lengthOf('👨‍👩‍👧‍👦')).toBe(2);
    expect(lengthOf('🫱🏽‍🫲🏻')).toBe(2);
    expect(lengthOf('日本')).toBe(4);
  });
  test('an address counts 23 with or without a scheme, its sentence’s full stop apart', () => {
    expect(lengthOf('https://exemple.fr/un/chemin/plus/long/que/vingt-trois?x=1')).toBe(23);
    expect(lengthOf('exemple.fr/lampes.')).toBe(24);
    expect(lengthOf('moi@exemple.fr')).toBe(14);
    expect(addressesIn('a.fr, puis b.com')).toEqual([
      { start: 0, end: 4 },
      { start: 11, end: 16 },
    ]);
  });
  test('says where a text begins to be too long', () => {
    expect(overflowsAt('a'.repeat(280), '', weighted)).toBeNull();
    expect(overflowsAt('a'.repeat(279) + '日', '', weighted)).toBe(279);
    expect(overflowsAt('é'.repeat(300), '', weighted)).toBe(280);
  });
  test('a label of another script is measured as the name system writes it', () => {
    expect(punycodeLength('bücher')).toBe('xn--bcher-kva'.length);
    expect(punycodeLength('みんな')).toBe('xn--q9jyb4c'.length);
    expect(punycodeLength('exemple')).toBe(7);
  });
  test('is linear: texts that are slow for one expression are counted while typing', () => {
    const texts = [
      'Une phrase avec exemple.com/abc et https://exemple.fr/x et un é. '.repeat(160),
      'a.b.'.repeat(2_500),
      '日本語.'.repeat(2_500),
      'a.com'.repeat(2_000),
      'x.com/' + '(a'.repeat(5_000),
    ];
    const begun = performance.now();
    for (const text of texts) weightedLength(text.repeat(10), 23);
    // A tenth of a second; a count that squares would take minutes here.
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});
