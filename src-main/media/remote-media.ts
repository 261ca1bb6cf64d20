import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Http } from '../engine/http.ts';
import { sniffMime } from './sniff.ts';

export interface RemotePicture {
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/**
 * Pictures of the networks (avatars, attachments), fetched by main so that the page never talks to anybody: no
 * cookie, no referrer, addresses guarded, capped, and kept on disk for the times without a network.
 */
export interface RemoteMedia {
  /** Null when it cannot be had now, or is no picture. */
  picture(url: string): Promise<RemotePicture | null>;
  /** Deletes what was kept: it comes again when it is shown. Answers how many pictures there were. */
  clear(): Promise<number>;
}

export function createRemoteMedia(deps: { readonly http: Http; readonly folder: string }): RemoteMedia {
  const running = new Map<string, Promise<RemotePicture | null>>();

  const file = (url: string): string => {
    const name = createHash('sha256').update(url).digest('hex');
    return path.join(deps.folder, name.slice(0, 2), name);
  };
  const picture = (bytes: Uint8Array): RemotePicture | null => {
    const mime = bytes.byteLength >= 16 ? sniffMime(bytes.subarray(0, 16)) : null;
    return mime?.startsWith('image/') ? { mime, bytes } : null;
  };
  const kept = async (url: string): Promise<RemotePicture | null> =>
    readFile(file(url)).then(picture, () => null);

  const fetched = async (url: string): Promise<RemotePicture | null> => {
    const answer = await deps.http.download({
      url,
      signal: AbortSignal.timeout(30_000),
      headers: { accept: 'image/*' },
    });
    if (answer.tag === 'err' || answer.value.status !== 200) return null;
    const found = picture(answer.value.bytes);
    if (found === null) return null;
    try {
      await mkdir(path.dirname(file(url)), { recursive: true });
      const temporary = `${file(url)}.${String(process.hrtime.bigint())}`;
      await writeFile(temporary, found.bytes);
      await rename(temporary, file(url));
    } catch {
      // A picture that cannot be kept is shown all the same.
    }
    return found;
  };

  return {
    clear: async () => {
      const entries = await readdir(deps.folder, { recursive: true, withFileTypes: true }).catch(() => []);
      await rm(deps.folder, { recursive: true, force: true });
      return entries.filter((entry) => entry.isFile()).length;
    },
    picture: (url) => {
      const already = running.get(url);
      if (already) return already;
      const work = kept(url).then((found) => found ?? fetched(url));
      running.set(url, work);
      void work.finally(() => running.delete(url));
      return work;
    },
  };
}
