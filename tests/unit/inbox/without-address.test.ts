import { expect, test } from 'vitest';
import { withoutAddress } from '../../../src-renderer/features/inbox/without-address.ts';
import type { RichText } from '../../../src-shared/rich-text.ts';

const me = 'atelier@vitrine.example';
const mention = (handle: string) => ({ tag: 'mention', text: `@${handle}`, handle, url: null }) as const;
const text = (words: string) => ({ tag: 'text', text: words }) as const;

test.each<[string, RichText, RichText]>([
  ['the own name in front is not repeated', [mention(me), text(' Bonjour')], [text('Bonjour')]],
  ['whatever its letters', [mention('Atelier@Vitrine.example'), text(', bonjour')], [text('bonjour')]],
  [
    'another name stays',
    [mention('velo@vitrine.example'), text(' oui')],
    [mention('velo@vitrine.example'), text(' oui')],
  ],
  ['a name further on stays', [text('Merci '), mention(me)], [text('Merci '), mention(me)]],
  ['what is nothing but the name stays', [mention(me)], [mention(me)]],
  ['nor does an empty row come of a space', [mention(me), text(' ')], [mention(me), text(' ')]],
  [
    'a second name keeps its place',
    [mention(me), text(' '), mention('b@c.example')],
    [mention('b@c.example')],
  ],
  [
    'a line of its own goes with its break',
    [mention(me), { tag: 'break' }, text('Bonjour')],
    [text('Bonjour')],
  ],
])('%s', (_, body, shown) => {
  expect(withoutAddress(body, me)).toEqual(shown);
});

test('without a known account nothing is left out', () => {
  const body: RichText = [mention(me), text(' Bonjour')];
  expect(withoutAddress(body, null)).toBe(body);
});
