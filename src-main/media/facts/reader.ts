import type { FileHandle } from 'node:fs/promises';

/** Parts of a file, never the whole: what is looked into may be a film of many gigabytes. */
export interface Reader {
  readonly size: number;
  /** Bytes from `start` on, at most `length`, fewer at the end of the file. */
  read(start: number, length: number): Promise<Uint8Array>;
}

export function readerOf(file: FileHandle, size: number): Reader {
  return {
    size,
    read: async (start, length) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - start)));
      let filled = 0;
      while (filled < bytes.byteLength) {
        const { bytesRead } = await file.read(bytes, filled, bytes.byteLength - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
  };
}
