import { png } from '../png.mjs';

/**
 * A PNG of a size in pixels: an evening window, drawn with a few gradients.
 *
 * @param {number} width
 * @param {number} height
 */
export function picture(width, height) {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const glow = Math.max(0, 1 - Math.hypot((x - width / 2) / width, (y - height * 0.55) / height) * 2.2);
      const at = y * (1 + width * 3) + 1 + x * 3;
      rows.set([30 + glow * 215, 34 + glow * 150, 52 + glow * 50].map(Math.round), at);
    }
  }
  return png(width, height, rows);
}
