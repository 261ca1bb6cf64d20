import { once } from 'node:events';
import * as http from 'node:http';
import { finished, pipeline } from 'node:stream/promises';

/** What became of one request. `forwardedBytes` and `upstreamStatus` are filled in as it goes on. */
export interface RequestRecord {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Bytes of the body that were forwarded. */
  forwardedBytes: number;
  /** Status of the server's answer, even when the client never saw it. */
  upstreamStatus: number | undefined;
}

export interface Forwarding {
  readonly request: http.ClientRequest;
  readonly answer: Promise<http.IncomingMessage>;
}

/** Headers that are about one connection, not about the message. */
const CONNECTION_HEADERS = new Set(['connection', 'keep-alive', 'proxy-connection']);

/** `rawHeaders` is a flat list: name, value, name, value. */
function withoutConnectionHeaders(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, i) => !CONNECTION_HEADERS.has((rawHeaders[i - (i % 2)] ?? '').toLowerCase()));
}

/** Opens the same request to the server, on a connection of its own. The body is the caller's to send. */
export function openForwarding(
  from: http.IncomingMessage,
  record: RequestRecord,
  target: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Forwarding {
  const request = http.request({
    ...target,
    method: record.method,
    path: record.path,
    headers: withoutConnectionHeaders(from.rawHeaders),
    setHost: false,
    agent: false,
    signal,
  });
  const answer = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once('response', (response) => {
      record.upstreamStatus = response.statusCode;
      resolve(response);
    });
    // Also keeps later errors from ending the process: a reset within the answer shows on the answer's own stream.
    request.on('error', reject);
  });
  answer.catch(() => undefined);
  return { request, answer };
}

/**
 * Sends the client's body on as it comes, `limit` bytes of it at most.
 * @returns false when the body was cut at the limit; then the request is not ended
 */
export async function sendBody(
  from: http.IncomingMessage,
  { request }: Forwarding,
  record: RequestRecord,
  limit = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  // Leaving the loop early must not close the client's connection: how it is cut is the caller's choice.
  for await (const chunk of from.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) continue;
    const part = chunk.subarray(0, Math.min(chunk.length, limit - record.forwardedBytes));
    record.forwardedBytes += part.length;
    const isFlowing = request.write(part);
    if (record.forwardedBytes >= limit) return false;
    if (!isFlowing && !request.destroyed)
      await Promise.race([once(request, 'drain'), once(request, 'close')]);
  }
  request.end();
  return true;
}

/** Hands the server's answer to the client as it is. */
export async function passAnswer(answer: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  response.writeHead(
    answer.statusCode ?? 502,
    answer.statusMessage,
    withoutConnectionHeaders(answer.rawHeaders),
  );
  response.flushHeaders();
  await pipeline(answer, response);
}

/** Consumes an answer that the client shall not see. */
export async function discardAnswer(answer: http.IncomingMessage): Promise<void> {
  await finished(answer.resume());
}
