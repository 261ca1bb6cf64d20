import { maskedCrc } from './crc32c.ts';
import type { Entry } from './entry.ts';
import { readSlice } from './varint.ts';

const blockBytes = 32_768;
const headerBytes = 7;

/** The whole records of a file that LevelDB appends to, oldest first; what does not hold is left out. */
export function readRecords(file: Buffer): readonly Buffer[] {
  const records: Buffer[] = [];
  let parts: Buffer[] | null = null;
  for (let block = 0; block < file.length; block += blockBytes) {
    const end = Math.min(file.length, block + blockBytes);
    for (let at = block; at + headerBytes <= end;) {
      const size = file.readUInt16LE(at + 4);
      const kind = file[at + 6] ?? 0;
      const next = at + headerBytes + size;
      // The rest of a block whose record does not hold is no guide to anything.
      if (next > end || maskedCrc(file.subarray(at + 6, next)) !== file.readUInt32LE(at)) {
        parts = null;
        break;
      }
      const bytes = file.subarray(at + headerBytes, next);
      at = next;
      // 1: whole, 2: first, 3: middle, 4: last.
      if (kind === 1) records.push(bytes);
      else if (kind === 2) parts = [bytes];
      else if (kind === 3) parts?.push(bytes);
      else if (kind === 4 && parts !== null) records.push(Buffer.concat([...parts, bytes]));
      if (kind === 1 || kind === 4) parts = null;
    }
  }
  return records;
}

/** The rows of a log: each record is one batch. */
export function readLog(file: Buffer): readonly Entry[] {
  return readRecords(file).flatMap(readBatch);
}

function readBatch(bytes: Buffer): readonly Entry[] {
  if (bytes.length < 12) return [];
  let sequence = bytes.readBigUInt64LE(0);
  const entries: Entry[] = [];
  for (let at = 12; at < bytes.length; sequence += 1n) {
    const kind = bytes[at];
    const key = kind === 0 || kind === 1 ? readSlice(bytes, at + 1) : null;
    const value = key && kind === 1 ? readSlice(bytes, key.end) : null;
    if (key === null || (kind === 1 && value === null)) break;
    entries.push({ key: key.value.toString('utf8'), value: value?.value.toString('utf8') ?? null, sequence });
    at = value?.end ?? key.end;
  }
  return entries;
}
