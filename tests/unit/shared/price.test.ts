import { describe, expect, test } from 'vitest';
import { answerPriceOf, priceOf } from '../../../src-shared/composing/price.ts';
import { emptyContent, type PostMedia } from '../../../src-shared/domain/content.ts';
import { mediaHashSchema } from '../../../src-shared/ids.ts';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';
import * as v from 'valibot';

const charging: Pick<Manifest, 'prices'> = {
  prices: { currency: 'USD', operations: { create: 0.015, 'create-with-link': 0.2, upload: 0.005 } },
};
const medium = (alt: string, decorative = false): PostMedia => ({
  hash: v.parse(mediaHashSchema, 'a'.repeat(64)),
  mime: 'image/png',
  bytes: 1,
  width: null,
  height: null,
  name: 'x.png',
  alt,
  decorative,
});

describe('what publishing costs', () => {
  test('a post with an address costs more, with or without its scheme', () => {
    expect(priceOf({ ...emptyContent, text: 'Bonjour' }, charging)?.amount).toBeCloseTo(0.015);
    expect(priceOf({ ...emptyContent, text: 'Voir exemple.fr' }, charging)?.amount).toBeCloseTo(0.2);
    expect(priceOf({ ...emptyContent, text: 'moi@exemple.fr' }, charging)?.amount).toBeCloseTo(0.015);
  });
  test('each part of a thread and its first comment are posts, each description a call', () => {
    const content = {
      ...emptyContent,
      text: 'Un',
      media: [medium('Une lampe'), medium('', true)],
      parts: [{ text: 'Deux : exemple.fr', media: [], warning: '' }],
      firstComment: 'Trois',
    };
    expect(priceOf(content, charging)).toEqual({ currency: 'USD', amount: expect.closeTo(0.235) as number });
  });
  test('an answer is a post in public, dearer with an address, and a message in private', () => {
    const both = {
      prices: { currency: 'USD', operations: { ...charging.prices?.operations, message: 0.01 } },
    };
    expect(answerPriceOf('Bonjour', false, both)?.amount).toBeCloseTo(0.015);
    expect(answerPriceOf('Voir exemple.fr', false, both)?.amount).toBeCloseTo(0.2);
    expect(answerPriceOf('Voir exemple.fr', true, both)?.amount).toBeCloseTo(0.01);
    expect(answerPriceOf('Bonjour', true, charging)).toBeNull();
  });
  test('is not spoken of where nothing is charged', () => {
    expect(priceOf({ ...emptyContent, text: 'Bonjour' }, {})).toBeNull();
  });
});
