import type { MediaHash } from '../../src-shared/ids.ts';
import type { MediaStore } from './media-store.ts';

/**
 * Which of these are not here, or not in their length. One after the other: thousands of open files are no way to look
 * at a folder. What is in them is not read; that is done when they leave.
 */
export async function missingOf(
  store: Pick<MediaStore, 'open'>,
  media: readonly { readonly hash: MediaHash; readonly bytes: number }[],
): Promise<readonly MediaHash[]> {
  const missing = new Set<MediaHash>();
  for (const { hash, bytes } of media) {
    if (missing.has(hash)) continue;
    const file = await store.open(hash);
    if (file?.bytes !== bytes) missing.add(hash);
  }
  return [...missing];
}
