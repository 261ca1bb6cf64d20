import { describe, expect, it } from 'vitest';
import { neighbourWarnings, type Neighbour } from '../../../src-shared/composing/neighbours.ts';
import { compared, likeness, nearlySame, normalise } from '../../../src-shared/composing/similar.ts';
import { accountId, deliveryId, intentIdSchema } from '../../../src-shared/ids.ts';
import * as v from 'valibot';

const between = (a: string, b: string): number => likeness(compared(a), compared(b));
const post =
  'La librairie rouvre samedi à 10 h avec une rencontre autour du dernier roman de Lola Lafon. Entrée libre, thé offert.';

describe('likeness', () => {
  it('is 1 for what reads the same: case, accents, punctuation, emoji, spaces, the tail of a link', () => {
    expect(between(post, post.toUpperCase())).toBe(1);
    expect(between(post, post.normalize('NFD'))).toBe(1);
    expect(between('Ouvert  demain !', 'ouvert demain 🎉')).toBe(1);
    expect(between('Lire https://www.port.example/a?utm=1', 'lire http://port.example/a?utm=2#x')).toBe(1);
    expect(normalise('Éléphant — œuvre, n° 3')).toBe('elephant œuvre n 3');
  });

  it.each([
    ['another hour', post.replace('10 h', '11 h')],
    ['another day', post.replace('samedi', 'dimanche')],
    ['a sentence more', `${post} À samedi !`],
    ['a word less', post.replace('dernier ', '')],
    ['a typing error mended', post.replace('rencontre', 'recontre')],
  ])('calls %s nearly the same', (_, other) => {
    expect(between(post, other)).toBeGreaterThanOrEqual(nearlySame);
    expect(between(post, other)).toBeLessThan(1);
  });

  it.each([
    [
      'another post of the same place',
      'La librairie ferme lundi pour inventaire. Nous serons de retour mardi à 10 h, merci de votre patience.',
    ],
    [
      'a post that quotes it',
      `${post} Et aussi : ${'le club de lecture du jeudi reprend, avec six nouveaux titres. '.repeat(3)}`,
    ],
    ['nothing', ''],
    ['a greeting', 'Bonjour à tous !'],
  ])('does not call %s the same', (_, other) => {
    expect(between(post, other)).toBeLessThan(nearlySame);
  });

  it('of short texts is all or nothing', () => {
    expect(between('Merci à tous !', 'merci à tous')).toBe(1);
    expect(between('Merci à tous !', 'Merci à toutes')).toBe(0);
  });

  it('is the same both ways', () => {
    const other = post.replace('samedi', 'dimanche');
    expect(between(post, other)).toBe(between(other, post));
  });
});

describe('the warnings before a post leaves', () => {
  const me = accountId('net', 'server.example', 'me');
  const you = accountId('net', 'server.example', 'you');
  const now = Date.UTC(2026, 10, 26, 9);
  const [day, minute] = [86_400_000, 60_000];
  const rules = { similarDays: 30, apartMinutes: 15 };
  const other = (n: number, at: number, text: string, of = me): Neighbour => ({
    id: deliveryId(v.parse(intentIdSchema, `01JINTENT${String(n).padStart(17, '0')}`), of),
    accountId: of,
    at,
    text: compared(text),
  });
  const warn = (others: readonly Neighbour[], over: Partial<typeof rules> = {}) =>
    neighbourWarnings({ accountId: me, text: compared(post), at: now }, others, { ...rules, ...over });

  it('are about the same text within some days, before and after', () => {
    expect(warn([other(1, now - 29 * day, post)])).toMatchObject([{ tag: 'identical', accountId: me }]);
    expect(warn([other(1, now + 29 * day, post.replace('samedi', 'dimanche'))])).toMatchObject([
      { tag: 'similar' },
    ]);
    expect(warn([other(1, now - 31 * day, post)])).toEqual([]);
    expect(warn([other(1, now - 29 * day, post)], { similarDays: 7 })).toEqual([]);
  });

  it('are about two posts that leave too close to each other', () => {
    expect(warn([other(1, now + 14 * minute, 'Tout autre chose, vraiment.')])).toMatchObject([
      { tag: 'close', apartMs: 14 * minute },
    ]);
    expect(warn([other(1, now + 15 * minute, 'Tout autre chose, vraiment.')])).toEqual([]);
    expect(warn([other(1, now, 'Tout autre chose, vraiment.')], { apartMinutes: 0 })).toEqual([]);
  });

  it('are about the same account only', () => {
    expect(warn([other(1, now, post, you)])).toEqual([]);
  });

  it('name the one that matters most, once each', () => {
    const found = warn([
      other(1, now - 2 * day, post.replace('samedi', 'dimanche')),
      other(2, now - 9 * day, post),
      other(3, now - 10 * minute, 'Tout autre chose, vraiment.'),
      other(4, now + 2 * minute, 'Encore autre chose, vraiment.'),
    ]);
    expect(found.map(({ tag, other: { id } }) => [tag, id.slice(24, 26)])).toEqual([
      ['identical', '02'],
      ['close', '04'],
    ]);
  });

  it('are switched off by a client that wants none', () => {
    expect(warn([other(1, now - minute, post)], { similarDays: 0, apartMinutes: 0 })).toEqual([]);
  });
});
