import type { MediaRow } from './rows.ts';

/** What a file's own bytes say that it is, and why the network will not have it (null: it will). */
export interface Judged {
  readonly mime: string | null;
  readonly failure: string | null;
}

// linkedin §6
const MAX_PIXELS = 36_152_320;
const VIDEO_BYTES = { min: 75_000, max: 500 * 1024 * 1024 };
const VIDEO_SECONDS = { min: 3, max: 30 * 60 };
const DOCUMENT_BYTES = 100 * 1024 * 1024;
const DOCUMENT_PAGES = 300;

const refused = (failure: string): Judged => ({ mime: null, failure });

export function judgeImage(bytes: Buffer): Judged {
  const magic = bytes.subarray(0, 16).toString('latin1');
  const fits = (mime: string, width: number, height: number): Judged =>
    width * height < MAX_PIXELS ? { mime, failure: null } : refused('too many pixels');
  if (magic.startsWith('\x89PNG\r\n\x1a\n') && bytes.byteLength >= 24)
    return fits('image/png', bytes.readUInt32BE(16), bytes.readUInt32BE(20));
  if (/^GIF8[79]a/.test(magic) && bytes.byteLength >= 10)
    return fits('image/gif', bytes.readUInt16LE(6), bytes.readUInt16LE(8));
  if (magic.startsWith('\xff\xd8\xff')) return { mime: 'image/jpeg', failure: null };
  return refused('not an image of an accepted type');
}

export function judgeDocument(bytes: Buffer): Judged {
  const magic = bytes.subarray(0, 8).toString('latin1');
  if (bytes.byteLength > DOCUMENT_BYTES) return refused('larger than 100 MB');
  if (magic.startsWith('%PDF-')) {
    const pages = bytes.toString('latin1').match(/\/Type\s*\/Page(?![a-z])/g)?.length ?? 0;
    return pages > DOCUMENT_PAGES
      ? refused('more than 300 pages')
      : { mime: 'application/pdf', failure: null };
  }
  // Office files, old and new.
  if (magic.startsWith('\xd0\xcf\x11\xe0') || magic.startsWith('PK\x03\x04'))
    return { mime: 'application/octet-stream', failure: null };
  return refused('not a document of an accepted type');
}

/** Looks at the first bytes, and for the film's length where a part names it. */
export async function judgeVideo(
  parts: MediaRow['parts'],
  read: (file: string) => Promise<Buffer | undefined>,
): Promise<Judged> {
  const last = parts.at(-1)?.last ?? -1;
  if (last + 1 < VIDEO_BYTES.min || last + 1 > VIDEO_BYTES.max)
    return refused('smaller than 75 KB or larger than 500 MB');
  for (const [index, { file }] of parts.entries()) {
    const bytes = file === null ? undefined : await read(file);
    if (!bytes) return refused('a part is missing');
    if (index === 0 && bytes.subarray(4, 8).toString('latin1') !== 'ftyp') return refused('not an MP4');
    const seconds = secondsIn(bytes);
    if (seconds !== undefined && (seconds < VIDEO_SECONDS.min || seconds > VIDEO_SECONDS.max))
      return refused('shorter than 3 seconds or longer than 30 minutes');
  }
  return { mime: 'video/mp4', failure: null };
}

/** The length that a movie header (`mvhd`, version 0) names. */
function secondsIn(bytes: Buffer): number | undefined {
  const at = bytes.indexOf('mvhd');
  if (at < 0 || at + 24 > bytes.byteLength || bytes[at + 4] !== 0) return undefined;
  const scale = bytes.readUInt32BE(at + 16);
  return scale === 0 ? undefined : bytes.readUInt32BE(at + 20) / scale;
}
