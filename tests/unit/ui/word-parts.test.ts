import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wordParts } from '../../../src-renderer/ui/rich-text/word-parts.ts';

it('marks the words that differ and no others', () => {
  expect(wordParts('Samedi, de 10 h à 17 h.', 'Samedi, de 10 h à 18 h. #atelier', 'fr')).toEqual([
    { tag: 'both', text: 'Samedi, de 10 h à ' },
    { tag: 'first', text: '17' },
    { tag: 'second', text: '18' },
    { tag: 'both', text: ' h.' },
    { tag: 'second', text: ' #atelier' },
  ]);
  expect(wordParts('le même', 'le même', 'fr')).toEqual([{ tag: 'both', text: 'le même' }]);
});

it('loses nothing of either text', () => {
  const text = fc.array(fc.constantFrom('un', 'deux', ' ', '\n', 'trois', '👋🏽', '  '), { maxLength: 30 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const parts = wordParts(a.join(''), b.join(''), 'fr');
      const without = (tag: string) => parts.filter((one) => one.tag !== tag).map((one) => one.text);
      expect(without('second').join('')).toBe(a.join(''));
      expect(without('first').join('')).toBe(b.join(''));
    }),
  );
});
