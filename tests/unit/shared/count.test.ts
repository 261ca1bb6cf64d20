import { describe, expect, test } from 'vitest';
import { countText, overflowsAt, utf8Length } from '../../../src-shared/composing/count.ts';
import type { Counting } from '../../../src-shared/networks/manifest.ts';

const graphemes: Counting = {
  rule: 'graphemes',
  max: 300,
  maxBytes: 3_000,
  urlLength: null,
  remoteMentionsLocalPartOnly: false,
  warningCounts: false,
};
const federated: Counting = {
  rule: 'graphemes',
  max: 500,
  maxBytes: null,
  urlLength: 23,
  remoteMentionsLocalPartOnly: true,
  warningCounts: true,
};

describe('counting a text', () => {
  test('a family emoji is one', () => {
    expect(countText('👨‍👩‍👧‍👦', '', graphemes).length).toBe(1);
    expect(countText('é', '', graphemes).length).toBe(1);
  });
  test('one grapheme too many is told, and where it begins', () => {
    const text = 'a'.repeat(300) + '👩🏽‍🚀';
    expect(countText(text, '', graphemes)).toEqual({ length: 301, max: 300, over: 1 });
    expect(overflowsAt(text, '', graphemes)).toBe(300);
    expect(overflowsAt('a'.repeat(300), '', graphemes)).toBeNull();
  });
  test('a text can be short in graphemes and too heavy in bytes', () => {
    const count = countText('👨‍👩‍👧‍👦'.repeat(150), '', graphemes);
    expect(count).toEqual({ length: 3_750, max: 3_000, over: 750 });
    expect(utf8Length('👨‍👩‍👧‍👦')).toBe(25);
  });
  test('an address counts 23, with its sentence’s full stop apart', () => {
    expect(
      countText('https://example.org/a/very/long/address/that/goes/on?and=on', '', federated).length,
    ).toBe(23);
    expect(countText('Voir https://a.fr.', '', federated).length).toBe(5 + 23 + 1);
    expect(countText('(https://example.org/wiki/Lampe_(objet))', '', federated).length).toBe(1 + 23 + 1);
  });
  test('a remote mention counts its local part', () => {
    expect(countText('@camille@piaille.fr merci', '', federated).length).toBe('@camille merci'.length);
    expect(countText('moi@exemple.fr', '', federated).length).toBe('moi@exemple.fr'.length);
  });
  test('the content warning counts where the network counts it', () => {
    expect(countText('abc', 'attention', federated).length).toBe(12);
    expect(countText('abc', 'attention', graphemes).length).toBe(3);
  });
});
