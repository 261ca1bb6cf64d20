export interface Picture {
  readonly type: string;
  readonly width: number;
  readonly height: number;
}

/** What a file truly is, by its first bytes; undefined for what the network does not take (facebook-pages §10). */
export function sniffPicture(bytes: Buffer): Picture | undefined {
  if (bytes.length < 12) return undefined;
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])))
    return bytes.length < 24
      ? undefined
      : { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  if (/^GIF8[79]a/.test(bytes.toString('latin1', 0, 6)))
    return { type: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { type: 'image/jpeg', ...jpegSize(bytes) };
  if (bytes.toString('latin1', 0, 2) === 'BM')
    return bytes.length < 26
      ? undefined
      : { type: 'image/bmp', width: bytes.readInt32LE(18), height: Math.abs(bytes.readInt32LE(22)) };
  if (['II*\0', 'MM\0*'].includes(bytes.toString('latin1', 0, 4)))
    return { type: 'image/tiff', width: 0, height: 0 };
  return undefined;
}

function jpegSize(bytes: Buffer): { readonly width: number; readonly height: number } {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return { width: 0, height: 0 };
}

/** Whether bytes begin as an MP4 or MOV file does. */
export function isMovie(head: Buffer): boolean {
  return ['ftyp', 'moov', 'mdat', 'wide'].includes(head.toString('latin1', 4, 8));
}
