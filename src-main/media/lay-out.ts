import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { failure, type Failure } from '../../src-shared/errors.ts';
import type { MediaHash } from '../../src-shared/ids.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { MediaStore } from './media-store.ts';

/**
 * Copies of media under names that a person knows, in the order of the post, for the network's own page to take. The
 * same media come to the same folder, so that looking twice leaves no second copy.
 *
 * @param parent folder under which the folder of these media is made
 * @returns the paths; `media-missing`, `disk-full` or `file-not-written`
 */
export async function layOutMedia(
  store: Pick<MediaStore, 'copyTo'>,
  parent: string,
  media: readonly { readonly hash: MediaHash; readonly name: string }[],
): Promise<Result<readonly string[], Failure>> {
  const digest = createHash('sha256').update(media.map(({ hash }) => hash).join(' '));
  const folder = path.join(parent, `post-${digest.digest('hex').slice(0, 8)}`);
  const paths: string[] = [];
  try {
    await mkdir(folder, { recursive: true });
    for (const [index, { hash, name }] of media.entries()) {
      const file = path.join(folder, `${index + 1} ${plainName(name)}`);
      // Taken away first: a link that somebody put there is not written through.
      await rm(file, { force: true });
      const copied = await store.copyTo(hash, file);
      if (copied.tag === 'err') return copied;
      paths.push(file);
    }
    return ok(paths);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return err(failure(code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'file-not-written'));
  }
}

/** A file name on any system: no path, no character that one of them forbids. */
function plainName(name: string): string {
  const base = name.split(/[/\\]/u).at(-1) ?? '';
  const plain = base.replaceAll(/[<>:"|?*\p{Cc}]/gu, '-').replace(/^[. ]+|[. ]+$/gu, '');
  return plain === '' ? 'media' : plain.slice(-120);
}
