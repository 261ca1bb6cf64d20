import { Readable } from 'node:stream';
import { protocol } from 'electron';
import * as v from 'valibot';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { mediaHashSchema } from '../../src-shared/ids.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { RemoteMedia } from '../media/remote-media.ts';
import { appOrigin, mediaScheme } from './origin.ts';

const headers = {
  'access-control-allow-origin': appOrigin,
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
};
const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { ...headers, 'content-type': 'application/json' } });
const refused = (status: number, problem: Failure): Response => json(status, { tag: 'err', error: problem });

/**
 * `PUT media://local/` keeps a file and answers `{tag:'ok', value:{hash, mime, bytes}}`; `GET media://local/<hash>`
 * gives it back, with ranges; `GET media://remote/?url=…` gives a picture of a network.
 *
 * Must run before the page is loaded: a page knows only the schemes that were handled when it came. What is asked
 * before `ready` waits for it.
 */
export function serveMedia(
  ready: Promise<{ readonly media: MediaStore; readonly remote: RemoteMedia }>,
): void {
  protocol.handle(mediaScheme, async (request) => {
    const { media: store, remote } = await ready;
    const url = new URL(request.url);
    if (request.method === 'OPTIONS')
      return new Response(null, {
        headers: {
          ...headers,
          'access-control-allow-methods': 'GET, PUT',
          'access-control-allow-headers': '*',
        },
      });
    if (url.host === 'local' && request.method === 'PUT') {
      // Chromium names no origin in requests to a scheme of ours; where one is named, it is our page's. That nobody
      // else's page exists is kept by `lockDown` and by the policy of our own.
      const origin = request.headers.get('origin');
      if (origin !== null && origin !== appOrigin) return refused(403, failure('forbidden-sender'));
      if (request.body === null) return refused(400, failure('media-unreadable'));
      const stored = await store.put(request.body);
      return json(stored.tag === 'ok' ? 200 : 422, stored);
    }
    if (request.method !== 'GET') return refused(405, failure('bad-arguments'));
    if (url.host === 'local') return local(store, url.pathname.slice(1), request.headers.get('range'));
    if (url.host === 'remote') {
      const picture = await remote.picture(url.searchParams.get('url') ?? '');
      if (picture === null) return refused(404, failure('media-missing'));
      return new Response(new Uint8Array(picture.bytes), {
        headers: { ...headers, 'content-type': picture.mime, 'cache-control': 'max-age=86400' },
      });
    }
    return refused(404, failure('media-missing'));
  });
}

async function local(store: MediaStore, name: string, range: string | null): Promise<Response> {
  const hash = v.safeParse(mediaHashSchema, name);
  const file = hash.success ? await store.open(hash.output) : null;
  if (file === null) return refused(404, failure('media-missing'));
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
  const start = asked ? Number(asked[1]) : 0;
  const end = Math.min(asked?.[2] ? Number(asked[2]) : file.bytes - 1, file.bytes - 1);
  if (start > end)
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${String(file.bytes)}` },
    });
  // Node's web streams and the DOM's are the same thing under two names.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const body = Readable.toWeb(
    Readable.from(file.stream(start, end)),
  ) as unknown as ReadableStream<Uint8Array>;
  return new Response(body, {
    status: asked ? 206 : 200,
    headers: {
      ...headers,
      'content-type': file.mime,
      'content-length': String(end - start + 1),
      'accept-ranges': 'bytes',
      'cache-control': 'max-age=31536000, immutable',
      ...(asked ? { 'content-range': `bytes ${String(start)}-${String(end)}/${String(file.bytes)}` } : {}),
    },
  });
}
