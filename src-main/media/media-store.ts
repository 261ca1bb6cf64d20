import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { mediaHashSchema, type MediaHash } from '../../src-shared/ids.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { sniffMime } from './sniff.ts';

export interface StoredMedium {
  readonly hash: MediaHash;
  readonly mime: string;
  readonly bytes: number;
}

/** Files named by what is in them: the same picture is stored once, and a stored one never changes. */
export interface MediaStore {
  /** Streams bytes in. Too many of them, or a kind that is not handled, leaves nothing behind. */
  put(body: ReadableStream<Uint8Array>): Promise<Result<StoredMedium, Failure>>;
  read(hash: MediaHash): Promise<Result<Uint8Array, Failure>>;
  /** Bytes `start` up to, not with, `end`; the file is checked against its name once before a part of it is given. */
  readRange(hash: MediaHash, start: number, end: number): Promise<Result<Uint8Array, Failure>>;
  /**
   * Copies it, however large, to a path where there is nothing yet, once the file was checked against its name.
   * `media-missing`; `disk-full` or `file-not-written`: nothing is left of the copy.
   */
  copyTo(hash: MediaHash, file: string): Promise<Result<null, Failure>>;
  /** Where it lies, whether it is there or not. */
  placeOf(hash: MediaHash): string;
  /** Answers whether there was such a file. */
  remove(hash: MediaHash): Promise<boolean>;
  /** Null when there is no such file. `end` is inclusive. */
  open(hash: MediaHash): Promise<{
    readonly bytes: number;
    readonly mime: string;
    stream(start: number, end: number): NodeJS.ReadableStream;
  } | null>;
}

/** The largest film that a network takes (Facebook, 10 GB). */
const largest = 10 * 1024 ** 3;

/** @param maxBytes largest file that is taken */
export function createMediaStore(folder: string, maxBytes: number = largest): MediaStore {
  const place = (hash: MediaHash): string => path.join(folder, hash.slice(0, 2), hash);
  /** Files that were read through once, as they were then: by hash, size and time of the last change. */
  const checked = new Map<MediaHash, string>();

  const isSound = async (hash: MediaHash): Promise<boolean> => {
    const { size, mtimeMs } = await stat(place(hash));
    const as = `${size}-${mtimeMs}`;
    if (checked.get(hash) === as) return true;
    const digest = createHash('sha256');
    await pipeline(createReadStream(place(hash), { highWaterMark: 1024 * 1024 }), digest);
    if (digest.digest('hex') !== hash) return false;
    checked.set(hash, as);
    return true;
  };

  return {
    put: async (body) => {
      const temporary = path.join(folder, `incoming-${randomUUID()}`);
      try {
        await mkdir(folder, { recursive: true });
        const file = await open(temporary, 'wx');
        const digest = createHash('sha256');
        let bytes = 0;
        let head = new Uint8Array();
        try {
          for await (const chunk of body) {
            bytes += chunk.byteLength;
            if (bytes > maxBytes) return err(failure('media-too-large', { bytes, max: maxBytes }));
            if (head.byteLength < 16) head = new Uint8Array([...head, ...chunk.subarray(0, 16)]);
            digest.update(chunk);
            // Not `write`, which on a disk that is nearly full writes a part and calls it done.
            await file.writeFile(chunk);
          }
          // On disk before anything refers to it.
          await file.sync();
        } finally {
          await file.close();
        }
        const mime = sniffMime(head);
        if (mime === null) return err(failure('media-unreadable'));
        const hash = v.parse(mediaHashSchema, digest.digest('hex'));
        await mkdir(path.dirname(place(hash)), { recursive: true });
        await rename(temporary, place(hash));
        return ok({ hash, mime, bytes });
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : null;
        if (code === 'ENOSPC' || code === 'EDQUOT') return err(failure('disk-full'));
        return err(failure('media-unreadable'));
      } finally {
        await rm(temporary, { force: true });
      }
    },
    read: async (hash) => {
      try {
        const bytes = await readFile(place(hash));
        // A file that changed under its name is not the medium that the person chose.
        if (createHash('sha256').update(bytes).digest('hex') !== hash) return err(failure('media-missing'));
        return ok(bytes);
      } catch {
        return err(failure('media-missing'));
      }
    },
    readRange: async (hash, start, end) => {
      try {
        if (!(await isSound(hash))) return err(failure('media-missing'));
        const file = await open(place(hash), 'r');
        try {
          const bytes = new Uint8Array(Math.max(0, end - start));
          let filled = 0;
          while (filled < bytes.byteLength) {
            const { bytesRead } = await file.read(bytes, filled, bytes.byteLength - filled, start + filled);
            if (bytesRead === 0) break;
            filled += bytesRead;
          }
          return ok(bytes.subarray(0, filled));
        } finally {
          await file.close();
        }
      } catch {
        return err(failure('media-missing'));
      }
    },
    copyTo: async (hash, file) => {
      const sound = await isSound(hash).catch(() => false);
      if (!sound) return err(failure('media-missing'));
      try {
        // By the system, which shares the blocks where it can and never holds the whole in memory.
        await copyFile(place(hash), file, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
        return ok(null);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : null;
        if (code !== 'EEXIST') await rm(file, { force: true }).catch(() => null);
        return err(failure(code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'file-not-written'));
      }
    },
    placeOf: place,
    remove: async (hash) => {
      const found = await stat(place(hash)).catch(() => null);
      await rm(place(hash), { force: true });
      return found !== null;
    },
    open: async (hash) => {
      try {
        const { size } = await stat(place(hash));
        const file = await open(place(hash), 'r');
        const head = new Uint8Array(16);
        await file.read(head, 0, 16, 0);
        await file.close();
        return {
          bytes: size,
          mime: sniffMime(head) ?? 'application/octet-stream',
          stream: (start, end) => createReadStream(place(hash), { start, end }),
        };
      } catch {
        return null;
      }
    },
  };
}
