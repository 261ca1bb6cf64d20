import { readFile } from 'node:fs/promises';

/**
 * The bytes that LevelDB files really hold: blocks of tables decompressed, records of logs joined again. Reads what is
 * in the file, also rows that were deleted and not compacted away; it needs no comparator, so that Chromium's own
 * databases can be read too. Format: leveldb/doc/table_format.md and log_format.md; snappy/format_description.txt.
 */
export async function levelDbBytes(file: string): Promise<readonly Buffer[]> {
  const bytes = await readFile(file);
  if (/\.(ldb|sst)$/u.test(file)) return tableBlocks(bytes);
  if (file.endsWith('.log')) return [logRecords(bytes)];
  return [];
}

const magic = 0xdb4775248b80fb57n;

function tableBlocks(file: Buffer): readonly Buffer[] {
  if (file.length < 48 || file.readBigUInt64LE(file.length - 8) !== magic) return [];
  const footer = file.subarray(file.length - 48);
  const [, afterMeta] = handle(footer, 0);
  const [index] = handle(footer, afterMeta);
  const indexBlock = blockAt(file, index);
  const blocks = [indexBlock];
  const restarts = indexBlock.readUInt32LE(indexBlock.length - 4);
  const end = indexBlock.length - 4 * (restarts + 1);
  for (let at = 0; at < end;) {
    let keyLength: number;
    let valueLength: number;
    [, at] = varint(indexBlock, at);
    [keyLength, at] = varint(indexBlock, at);
    [valueLength, at] = varint(indexBlock, at);
    const [place] = handle(indexBlock, at + keyLength);
    blocks.push(blockAt(file, place));
    at += keyLength + valueLength;
  }
  return blocks;
}

interface Handle {
  readonly offset: number;
  readonly size: number;
}

function handle(bytes: Buffer, from: number): [Handle, number] {
  const [offset, next] = varint(bytes, from);
  const [size, end] = varint(bytes, next);
  return [{ offset, size }, end];
}

function blockAt(file: Buffer, { offset, size }: Handle): Buffer {
  const stored = file.subarray(offset, offset + size);
  return file[offset + size] === 1 ? uncompress(stored) : stored;
}

function varint(bytes: Buffer, from: number): [number, number] {
  let value = 0;
  let at = from;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[at] ?? 0;
    at += 1;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return [value, at];
  }
}

function uncompress(input: Buffer): Buffer {
  const [length, start] = varint(input, 0);
  const output = Buffer.alloc(length);
  let at = start;
  let written = 0;
  const little = (bytes: number): number => {
    const value = input.readUIntLE(at, bytes);
    at += bytes;
    return value;
  };
  while (at < input.length) {
    const tag = little(1);
    const high = tag >>> 2;
    if ((tag & 3) === 0) {
      const size = 1 + (high < 60 ? high : little(high - 59));
      written += input.copy(output, written, at, at + size);
      at += size;
      continue;
    }
    const isShort = (tag & 3) === 1;
    const size = isShort ? 4 + (high & 7) : 1 + high;
    const back = isShort ? ((tag >>> 5) << 8) + little(1) : little((tag & 3) === 2 ? 2 : 4);
    // Copies may overlap themselves: byte by byte.
    for (let copied = 0; copied < size; copied += 1, written += 1)
      output[written] = output[written - back] ?? 0;
  }
  return output;
}

/** Records are cut at blocks of 32 KiB, with a header of 7 bytes before each piece. */
function logRecords(file: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 7 <= file.length;) {
    const left = 32_768 - (at % 32_768);
    const size = file.readUInt16LE(at + 4);
    if (left < 7 || (size === 0 && file[at + 6] === 0)) {
      at += left;
      continue;
    }
    pieces.push(file.subarray(at + 7, at + 7 + size));
    at += 7 + size;
  }
  return Buffer.concat(pieces);
}
