/** What a file's first bytes say that it is; the declared type is not believed. */
export interface Kind {
  readonly mime: string;
  readonly type: 'photo' | 'animated_gif' | 'video';
  readonly width: number;
  readonly height: number;
}

/** Recognises JPEG, PNG, WebP, GIF and MP4 (x §2, media limits); undefined for anything else. */
export function recognise(bytes: Buffer): Kind | undefined {
  const magic = bytes.subarray(0, 16).toString('latin1');
  if (magic.startsWith('\x89PNG\r\n\x1a\n') && bytes.byteLength >= 24)
    return {
      mime: 'image/png',
      type: 'photo',
      width: bytes.readUInt32BE(16),
      height: bytes.readUInt32BE(20),
    };
  if (/^GIF8[79]a/.test(magic) && bytes.byteLength >= 10)
    return {
      mime: 'image/gif',
      type: 'animated_gif',
      width: bytes.readUInt16LE(6),
      height: bytes.readUInt16LE(8),
    };
  if (magic.startsWith('\xff\xd8\xff')) return { mime: 'image/jpeg', type: 'photo', width: 0, height: 0 };
  if (magic.startsWith('RIFF') && magic.slice(8, 12) === 'WEBP')
    return { mime: 'image/webp', type: 'photo', width: 0, height: 0 };
  if (magic.slice(4, 8) === 'ftyp') return { mime: 'video/mp4', type: 'video', width: 0, height: 0 };
  return undefined;
}
