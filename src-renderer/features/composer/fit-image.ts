import type { MediaRule } from '../../../src-shared/networks/manifest.ts';

/** What every network that a picture is for takes. */
export type ImageLimits = Pick<MediaRule, 'maxBytes' | 'maxPixels' | 'mimes'>;

/** The limits that hold for all of them at once; null when nobody is there to set any. */
export function strictest(rules: readonly MediaRule[]): ImageLimits | null {
  const [first, ...others] = rules;
  if (first === undefined) return null;
  return others.reduce<ImageLimits>(
    (limits, rule) => ({
      maxBytes: Math.min(limits.maxBytes, rule.maxBytes),
      maxPixels:
        limits.maxPixels === null || rule.maxPixels === null
          ? (limits.maxPixels ?? rule.maxPixels)
          : Math.min(limits.maxPixels, rule.maxPixels),
      mimes: limits.mimes.filter((mime) => rule.mimes.includes(mime)),
    }),
    first,
  );
}

/** What an encoder makes of a picture at a size and a quality (0 to 1), bytes of the given type. */
export type Encode = (width: number, height: number, mime: string, quality: number) => Promise<Blob>;

const qualities = [0.92, 0.85, 0.78] as const;
/** Below this edge a picture is no use to anybody. */
const smallestEdge = 200;

/**
 * The largest and best version of a picture that keeps within the limits: the quality is lowered a little first, then
 * the size. Null when none does, or when no type that we can write is accepted.
 *
 * @param keepsAlpha the picture may be transparent: a type that can be is preferred
 */
export async function fitImage(
  size: { readonly width: number; readonly height: number },
  limits: ImageLimits,
  keepsAlpha: boolean,
  encode: Encode,
): Promise<{ readonly blob: Blob; readonly width: number; readonly height: number } | null> {
  const order = keepsAlpha ? ['image/webp', 'image/jpeg'] : ['image/jpeg', 'image/webp'];
  const mime = order.find((one) => limits.mimes.includes(one));
  if (mime === undefined) return null;
  const pixels = size.width * size.height;
  let scale = limits.maxPixels === null ? 1 : Math.min(1, Math.sqrt(limits.maxPixels / pixels));
  for (;;) {
    const width = Math.max(1, Math.floor(size.width * scale));
    const height = Math.max(1, Math.floor(size.height * scale));
    for (const quality of qualities) {
      const blob = await encode(width, height, mime, quality);
      if (blob.size <= limits.maxBytes) return { blob, width, height };
    }
    if (Math.max(width, height) <= smallestEdge) return null;
    scale *= 0.8;
  }
}
