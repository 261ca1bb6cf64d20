/** What a file's own bytes say that it is. */
export interface MediaKind {
  readonly mime: string;
  readonly type: 'image' | 'gifv' | 'video' | 'audio';
  readonly width: number | null;
  readonly height: number | null;
}

/** Recognises a file by its first bytes, as the server does; the declared type is not believed. */
export function recogniseMedia(bytes: Buffer): MediaKind | undefined {
  const magic = bytes.subarray(0, 16).toString('latin1');
  if (magic.startsWith('\x89PNG\r\n\x1a\n') && bytes.byteLength >= 24)
    return sized('image/png', 'image', bytes.readUInt32BE(16), bytes.readUInt32BE(20));
  if (/^GIF8[79]a/.test(magic) && bytes.byteLength >= 10)
    return sized('image/gif', 'gifv', bytes.readUInt16LE(6), bytes.readUInt16LE(8));
  if (magic.startsWith('\xff\xd8\xff')) {
    const size = jpegSize(bytes);
    return sized('image/jpeg', 'image', size?.width ?? null, size?.height ?? null);
  }
  if (magic.startsWith('RIFF') && magic.slice(8, 12) === 'WEBP') return webp(bytes);
  if (magic.startsWith('RIFF') && magic.slice(8, 12) === 'WAVE')
    return sized('audio/wav', 'audio', null, null);
  if (magic.slice(4, 8) === 'ftyp') return isoMedia(magic.slice(8, 12));
  if (magic.startsWith('\x1a\x45\xdf\xa3')) return sized('video/webm', 'video', null, null);
  if (magic.startsWith('OggS')) return sized('audio/ogg', 'audio', null, null);
  if (magic.startsWith('fLaC')) return sized('audio/flac', 'audio', null, null);
  if (magic.startsWith('ID3') || /^\xff[\xfb\xf3\xf2]/.test(magic))
    return sized('audio/mpeg', 'audio', null, null);
  return undefined;
}

function sized(
  mime: string,
  type: MediaKind['type'],
  width: number | null,
  height: number | null,
): MediaKind {
  return { mime, type, width, height };
}

function isoMedia(brand: string): MediaKind {
  if (/^(heic|heix|mif1|msf1)/.test(brand)) return sized('image/heic', 'image', null, null);
  if (brand.startsWith('avif')) return sized('image/avif', 'image', null, null);
  if (brand.startsWith('qt')) return sized('video/quicktime', 'video', null, null);
  if (brand.startsWith('M4A')) return sized('audio/mp4', 'audio', null, null);
  return sized('video/mp4', 'video', null, null);
}

function webp(bytes: Buffer): MediaKind {
  const form = bytes.subarray(12, 16).toString('latin1');
  if (form === 'VP8X' && bytes.byteLength >= 30)
    return sized('image/webp', 'image', bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
  if (form === 'VP8 ' && bytes.byteLength >= 30)
    return sized('image/webp', 'image', bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
  if (form === 'VP8L' && bytes.byteLength >= 25) {
    const packed = bytes.readUInt32LE(21);
    return sized('image/webp', 'image', (packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1);
  }
  return sized('image/webp', 'image', null, null);
}

/** Walks the segments of a JPEG to its frame header. */
function jpegSize(bytes: Buffer): { readonly width: number; readonly height: number } | undefined {
  let at = 2;
  while (at + 9 < bytes.byteLength && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}
