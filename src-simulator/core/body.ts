import type { IncomingMessage } from 'node:http';
import { parseMultipart } from './multipart.ts';

export interface UploadedFile {
  /** The form field's name. */
  readonly field: string;
  /** Undefined when the part named no file. */
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly bytes: Buffer;
}

export type FormField = readonly [name: string, value: string];

/** A request's body, parsed by its content type. `invalid` carries why, for the network to refuse in its words. */
export type SimBody =
  | { readonly tag: 'none' }
  | { readonly tag: 'json'; readonly value: unknown }
  | { readonly tag: 'form'; readonly fields: readonly FormField[]; readonly files: readonly UploadedFile[] }
  | { readonly tag: 'raw'; readonly contentType: string; readonly bytes: Buffer }
  | { readonly tag: 'invalid'; readonly reason: string };

/**
 * Reads a request's bytes. Past `maxBytes` the rest is read and thrown away, so that the refusal can still be
 * delivered, and undefined is returned. Rejects when the client leaves in the middle.
 */
export function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.once('end', () => resolve(size > maxBytes ? undefined : Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => reject(new Error('the client left before its body was complete')));
  });
}

/** Parses bytes by content type; never throws. */
export function parseBody(bytes: Buffer, contentTypeHeader: string | undefined): SimBody {
  const contentType = (contentTypeHeader ?? '').trim();
  const mime = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (bytes.byteLength === 0 && mime !== 'multipart/form-data') return { tag: 'none' };
  if (mime === 'application/json' || mime.endsWith('+json')) {
    try {
      return { tag: 'json', value: JSON.parse(bytes.toString('utf8')) };
    } catch {
      return { tag: 'invalid', reason: 'malformed JSON' };
    }
  }
  if (mime === 'application/x-www-form-urlencoded')
    return { tag: 'form', fields: [...new URLSearchParams(bytes.toString('utf8'))], files: [] };
  if (mime === 'multipart/form-data') return parseMultipart(bytes, contentType);
  return { tag: 'raw', contentType, bytes };
}
