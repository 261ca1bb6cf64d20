import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Uploaded files, named by their SHA-256 in hexadecimal. */
export interface BlobStore {
  put(bytes: Buffer): Promise<string>;
  get(hash: string): Promise<Buffer | undefined>;
  clear(): Promise<void>;
}

/** Opens the files of one server: under `dir` when given, in memory otherwise. */
export function openBlobs(options: { readonly dir?: string; readonly name: string }): BlobStore {
  const memory = new Map<string, Buffer>();
  const folder = options.dir === undefined ? undefined : join(options.dir, `${options.name}-files`);
  return {
    async put(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex');
      if (folder === undefined) memory.set(hash, bytes);
      else {
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, `${hash}.tmp`), bytes);
        await rename(join(folder, `${hash}.tmp`), join(folder, hash));
      }
      return hash;
    },
    async get(hash) {
      if (!/^[0-9a-f]{64}$/.test(hash)) return undefined;
      if (folder === undefined) return memory.get(hash);
      return readFile(join(folder, hash)).catch(() => undefined);
    },
    async clear() {
      memory.clear();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
