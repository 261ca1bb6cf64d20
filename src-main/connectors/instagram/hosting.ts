import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Http } from '../../engine/http.ts';
import type { ConnectorError } from '../contract.ts';

/** What requests to the host are made with: no access of the network's ever goes there. */
interface Line {
  readonly http: Http;
  readonly signal: AbortSignal;
  /** Where the network itself answers; absent while nobody is connected yet. */
  readonly origin?: string;
}

/**
 * A place of the person's own where a file lies in public while the network fetches it: pictures are taken from an
 * address and never sent (instagram §2). Plain PUT and DELETE, as WebDAV folders and many stores offer them.
 */
export interface Host {
  /** Where files are put, without a trailing slash. */
  readonly put: string;
  /** Where they are then read by everybody. */
  readonly get: string;
  /** `user:password`, a whole `Authorization` value, or a bearer's key; empty: none is asked for. */
  readonly key: string;
}

export function hostOf(secret: {
  readonly hostPut: string | null;
  readonly hostGet: string | null;
  readonly hostKey: string | null;
}): Host | null {
  const put = secret.hostPut ?? '';
  if (put === '') return null;
  const get = secret.hostGet ?? '';
  return { put: trimmed(put), get: trimmed(get === '' ? put : get), key: secret.hostKey ?? '' };
}

const trimmed = (address: string): string => address.replace(/\/+$/, '');

const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
};

/** The name under which a file lies there: nobody can guess the key, and a repeat writes the same file. */
export const fileName = (key: string, mime: string): string => `${key}.${extensions[mime] ?? 'bin'}`;

/** Puts a file there and answers its public address. */
export async function putFile(
  ctx: Line,
  host: Host,
  file: { readonly name: string; readonly mime: string; readonly bytes: Uint8Array },
): Promise<Result<string, ConnectorError>> {
  const answer = await ctx.http.request({
    method: 'PUT',
    url: `${host.put}/${file.name}`,
    headers: { ...authorization(host.key), 'content-type': file.mime },
    body: file.bytes,
    signal: ctx.signal,
  });
  const about = { host: new URL(host.put).host };
  if (answer.tag === 'err')
    return err({
      tag: answer.error.tag === 'not-sent' && !(await answers(ctx)) ? 'offline' : 'server',
      failure: answer.error.failure,
    });
  const { status } = answer.value;
  if (status >= 200 && status < 300) return ok(`${host.get}/${file.name}`);
  if (status >= 500 || status === 429 || status === 408)
    return err({ tag: 'server', failure: failure('server-error', { ...about, status }) });
  return err({ tag: 'rejected', failure: failure('media-host-refused', { ...about, status }) });
}

/**
 * Whether the network can be reached although the host cannot: then it is the host that is down, and waiting for the
 * line to come back would be waiting for ever without a word.
 */
async function answers({ http, signal, origin }: Line): Promise<boolean> {
  if (origin === undefined) return false;
  const answer = await http.request({ method: 'GET', url: `${origin}/robots.txt`, signal });
  return answer.tag === 'ok' || answer.error.tag !== 'not-sent';
}

/** Takes a file away again. What does not work is left: it is the person's own place, and nothing waits for it. */
export async function dropFile(ctx: Line, host: Host, url: string): Promise<void> {
  if (!url.startsWith(`${host.get}/`)) return;
  await ctx.http.request({
    method: 'DELETE',
    url: `${host.put}${url.slice(host.get.length)}`,
    headers: authorization(host.key),
    signal: ctx.signal,
  });
}

/** Puts a small file, reads it as everybody does, takes it away: what the person typed works, or why it does not. */
export async function checkHost(ctx: Line, host: Host, key: string): Promise<Result<null, ConnectorError>> {
  const bytes = new TextEncoder().encode(key);
  const put = await putFile(ctx, host, { name: fileName(key, 'text/plain'), mime: 'text/plain', bytes });
  if (put.tag === 'err')
    return put.error.tag === 'server'
      ? err({ tag: 'rejected', failure: failure('media-host-refused', put.error.failure.detail) })
      : put;
  const read = await ctx.http.download({ url: put.value, signal: ctx.signal });
  await dropFile(ctx, host, put.value);
  const isThere =
    read.tag === 'ok' && read.value.status === 200 && new TextDecoder().decode(read.value.bytes) === key;
  return isThere
    ? ok(null)
    : err({
        tag: 'rejected',
        failure: failure('media-host-refused', { host: new URL(host.get).host, status: null }),
      });
}

function authorization(key: string): Readonly<Record<string, string>> {
  if (key === '') return {};
  if (/^(?:basic|bearer|digest) /i.test(key)) return { authorization: key };
  if (key.includes(':')) return { authorization: `Basic ${base64(key)}` };
  return { authorization: `Bearer ${key}` };
}

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
