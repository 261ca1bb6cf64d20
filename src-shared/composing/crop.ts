/** Proportions that networks show pictures in, width to height. */
const presets: readonly number[] = [1, 4 / 5, 3 / 4, 9 / 16, 4 / 3, 16 / 9, 1.91];

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Which part of a picture is kept. */
export interface Crop {
  /** Width to height. */
  readonly ratio: number;
  /** 1: as much as fits; 2: half as wide and high. */
  readonly zoom: number;
  /** Where it lies within the room that is left, 0 (left, top) to 1. */
  readonly x: number;
  readonly y: number;
}

/** A part of a picture, in whole pixels. */
export interface CropBox extends Size {
  readonly left: number;
  readonly top: number;
}

export function cropBox(size: Size, { ratio, zoom, x, y }: Crop): CropBox {
  const widest = Math.min(size.width, size.height * ratio);
  const width = Math.max(1, Math.round(widest / zoom));
  const height = Math.min(size.height, Math.max(1, Math.round(widest / zoom / ratio)));
  const within = (room: number, part: number): number => Math.round(room * Math.min(1, Math.max(0, part)));
  return {
    left: within(size.width - width, x),
    top: within(size.height - height, y),
    width,
    height,
  };
}

/** What a network says of proportions; absent: it takes any. */
export interface RatioRule {
  readonly minRatio?: number | undefined;
  readonly maxRatio?: number | undefined;
}

/** The presets that all of these take, those nearest to the picture's own first. */
export function ratiosFor(rules: readonly RatioRule[], { width, height }: Size): readonly number[] {
  const own = width / height;
  const distance = (ratio: number): number => Math.abs(Math.log(ratio / own));
  return presets
    .filter((ratio) =>
      rules.every(({ minRatio = 0, maxRatio = Infinity }) => ratio >= minRatio && ratio <= maxRatio),
    )
    .toSorted((a, b) => distance(a) - distance(b));
}
