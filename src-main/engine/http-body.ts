import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { HttpRequest } from './http.ts';

/** A request body as bytes. `contentType` is set where the encoding itself decides it (a form's boundary). */
export interface EncodedBody {
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
}

export async function encodeBody(body: NonNullable<HttpRequest['body']>): Promise<EncodedBody> {
  if (typeof body === 'string') return { bytes: Buffer.from(body, 'utf8'), contentType: null };
  if (body instanceof Uint8Array) return { bytes: body, contentType: null };
  const form = new Response(body);
  return {
    bytes: new Uint8Array(await form.arrayBuffer()),
    contentType: form.headers.get('content-type'),
  };
}

/** Sent in pieces, so that a slow line shows progress (bytes not yet asked for) while a whole file goes up. */
export async function* pieces(
  bytes: Uint8Array,
  onProgress: (left: number) => void,
): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += pieceBytes) {
    onProgress(Math.max(0, bytes.byteLength - start - pieceBytes));
    yield bytes.subarray(start, start + pieceBytes);
  }
}
const pieceBytes = 64 * 1024;

const expanders = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;
const isKnown = (encoding: string): encoding is keyof typeof expanders => Object.hasOwn(expanders, encoding);

/** A response body, expanded to at most `maxBytes` (a compressed bomb stops there). */
export async function decodeBody(
  bytes: Buffer,
  encoding: string,
  maxBytes: number,
): Promise<{ readonly tag: 'bytes'; readonly bytes: Buffer } | { readonly tag: 'too-large' | 'unreadable' }> {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity' || bytes.byteLength === 0) return { tag: 'bytes', bytes };
  if (!isKnown(name)) return { tag: 'unreadable' };
  try {
    const expanded = await expanders[name](bytes, { maxOutputLength: maxBytes });
    return { tag: 'bytes', bytes: expanded };
  } catch (error) {
    const bomb = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return { tag: bomb ? 'too-large' : 'unreadable' };
  }
}
