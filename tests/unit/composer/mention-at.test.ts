import { describe, expect, it } from 'vitest';
import { mentionAt, withMention } from '../../../src-shared/composing/mention-at.ts';

describe('a mention that is being written', () => {
  const at = (text: string): string | null => mentionAt(text, text.length)?.query ?? null;

  it('begins a word, with two characters at least', () => {
    expect(at('@lu')).toBe('lu');
    expect(at('Bravo @marée_bleue')).toBe('marée_bleue');
    expect(at('(avec @jo@piaille.fr')).toBe('jo@piaille.fr');
    expect(at('ligne\n@jo')).toBe('jo');
    expect(at('@l')).toBeNull();
  });
  it('is no mailbox, nothing finished, and nothing selected', () => {
    expect(at('contact@exemple.fr')).toBeNull();
    expect(at('@lucie ')).toBeNull();
    expect(mentionAt('@lucie', null)).toBeNull();
  });
  it('is what stands before the caret, whatever follows', () => {
    expect(mentionAt('@lucie et @jo', 4)).toEqual({ start: 0, query: 'luc' });
  });
  it('is written out with one space after it, and the caret behind that', () => {
    expect(withMention('Bravo @lu', { start: 6, query: 'lu' }, 'lucie.bsky.social')).toEqual({
      text: 'Bravo @lucie.bsky.social ',
      caret: 25,
    });
    expect(withMention('@lu !', { start: 0, query: 'lu' }, 'lucie')).toEqual({ text: '@lucie !', caret: 7 });
  });
});
