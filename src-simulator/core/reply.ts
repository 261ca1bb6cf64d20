import { STATUS_CODES, type ServerResponse } from 'node:http';

export type ReplyHeaders = Readonly<Record<string, string | readonly string[]>>;

/** What a handler answers. `stream` keeps the connection open (server-sent events). */
export type SimReply =
  | { readonly tag: 'json'; readonly status: number; readonly headers: ReplyHeaders; readonly body: unknown }
  | {
      readonly tag: 'bytes';
      readonly status: number;
      readonly headers: ReplyHeaders;
      readonly body: Uint8Array;
    }
  | {
      readonly tag: 'stream';
      readonly status: number;
      readonly headers: ReplyHeaders;
      /** Receives the open stream; called once, after the headers were written. */
      readonly start: (stream: SimStream) => void;
    };

export interface SimStream {
  write(text: string): void;
  /** Ends the stream from the server's side. */
  end(): void;
  /** Called once when either side ended it. */
  onClose(listener: () => void): void;
}

export function json(body: unknown, status = 200, headers: ReplyHeaders = {}): SimReply {
  return { tag: 'json', status, headers, body };
}

export function text(body: string, status = 200, headers: ReplyHeaders = {}): SimReply {
  return bytes(Buffer.from(body), status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
}

export function html(body: string, status = 200, headers: ReplyHeaders = {}): SimReply {
  return bytes(Buffer.from(body), status, { 'content-type': 'text/html; charset=utf-8', ...headers });
}

export function bytes(body: Uint8Array, status = 200, headers: ReplyHeaders = {}): SimReply {
  return { tag: 'bytes', status, headers, body };
}

export function redirect(location: string, status = 302, headers: ReplyHeaders = {}): SimReply {
  return bytes(Buffer.alloc(0), status, { ...headers, location });
}

/** The same reply with more headers; those given win. */
export function withHeaders(reply: SimReply, headers: ReplyHeaders): SimReply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

/** Writes a reply to the socket. `serverTime` (epoch ms) becomes the Date header, so that a skewed clock shows. */
export function writeReply(
  response: ServerResponse,
  reply: SimReply,
  serverTime: number,
  head: boolean,
): void {
  response.sendDate = false;
  response.setHeader('date', new Date(serverTime).toUTCString());
  for (const [name, value] of Object.entries(reply.headers))
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  response.statusCode = reply.status;
  if (reply.tag === 'stream') {
    response.flushHeaders();
    reply.start({
      write: (chunk) => void response.write(chunk),
      end: () => void response.end(),
      onClose: (listener) => void response.once('close', listener),
    });
    return;
  }
  const body = reply.tag === 'json' ? Buffer.from(JSON.stringify(reply.body)) : reply.body;
  if (reply.tag === 'json' && !response.hasHeader('content-type'))
    response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('content-length', body.byteLength);
  response.end(head ? undefined : body);
}

/** An HTTP/1.1 answer as bytes, for a socket that never became a WebSocket. */
export function rawReply(reply: SimReply): Buffer {
  const closing = withHeaders(reply, { connection: 'close' });
  const body =
    closing.tag === 'json'
      ? Buffer.from(JSON.stringify(closing.body))
      : closing.tag === 'bytes'
        ? closing.body
        : Buffer.alloc(0);
  const lines = [`HTTP/1.1 ${closing.status} ${STATUS_CODES[closing.status] ?? ''}`];
  for (const [name, value] of Object.entries(closing.headers))
    for (const one of typeof value === 'string' ? [value] : value) lines.push(`${name}: ${one}`);
  if (closing.tag === 'json') lines.push('content-type: application/json; charset=utf-8');
  lines.push(`content-length: ${body.byteLength}`, '', '');
  return Buffer.concat([Buffer.from(lines.join('\r\n')), body]);
}
