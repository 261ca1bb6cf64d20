import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { richText } from '../../../src-main/connectors/instagram/map.ts';
import { effectiveManifest, instagramManifest } from '../../../src-main/connectors/instagram/manifest.ts';
import { blankSecret } from '../../../src-main/connectors/instagram/secret.ts';
import { commentSchema, mediaSchema, quotaSchema } from '../../../src-main/connectors/instagram/wire.ts';
import { checkContent } from '../../../src-shared/composing/check.ts';
import { emptyContent } from '../../../src-shared/domain/content.ts';

describe('what the network sends', () => {
  it('is read when numbers come as texts, ids as numbers, and unknown members beside', () => {
    const media = {
      id: 17_900,
      like_count: '12',
      comments_count: 3,
      timestamp: '2026-09-01T10:00:00+0000',
      new: {},
    };
    expect(v.parse(mediaSchema, media)).toMatchObject({
      id: '17900',
      like_count: 12,
      comments_count: 3,
      timestamp: Date.parse('2026-09-01T10:00:00Z'),
      caption: null,
    });
    const quota = { data: [{ quota_usage: '2', config: { quota_total: '100' } }] };
    expect(v.parse(quotaSchema, quota).data[0]).toMatchObject({
      quota_usage: 2,
      config: { quota_total: 100 },
    });
  });

  it('is no item without an id or a moment', () => {
    expect(v.safeParse(mediaSchema, { caption: 'Sans numéro' }).success).toBe(false);
    expect(v.safeParse(commentSchema, { id: '1', text: 'Sans date' }).success).toBe(false);
    // Of another shape than promised: unknown, not wrong.
    expect(v.parse(mediaSchema, { id: '1', like_count: 'beaucoup', children: 7 })).toMatchObject({
      like_count: null,
      children: null,
    });
  });

  it('becomes words, names and tags; addresses are no links there', () => {
    expect(richText('Merci @ines.fontaine. #été https://exemple.fr\na@b.fr')).toEqual([
      { tag: 'text', text: 'Merci ' },
      {
        tag: 'mention',
        text: '@ines.fontaine',
        handle: 'ines.fontaine',
        url: 'https://www.instagram.com/ines.fontaine/',
      },
      { tag: 'text', text: '. ' },
      { tag: 'tag', text: '#été', name: 'été' },
      { tag: 'text', text: ' https://exemple.fr' },
      { tag: 'break' },
      { tag: 'text', text: 'a@b.fr' },
    ]);
  });
});

describe('what an account may publish', () => {
  const hosted = { ...blankSecret, hostPut: 'https://exemple.fr/depot' };
  const photo = (more: object = {}) => ({
    hash: 'a'.repeat(64) as never,
    mime: 'image/jpeg',
    bytes: 200_000,
    width: 1_080,
    height: 1_080,
    name: 'photo.jpg',
    alt: 'Une lampe',
    decorative: false,
    ...more,
  });
  const codes = (content: Partial<typeof emptyContent>, manifest = effectiveManifest('BUSINESS', hosted)) =>
    checkContent({ ...emptyContent, ...content }, manifest, 'post').map(
      ({ severity, code }) => `${severity} ${code}`,
    );

  it('is checked as the network checks it', () => {
    expect(codes({ text: 'Une lampe', media: [photo()] })).toEqual([]);
    expect(codes({ text: 'Des mots seuls' })).toContain('error media-needed');
    expect(codes({ text: 'x'.repeat(2_201), media: [photo()] })).toContain('error text-too-long');
    expect(codes({ media: [photo({ mime: 'image/png' })] })).toContain('error media-type-refused');
    expect(codes({ media: [photo({ height: 1_920 })] })).toContain('error media-ratio');
    expect(codes({ media: [photo({ bytes: 8_000_001 })] })).toContain('error media-too-large');
    expect(codes({ media: [photo({ height: 1_920 })], settings: { format: 'story' } })).toEqual([]);
    expect(codes({ text: '#a '.repeat(31), media: [photo()] })).toContain('error too-many-marks');
    // Newer texts name five and three: told, not refused.
    expect(codes({ text: '#a #b #c #d #e #f', media: [photo()] })).toEqual(['warning many-marks']);
    expect(codes({ text: '@abc @def @ghi @jkl', media: [photo()] })).toEqual(['warning many-marks']);
  });

  it('follows from the login, the host and what was granted', () => {
    const ofFacebook = effectiveManifest(null, { ...blankSecret, login: 'facebook' });
    expect(ofFacebook.formats?.map(({ name }) => name)).toEqual(['reel', 'carousel', 'story']);
    expect(codes({ media: [photo()] }, ofFacebook).length).toBeGreaterThan(0);
    expect(effectiveManifest(null, blankSecret).capabilities).not.toContain('publish');
    expect(effectiveManifest(null, hosted).capabilities).toEqual(instagramManifest.capabilities);
  });
});
