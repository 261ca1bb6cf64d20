import { readVarint } from './varint.ts';

/** No block of ours comes near this size. */
const mostBytes = 64 * 1024 * 1024;

/** Undoes Snappy's compression; null: these bytes are not what Snappy writes. */
export function unsnap(bytes: Buffer): Buffer | null {
  const length = readVarint(bytes, 0);
  if (length === null || length.value > mostBytes) return null;
  const out = Buffer.allocUnsafe(length.value);
  let [from, to] = [length.end, 0];
  while (from < bytes.length) {
    const tag = bytes[from] ?? 0;
    from += 1;
    if ((tag & 3) === 0) {
      let size = tag >> 2;
      const extra = size >= 60 ? size - 59 : 0;
      if (from + extra > bytes.length) return null;
      if (extra > 0) size = bytes.readUIntLE(from, extra);
      from += extra;
      size += 1;
      if (from + size > bytes.length || to + size > out.length) return null;
      bytes.copy(out, to, from, from + size);
      from += size;
      to += size;
      continue;
    }
    const width = (tag & 3) === 1 ? 1 : (tag & 3) === 2 ? 2 : 4;
    if (from + width > bytes.length) return null;
    const low = bytes.readUIntLE(from, width);
    const offset = width === 1 ? ((tag >> 5) << 8) | low : low;
    const size = width === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    from += width;
    if (offset === 0 || offset > to || to + size > out.length) return null;
    // A copy may reach into what it is just writing.
    for (let n = 0; n < size; n += 1, to += 1) out[to] = out[to - offset] ?? 0;
  }
  return to === out.length ? out : null;
}
