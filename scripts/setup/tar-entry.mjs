import fs from 'node:fs';
import { once } from 'node:events';

const block = 512;

/**
 * Copies one entry of a tar stream to a file: Node has no tar of its own, and one entry of a plain ustar archive
 * (what npm writes) needs no more than this.
 *
 * @param {NodeJS.ReadableStream} tar uncompressed
 * @param {string} wanted the entry's full path in the archive
 * @param {string} target file to write
 */
export async function extractTarEntry(tar, wanted, target) {
  const out = fs.createWriteStream(target);
  let pending = Buffer.alloc(0);
  let name = '';
  let left = 0;
  let padding = 0;
  let found = false;
  for await (const piece of tar) {
    pending = pending.length === 0 ? Buffer.from(piece) : Buffer.concat([pending, Buffer.from(piece)]);
    while (pending.length > 0) {
      if (left > 0) {
        const part = pending.subarray(0, left);
        if (name === wanted && !out.write(part)) await once(out, 'drain');
        left -= part.length;
        pending = pending.subarray(part.length);
      } else if (padding > 0) {
        const skipped = Math.min(padding, pending.length);
        padding -= skipped;
        pending = pending.subarray(skipped);
      } else {
        if (pending.length < block) break;
        const header = pending.subarray(0, block);
        name = text(header, 345, 155)
          ? `${text(header, 345, 155)}/${text(header, 0, 100)}`
          : text(header, 0, 100);
        left = Number.parseInt(text(header, 124, 12) || '0', 8);
        padding = (block - (left % block)) % block;
        found ||= name === wanted;
        pending = pending.subarray(block);
      }
    }
  }
  out.end();
  await once(out, 'finish');
  if (!found || left > 0) throw new Error(`the archive has no whole ${wanted}`);
}

/**
 * @param {Buffer} header
 * @param {number} start
 * @param {number} length
 */
function text(header, start, length) {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field
    .subarray(0, end === -1 ? length : end)
    .toString('utf8')
    .trim();
}
