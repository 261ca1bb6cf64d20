import { deflateSync } from 'node:zlib';

const CELLS = 5;
const CELL_PIXELS = 24;

/** A square PNG with a symmetric pattern drawn from a name: an avatar that stays the same. */
export function namedPicture(name: string): Buffer {
  let hash = 2166136261;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619) >>> 0;
  const ink = [60 + (hash & 127), 60 + ((hash >>> 7) & 127), 60 + ((hash >>> 14) & 127)];
  const size = CELLS * CELL_PIXELS;
  const rows: number[] = [];
  for (let y = 0; y < size; y += 1) {
    rows.push(0);
    for (let x = 0; x < size; x += 1) {
      const column = Math.floor(x / CELL_PIXELS);
      const mirrored = Math.min(column, CELLS - 1 - column);
      const bit = (hash >>> (Math.floor(y / CELL_PIXELS) * 3 + mirrored)) & 1;
      rows.push(...(bit === 1 ? ink : [236, 234, 228]));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.byteLength);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** CRC-32 as PNG wants it; node:zlib has it only since 20.15 and 22.2. */
function crc32(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
