import { describe, expect, it } from 'vitest';
import { cropBox, ratiosFor } from '../../../src-shared/composing/crop.ts';

const wide = { width: 1200, height: 400 };

describe('cropping a picture', () => {
  it('keeps as much as the proportions allow, in the middle or at either end', () => {
    const crop = { ratio: 1, zoom: 1, x: 0.5, y: 0.5 };
    expect(cropBox(wide, crop)).toEqual({ left: 400, top: 0, width: 400, height: 400 });
    expect(cropBox(wide, { ...crop, x: 0 }).left).toBe(0);
    expect(cropBox(wide, { ...crop, x: 1 }).left).toBe(800);
    expect(cropBox(wide, { ...crop, zoom: 2, y: 1 })).toEqual({
      left: 500,
      top: 200,
      width: 200,
      height: 200,
    });
  });
  it('never leaves the picture, whatever is asked for', () => {
    for (const ratio of [0.1, 9 / 16, 1, 1.91, 7])
      for (const zoom of [1, 1.37, 3])
        for (const at of [-1, 0, 0.33, 1, 2]) {
          const { left, top, width, height } = cropBox(
            { width: 333, height: 777 },
            { ratio, zoom, x: at, y: at },
          );
          expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
          expect(left + width).toBeLessThanOrEqual(333);
          expect(top + height).toBeLessThanOrEqual(777);
          expect(Math.min(width, height)).toBeGreaterThanOrEqual(1);
        }
  });
  it('offers what all of the networks take, the nearest to the picture first', () => {
    const instagram = { minRatio: 0.8, maxRatio: 1.91 };
    expect(ratiosFor([instagram], wide)).toEqual([1.91, 16 / 9, 4 / 3, 1, 0.8]);
    expect(ratiosFor([instagram, { maxRatio: 1 }], wide)).toEqual([1, 0.8]);
    expect(ratiosFor([{ minRatio: undefined }], wide)).toHaveLength(7);
  });
});
