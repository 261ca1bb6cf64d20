import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countText } from '../../../src-shared/composing/count.ts';
import { splitText } from '../../../src-shared/composing/split.ts';
import type { Counting } from '../../../src-shared/networks/manifest.ts';

const rule = (max: number, urlLength: number | null = null): Counting => ({
  rule: 'graphemes',
  max,
  maxBytes: null,
  urlLength,
  remoteMentionsLocalPartOnly: false,
  warningCounts: true,
});

const bare = (text: string): string => text.replaceAll(/\s+/gu, '');

describe('a text cut into a thread', () => {
  it('ends its parts with sentences', () => {
    const text =
      'Le marché ouvre samedi à neuf heures. Venez avec vos paniers ! Les producteurs du plateau seront là. La fanfare aussi.';
    expect(splitText(text, [rule(65)])).toEqual([
      'Le marché ouvre samedi à neuf heures. Venez avec vos paniers !',
      'Les producteurs du plateau seront là. La fanfare aussi.',
    ]);
  });

  it('ends them with paragraphs where that leaves no stub', () => {
    const text = `${'Un premier paragraphe. '.repeat(3).trim()}\n\nUn second. ${'Encore un mot. '.repeat(3).trim()}`;
    expect(splitText(text, [rule(85)])[0]).toBe('Un premier paragraphe. '.repeat(3).trim());
  });

  it('ends them with words when a sentence is longer than a part', () => {
    expect(splitText('un deux trois quatre cinq six', [rule(14)])).toEqual([
      'un deux trois',
      'quatre cinq',
      'six',
    ]);
  });

  it('cuts no character, and no address that the network shortens', () => {
    expect(splitText('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', [rule(2)])).toEqual(['👩‍👩‍👧👩‍👩‍👧', '👩‍👩‍👧']);
    const address = `https://exemple.fr/${'a'.repeat(60)}`;
    expect(splitText(`Tout est dit ici : ${address} et ailleurs.`, [rule(25, 23)])).toEqual([
      'Tout est dit ici :',
      `${address}`,
      'et ailleurs.',
    ]);
  });

  it('cuts no address at its question mark where the mark would count beside it', () => {
    const written = '@quelquun@ailleurs.org https://exemple.fr/une/page?x=1 et la suite du propos, encore.';
    for (let max = 40; max < 60; max += 1)
      for (const part of splitText(written, [rule(max, 23), rule(max + 30)]))
        expect(countText(part, '', rule(max, 23)).over, `${max}: ${part}`).toBe(0);
  });

  it('fits the strictest of several networks', () => {
    const parts = splitText('Bonjour à toutes. '.repeat(60), [rule(500), rule(300)]);
    expect(parts.every((part) => part.length <= 300)).toBe(true);
  });

  it('loses no word and fits, whatever is written', () => {
    const word = fc.oneof(
      fc.stringMatching(/^[a-zéà]{1,30}[.!?,]?$/u),
      fc.constantFrom('https://exemple.fr/une/page?x=1', '👩‍👩‍👧', '…', '@quelquun@ailleurs.org', '«'),
    );
    const text = fc
      .array(fc.tuple(word, fc.constantFrom(' ', '\n', '\n\n', '  ')))
      .map((all) => all.flat().join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 40, max: 300 }), fc.boolean(), (written, max, shortens) => {
        const rules = [rule(max, shortens ? 23 : null), rule(max + 30)];
        const parts = splitText(written, rules);
        expect(bare(parts.join(''))).toBe(bare(written));
        for (const part of parts)
          for (const one of rules) expect(countText(part, '', one).over, part).toBe(0);
        if (written.trim() !== '') expect(parts.every((part) => part.trim() !== '')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
