import { statfs } from 'node:fs/promises';
import { failure, type Failure } from '../../src-shared/errors.ts';

export type Disk = 'ok' | 'full';

const codes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const words = /no space left|quota exceeded|file too large|not enough space|disk full/i;

/** Whether this error, or one that caused it, says that the disk is full. LevelDB says so only in words. */
export function saysFull(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ('code' in one && codes.has(String(one.code))) return true;
    if (words.test(one.message)) return true;
  }
  return false;
}

export const writeFailure = (error: unknown): Failure => failure(saysFull(error) ? 'disk-full' : 'internal');

/** Bytes that may still be written where this folder is; infinite where the system does not say. */
export async function roomIn(folder: string): Promise<number> {
  try {
    const { bavail, bsize, blocks } = await statfs(folder);
    return blocks === 0 ? Infinity : bavail * bsize;
  } catch {
    return Infinity;
  }
}
