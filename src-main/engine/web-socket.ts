import type { lookup as systemLookup } from 'node:dns';
import { WebSocket, type ClientOptions } from 'ws';
import { guardedLookup, reachOf } from './address-guard.ts';
import type { Clock } from './clock.ts';
import { causeOf, cut, forbidden, notSent } from './http-failure.ts';
import type { HttpError, WebSocketRequest } from './http.ts';

export interface WebSocketDeps {
  readonly clock: Clock;
  readonly userAgent: string;
  readonly isNamed: (host: string) => boolean;
  readonly heartbeatMs: number;
  readonly lookup?: typeof systemLookup;
}

const handshakeTimeoutMs = 15_000;
const maxPayloadBytes = 4_000_000;

/**
 * Opens a WebSocket and pings it: a connection of which nothing is heard between two pings is dead (a sleeping
 * laptop, a router that forgot) and is ended. Returns a function that closes it without calling `onClose`.
 */
export function openWebSocket(deps: WebSocketDeps, request: WebSocketRequest): () => void {
  const url = URL.canParse(request.url) ? new URL(request.url) : null;
  const reach = url === null ? null : reachOf(url, deps.isNamed);
  let over = false;
  let stopTimer: () => void = () => undefined;
  const end = (error: HttpError, status: number | null): void => {
    if (over) return;
    over = true;
    stopTimer();
    request.onClose({ error, status });
  };
  const host = url?.host ?? '';
  if (url === null || reach === null) {
    // Later, as every other failure: the caller has our return value by then.
    queueMicrotask(() => end(forbidden(host), null));
    return () => {
      over = true;
    };
  }

  const options: ClientOptions & { readonly lookup: ReturnType<typeof guardedLookup> } = {
    headers: { ...request.headers, 'user-agent': deps.userAgent },
    handshakeTimeout: handshakeTimeoutMs,
    followRedirects: false,
    // A compressed message could expand without bound.
    perMessageDeflate: false,
    maxPayload: maxPayloadBytes,
    lookup: guardedLookup(reach, deps.lookup),
  };
  const socket = new WebSocket(url, options);
  let opened = false;
  let heard = true;
  const beat = (): void => {
    stopTimer = deps.clock.after(deps.heartbeatMs, () => {
      if (!heard) return socket.terminate();
      heard = false;
      socket.ping();
      beat();
    });
  };

  socket.on('open', () => {
    opened = true;
    if (over) return;
    beat();
    request.onOpen();
  });
  socket.on('pong', () => {
    heard = true;
  });
  socket.on('ping', () => {
    heard = true;
  });
  socket.on('message', (data, isBinary) => {
    heard = true;
    // `nodebuffer` is the default binary type: data is one Buffer.
    if (!over && !isBinary && Buffer.isBuffer(data)) request.onText(data.toString('utf8'));
  });
  socket.on('unexpected-response', (upgrade, response) => {
    end(cut(host, 'refused'), response.statusCode ?? null);
    upgrade.destroy();
  });
  socket.on('error', (error) =>
    end(opened ? cut(host, causeOf(error)) : notSent(host, causeOf(error)), null),
  );
  socket.on('close', (code) => end(cut(host, `closed-${code}`), null));

  return () => {
    over = true;
    stopTimer();
    // Before it is open `close` would raise an error; both ways release the socket at once.
    socket.terminate();
  };
}
