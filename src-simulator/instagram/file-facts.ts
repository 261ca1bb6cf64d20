/** What a file's own bytes say: the server believes neither its name nor its declared type. */
export interface Probed {
  readonly mime: string;
  readonly width: number | null;
  readonly height: number | null;
  /** Null for pictures, and for films that do not say. */
  readonly seconds: number | null;
  readonly video: boolean;
  /** The index comes before the data: a film can be read while it is fetched. */
  readonly indexFirst: boolean;
}

/** Recognises pictures and films; undefined for everything else. */
export function probe(bytes: Buffer): Probed | undefined {
  const magic = bytes.subarray(0, 16).toString('latin1');
  if (magic.startsWith('\xff\xd8\xff')) return picture('image/jpeg', jpegSize(bytes));
  if (magic.startsWith('\x89PNG\r\n\x1a\n') && bytes.byteLength >= 24)
    return picture('image/png', { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) });
  if (/^GIF8[79]a/.test(magic)) return picture('image/gif', undefined);
  if (magic.startsWith('RIFF') && magic.slice(8, 12) === 'WEBP') return picture('image/webp', undefined);
  if (magic.slice(4, 8) === 'ftyp') return film(bytes, magic.slice(8, 12));
  return undefined;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function picture(mime: string, size: Size | undefined): Probed {
  const { width, height } = size ?? { width: null, height: null };
  return { mime, width, height, seconds: null, video: false, indexFirst: true };
}

/** Walks the segments of a JPEG to its frame header. */
function jpegSize(bytes: Buffer): Size | undefined {
  let at = 2;
  while (at + 9 < bytes.byteLength && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

interface Box {
  readonly type: string;
  readonly content: Buffer;
}

/** The boxes of an ISO base media file, or of one of its boxes; stops where the bytes make no sense. */
function boxesOf(bytes: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  let at = 0;
  while (at + 8 <= bytes.byteLength) {
    const small = bytes.readUInt32BE(at);
    const large = small === 1 && at + 16 <= bytes.byteLength;
    const header = large ? 16 : 8;
    const size = large ? Number(bytes.readBigUInt64BE(at + 8)) : small === 0 ? bytes.byteLength - at : small;
    if (size < header) break;
    const type = bytes.toString('latin1', at + 4, at + 8);
    boxes.push({ type, content: bytes.subarray(at + header, Math.min(bytes.byteLength, at + size)) });
    at += size;
  }
  return boxes;
}

function film(bytes: Buffer, brand: string): Probed | undefined {
  if (/^(heic|heix|mif1|msf1|avif)/.test(brand)) return picture('image/heic', undefined);
  const top = boxesOf(bytes);
  const index = top.findIndex((box) => box.type === 'moov');
  const data = top.findIndex((box) => box.type === 'mdat');
  const movie = boxesOf(top[index]?.content ?? Buffer.alloc(0));
  const header = movie.find((box) => box.type === 'mvhd')?.content;
  const size = movie
    .filter((box) => box.type === 'trak')
    .map((track) => trackSize(boxesOf(track.content).find((box) => box.type === 'tkhd')?.content))
    .find((found) => found !== undefined);
  return {
    mime: brand.startsWith('qt') ? 'video/quicktime' : 'video/mp4',
    width: size?.width ?? null,
    height: size?.height ?? null,
    seconds: header === undefined ? null : duration(header),
    video: true,
    indexFirst: index !== -1 && (data === -1 || index < data),
  };
}

function duration(header: Buffer): number | null {
  const wide = header[0] === 1;
  if (header.byteLength < (wide ? 32 : 20)) return null;
  const scale = header.readUInt32BE(wide ? 20 : 12);
  const length = wide ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  return scale === 0 ? null : length / scale;
}

/** The shown size of a video track; undefined for sound. */
function trackSize(header: Buffer | undefined): Size | undefined {
  if (!header) return undefined;
  const at = header[0] === 1 ? 88 : 76;
  if (header.byteLength < at + 8) return undefined;
  const size = { width: header.readUInt32BE(at) >>> 16, height: header.readUInt32BE(at + 4) >>> 16 };
  return size.width > 0 && size.height > 0 ? size : undefined;
}
