import { expect, it } from 'vitest';
import { fitImage, strictest, type Encode } from '../../../src-renderer/features/composer/fit-image.ts';

/** Bytes grow with the pixels and the quality, as a photograph's do. */
const photograph: Encode = async (width, height, mime, quality) =>
  new Blob([new Uint8Array(Math.round(width * height * quality * 0.3))], { type: mime });
const mimes = ['image/jpeg', 'image/png', 'image/webp'];

it('lowers the quality before the size', async () => {
  const fitted = await fitImage(
    { width: 1_000, height: 1_000 },
    { maxBytes: 260_000, maxPixels: null, mimes },
    false,
    photograph,
  );
  expect(fitted).toMatchObject({ width: 1_000, height: 1_000 });
  expect(fitted?.blob.size).toBeLessThanOrEqual(260_000);
});

it('keeps the shape and every limit when it must become smaller', async () => {
  const fitted = await fitImage(
    { width: 8_000, height: 4_000 },
    { maxBytes: 1_000_000, maxPixels: 16_000_000, mimes },
    false,
    photograph,
  );
  expect(fitted?.blob.size).toBeLessThanOrEqual(1_000_000);
  expect((fitted?.width ?? 0) * (fitted?.height ?? 0)).toBeLessThanOrEqual(16_000_000);
  expect((fitted?.width ?? 0) / (fitted?.height ?? 1)).toBeCloseTo(2, 2);
});

it('keeps transparency where a type that has it is accepted', async () => {
  const size = { width: 100, height: 100 };
  const limits = { maxBytes: 1_000_000, maxPixels: null };
  expect((await fitImage(size, { ...limits, mimes }, true, photograph))?.blob.type).toBe('image/webp');
  expect((await fitImage(size, { ...limits, mimes: ['image/jpeg'] }, true, photograph))?.blob.type).toBe(
    'image/jpeg',
  );
});

it('gives up rather than make a picture that is of no use, or of a type that is refused', async () => {
  const size = { width: 3_000, height: 3_000 };
  expect(await fitImage(size, { maxBytes: 10, maxPixels: null, mimes }, false, photograph)).toBeNull();
  expect(
    await fitImage(size, { maxBytes: 1e9, maxPixels: null, mimes: ['image/gif'] }, false, photograph),
  ).toBeNull();
});

it('takes the strictest of several networks', () => {
  const rule = { max: 4, altMax: 100, altRequired: false };
  expect(
    strictest([
      { ...rule, maxBytes: 1_000, maxPixels: null, mimes },
      { ...rule, maxBytes: 5_000, maxPixels: 400, mimes: ['image/jpeg', 'image/gif'] },
    ]),
  ).toEqual(expect.objectContaining({ maxBytes: 1_000, maxPixels: 400, mimes: ['image/jpeg'] }));
  expect(strictest([])).toBeNull();
});
