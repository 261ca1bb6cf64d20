import { maskedCrc } from './crc32c.ts';
import type { Entry } from './entry.ts';
import { unsnap } from './snappy.ts';
import { readVarint } from './varint.ts';

/** What a table of LevelDB holds. `sound`: every byte that LevelDB would read is what was written. */
export interface TableFile {
  readonly sound: boolean;
  /** What could be read. */
  readonly entries: readonly Entry[];
}

const footerBytes = 48;
const trailerBytes = 5;
const magic = 0xdb4775248b80fb57n;
const broken: TableFile = { sound: false, entries: [] };

interface Handle {
  readonly offset: number;
  readonly size: number;
  readonly end: number;
}

/**
 * Reads a table without LevelDB, which believes the index of a table unseen and ends the whole process when it is not
 * what it was.
 */
export function readTable(file: Buffer): TableFile {
  if (file.length < footerBytes) return broken;
  const footer = file.subarray(file.length - footerBytes);
  if (footer.readBigUInt64LE(footerBytes - 8) !== magic) return broken;
  const meta = readHandle(footer, 0);
  const index = meta && readHandle(footer, meta.end);
  if (!meta || !index) return broken;
  const filters = blockAt(file, meta);
  const blocks = blockAt(file, index);
  if (blocks === null) return broken;
  let sound = filters !== null;
  for (const { value } of filters ?? []) {
    const handle = readHandle(value, 0);
    if (handle === null || bytesOf(file, handle) === null) sound = false;
  }
  const entries: Entry[] = [];
  for (const { value } of blocks) {
    const handle = readHandle(value, 0);
    const pairs = handle && blockAt(file, handle);
    if (!pairs) sound = false;
    for (const pair of pairs ?? []) {
      const entry = entryOf(pair.key, pair.value);
      if (entry === null) sound = false;
      else entries.push(entry);
    }
  }
  return { sound, entries };
}

/** A row's key ends with eight bytes: its sequence, and whether it was put or deleted. */
function entryOf(key: Buffer, value: Buffer): Entry | null {
  if (key.length < 8) return null;
  const packed = key.readBigUInt64LE(key.length - 8);
  const kind = packed & 0xffn;
  if (kind > 1n) return null;
  return {
    key: key.toString('utf8', 0, key.length - 8),
    value: kind === 1n ? value.toString('utf8') : null,
    sequence: packed >> 8n,
  };
}

function readHandle(bytes: Buffer, at: number): Handle | null {
  const offset = readVarint(bytes, at);
  const size = offset && readVarint(bytes, offset.end);
  return offset && size && { offset: offset.value, size: size.value, end: size.end };
}

/** The bytes of a block, when its checksum holds. */
function bytesOf(file: Buffer, { offset, size }: Handle): Buffer | null {
  if (offset + size + trailerBytes > file.length) return null;
  const guarded = file.subarray(offset, offset + size + 1);
  if (maskedCrc(guarded) !== file.readUInt32LE(offset + size + 1)) return null;
  const stored = file.subarray(offset, offset + size);
  return guarded[size] === 0 ? stored : guarded[size] === 1 ? unsnap(stored) : null;
}

interface Pair {
  readonly key: Buffer;
  readonly value: Buffer;
}

/** The pairs of a block of keys; null: it is not one. */
function blockAt(file: Buffer, handle: Handle): readonly Pair[] | null {
  const bytes = bytesOf(file, handle);
  if (bytes === null || bytes.length < 4) return null;
  const restarts = bytes.readUInt32LE(bytes.length - 4);
  const end = bytes.length - 4 - 4 * restarts;
  if (end < 0) return null;
  const block = bytes.subarray(0, end);
  const pairs: Pair[] = [];
  let last: Buffer = Buffer.alloc(0);
  for (let at = 0; at < end;) {
    const shared = readVarint(block, at);
    const own = shared && readVarint(block, shared.end);
    const size = own && readVarint(block, own.end);
    if (!shared || !own || !size || shared.value > last.length) return null;
    const keyEnd = size.end + own.value;
    if (keyEnd + size.value > end) return null;
    last = Buffer.concat([last.subarray(0, shared.value), block.subarray(size.end, keyEnd)]);
    pairs.push({ key: last, value: block.subarray(keyEnd, keyEnd + size.value) });
    at = keyEnd + size.value;
  }
  return pairs;
}
