import type { FormField, SimBody, UploadedFile } from './body.ts';

const LINE_END = '\r\n';

/** Reads a complete multipart/form-data body (RFC 7578): text parts become fields, parts with a file name files. */
export function parseMultipart(bytes: Buffer, contentType: string): SimBody {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (!mark) return { tag: 'invalid', reason: 'multipart body without a boundary' };
  const fields: FormField[] = [];
  const files: UploadedFile[] = [];
  const opening = `--${mark}`;
  let at = bytes.indexOf(opening);
  if (at < 0) return { tag: 'invalid', reason: 'multipart boundary not found in the body' };
  for (;;) {
    at += opening.length;
    if (bytes.subarray(at, at + 2).toString('latin1') === '--') return { tag: 'form', fields, files };
    const headersEnd = bytes.indexOf(LINE_END + LINE_END, at);
    const next = headersEnd < 0 ? -1 : bytes.indexOf(LINE_END + opening, headersEnd + 2);
    if (next < 0) return { tag: 'invalid', reason: 'multipart body cut short' };
    const headers = partHeaders(bytes.subarray(at, headersEnd).toString('utf8'));
    const content = bytes.subarray(headersEnd + 4, Math.max(next, headersEnd + 4));
    const disposition = headers.get('content-disposition') ?? '';
    const field = parameter(disposition, 'name');
    if (field === undefined) return { tag: 'invalid', reason: 'multipart part without a name' };
    const filename = parameter(disposition, 'filename');
    const type = headers.get('content-type');
    if (filename !== undefined || (type !== undefined && !type.startsWith('text/plain')))
      files.push({ field, filename, contentType: type ?? 'application/octet-stream', bytes: content });
    else fields.push([field, content.toString('utf8')]);
    at = next + LINE_END.length;
  }
}

function partHeaders(block: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of block.split(LINE_END)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

/** A parameter of a Content-Disposition header; browsers escape quotes in names as %22. */
function parameter(header: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|[;\\s])${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(header);
  return match?.[1]?.replace(/\\(.)/g, '$1').replaceAll('%22', '"');
}
