/** The media type that the first bytes betray, or `null`. The server believes these bytes over the request's header. */
export function sniffMime(bytes: Buffer): string | null {
  const ascii = (from: number, to: number): string => bytes.subarray(from, to).toString('latin1');
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (ascii(0, 4) === 'GIF8') return 'image/gif';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp';
  if (ascii(4, 8) === 'ftyp') return ascii(8, 12).startsWith('avif') ? 'image/avif' : 'video/mp4';
  if (ascii(0, 6) === 'WEBVTT') return 'text/vtt';
  return null;
}
