import { describe, expect, it } from 'vitest';
import { createText } from '../../../src-renderer/text/create-text.ts';
import { errorText } from '../../../src-renderer/text/error-text.ts';
import { lengthWords, ratioWords } from '../../../src-renderer/text/measures.ts';
import type { Failure } from '../../../src-shared/errors.ts';

const fr = createText('fr');
const en = createText('en');
/** Spaces that do not break are another test's matter. */
const plain = (sentence: string): string => sentence.replaceAll(/[\u00A0\u202F]/gu, ' ');
const said = (code: Failure['code'], detail: Failure['detail'], text = fr): string =>
  plain(errorText(text, code, detail).sentence);

describe('what is wrong with a post, in words, with what mends it', () => {
  it.each([
    [
      'media-ratio',
      { kind: 'image', ratio: 2, minRatio: 0.8, maxRatio: 1.91 },
      'Cette image est au format 2:1. Rognez entre 4:5 et 1,91:1.',
    ],
    [
      'media-ratio',
      { kind: 'video', ratio: 1, minRatio: 9 / 16, maxRatio: 9 / 16 },
      'Ce film est au format 1:1. Rognez à 9:16.',
    ],
    [
      'film-too-long',
      { kind: 'video', seconds: 200, max: 140 },
      'Ce film dure 3 min 20 s, 2 min 20 s au plus. Coupez-le.',
    ],
    [
      'film-too-short',
      { seconds: 0.25, min: 0.5 },
      'Ce film dure 0,3 s, il faut 0,5 s au moins. Prenez-en un plus long.',
    ],
    [
      'film-codec',
      { codec: 'vp9', codecs: 'h264, hevc' },
      'Ce film est en VP9. Exportez-le en H.264 ou HEVC (H.265).',
    ],
    [
      'film-rate',
      { bitsPerSecond: 30_500_000, max: 25_000_000 },
      'Ce film a un débit de 30,5 Mbit/s, 25 Mbit/s au plus. Exportez-le avec un débit plus bas.',
    ],
    [
      'film-pace',
      { fps: 12, min: 23, max: 60 },
      'Ce film a 12 images par seconde. Exportez-le entre 23 et 60.',
    ],
    [
      'media-too-small',
      { kind: 'image', side: 'width', pixels: 200, min: 320 },
      'Cette image fait 200 px de large, il en faut 320 au moins. Prenez un fichier plus grand.',
    ],
    [
      'media-needed',
      { what: 'any', min: 1, count: 0, form: 'post' },
      'Il manque un média : ajoutez une image ou un film.',
    ],
    [
      'media-needed',
      { what: 'image', min: 2, count: 1, form: 'carousel' },
      'Il manque un média : ajoutez 2 images.',
    ],
    [
      'not-in-form',
      { what: 'poll', form: 'story' },
      'La forme « Story » ne prend pas de sondage. Choisissez une autre forme, ou retirez ce qui est de trop.',
    ],
    ['too-many-marks', { what: 'hashtags', count: 31, max: 30 }, '31 hashtags, 30 au plus. Retirez-en.'],
    [
      'setting-invalid',
      { setting: 'x', what: 'people', count: 4, max: 3 },
      'Option x : 4 personnes, 3 au plus.',
    ],
    ['setting-missing', { setting: 'visibility' }, 'Une option est demandée : Visibilité.'],
    [
      'media-too-large',
      { kind: 'video', bytes: 3_000_000, max: 2_000_000 },
      'Ce fichier est trop lourd : 3 Mo, la limite est de 2 Mo.',
    ],
  ] as const)('%s', (code, detail, words) => {
    expect(said(code, detail)).toBe(words);
  });

  it('is said in English too', () => {
    expect(said('media-ratio', { kind: 'image', ratio: 2, minRatio: 0.8, maxRatio: 1.91 }, en)).toBe(
      'This picture has the format 2:1. Crop it between 4:5 and 1.91:1.',
    );
  });

  it('is said in general where the detail does not hold everything', () => {
    expect(said('film-too-long', {})).toBe('Ce film est trop long pour ce réseau. Coupez-le.');
  });
});

describe('measures', () => {
  it('are said as people say them', () => {
    expect([1, 0.8, 1080 / 1350, 16 / 9, 1.91, 1 / 2.4, 0.01, 10].map((one) => ratioWords(fr, one))).toEqual([
      '1:1',
      '4:5',
      '4:5',
      '16:9',
      '1,91:1',
      '1:2,4',
      '0,01:1',
      '10:1',
    ]);
    expect([0.5, 3, 45.2, 59.7, 60, 61, 140, 5_400].map((one) => plain(lengthWords(fr, one)))).toEqual([
      '0,5 s',
      '3 s',
      '45 s',
      '1 min',
      '1 min',
      '1 min 1 s',
      '2 min 20 s',
      '1 h 30',
    ]);
  });
});
