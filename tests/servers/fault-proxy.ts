/**
 * A proxy on loopback to put before a real HTTP server: it spoils the connection in a chosen way, at a chosen request.
 * Everything it does to a client is done with real sockets, so the client sees what a bad network shows it.
 */
import { once } from 'node:events';
import * as http from 'node:http';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import {
  discardAnswer,
  openForwarding,
  passAnswer,
  sendBody,
  type RequestRecord,
} from './fault-proxy-forward.ts';
import { openTunnel, type Tunnel } from './fault-proxy-tunnel.ts';

/** Which requests a fault is for; the others pass. */
export interface RequestMatch {
  readonly method?: string;
  /** The whole path without the query; or an expression tested against the path with its query. */
  readonly path: string | RegExp;
  /** Only the first so many matching requests since the fault was set; all of them without. */
  readonly times?: number;
}

/**
 * What happens to requests:
 * - `pass`: nothing.
 * - `refuse`: the port is closed (ECONNREFUSED), and every open connection is reset.
 * - `black-hole`: connections are accepted and never answered. The next fault ends that with a reset.
 * - `drop-reply`: forwarded whole; once the server has answered, the client's connection is closed without a byte.
 * - `late-commit`: the client's connection is closed as soon as the request is here; it is forwarded `afterMs` later.
 * - `reset-before`: the client's connection is reset, and nothing is forwarded.
 * - `delay`: forwarded at once; the answer is held for `ms`.
 * - `reset-upload`: both connections are reset after `afterBytes` of the body have been forwarded. A shorter body passes.
 */
export type Fault =
  | { readonly tag: 'pass' }
  | { readonly tag: 'refuse' }
  | { readonly tag: 'black-hole' }
  | { readonly tag: 'drop-reply'; readonly match: RequestMatch }
  | { readonly tag: 'late-commit'; readonly match: RequestMatch; readonly afterMs: number }
  | { readonly tag: 'reset-before'; readonly match: RequestMatch }
  | { readonly tag: 'delay'; readonly match: RequestMatch; readonly ms: number }
  | { readonly tag: 'reset-upload'; readonly match: RequestMatch; readonly afterBytes: number };

export interface ProxiedRequest extends Readonly<RequestRecord> {
  /** The fault that it met: `pass` when it did not match the one that was set. */
  readonly fault: Fault['tag'];
}

export interface FaultProxy {
  /** `http://127.0.0.1:PORT`, the same through all faults. */
  readonly url: string;
  /** Holds from the next request on. Resolves when the port is closed or open, as the fault wants it. */
  readonly setFault: (fault: Fault) => Promise<void>;
  /** All requests since the start, in order of arrival. */
  readonly requests: () => readonly ProxiedRequest[];
  /** Those that met a fault. */
  readonly faulted: () => readonly ProxiedRequest[];
  /** Resolves when nothing is on its way any more, late commits included. */
  readonly whenIdle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

function isMatch(match: RequestMatch, method: string, path: string): boolean {
  if (match.method !== undefined && match.method !== method) return false;
  return typeof match.path === 'string' ? path.split('?', 1)[0] === match.path : match.path.test(path);
}

/**
 * Starts a proxy before `upstream` (`http://host:port`). The server sees the client's `Host` header.
 * WebSocket upgrades pass through; `refuse` and `black-hole` also befall those that are open.
 */
export async function startFaultProxy(upstream: string): Promise<FaultProxy> {
  const { hostname: host, port: upstreamPort } = new URL(upstream);
  const target = { host, port: Number(upstreamPort) };
  const requests: ProxiedRequest[] = [];
  const clients = new Set<Socket>();
  const swallowed = new Set<Socket>();
  const tunnels = new Set<Tunnel>();
  const running = new Set<Promise<void>>();
  const closing = new AbortController();
  let fault: Fault = { tag: 'pass' };
  let timesLeft = Number.POSITIVE_INFINITY;

  /** The fault for this request; counts it. */
  const takeFault = (method: string, path: string): Fault => {
    if (!('match' in fault)) return fault;
    if (timesLeft <= 0 || !isMatch(fault.match, method, path)) return { tag: 'pass' };
    timesLeft -= 1;
    return fault;
  };

  const record = ({ method = 'GET', url: path = '/' }: http.IncomingMessage) => {
    const met = takeFault(method, path);
    const entry = { method, path, fault: met.tag, forwardedBytes: 0, upstreamStatus: undefined };
    requests.push(entry);
    return { met, entry };
  };

  const handle = async (
    from: http.IncomingMessage,
    response: http.ServerResponse,
    entry: RequestRecord,
    met: Fault,
  ): Promise<void> => {
    const forward = () => openForwarding(from, entry, target, closing.signal);
    switch (met.tag) {
      case 'refuse': // it came in while the port was being closed
      case 'reset-before':
        from.socket.resetAndDestroy();
        return;
      case 'black-hole':
        swallowed.add(from.socket);
        return;
      case 'late-commit': {
        const body = await buffer(from);
        from.socket.destroy();
        await wait(met.afterMs, undefined, { signal: closing.signal });
        const late = forward();
        entry.forwardedBytes = body.length;
        late.request.end(body);
        await discardAnswer(await late.answer);
        return;
      }
      case 'drop-reply': {
        const forwarding = forward();
        await sendBody(from, forwarding, entry);
        await discardAnswer(await forwarding.answer);
        from.socket.destroy();
        return;
      }
      case 'reset-upload': {
        const forwarding = forward();
        if (await sendBody(from, forwarding, entry, met.afterBytes)) {
          await passAnswer(await forwarding.answer, response);
          return;
        }
        // What was written so far is to reach the server before the connection is cut.
        await new Promise((resolve) => forwarding.request.write('', resolve));
        forwarding.request.socket?.resetAndDestroy();
        from.socket.resetAndDestroy();
        return;
      }
      case 'delay':
      case 'pass': {
        const forwarding = forward();
        response.once('close', () => {
          if (!response.writableFinished) forwarding.request.destroy();
        });
        // A server may answer before it has read the whole body (413), so nothing waits for its end.
        sendBody(from, forwarding, entry).catch(() => forwarding.request.destroy());
        const answer = await forwarding.answer;
        if (met.tag === 'delay') await wait(met.ms, undefined, { signal: closing.signal });
        await passAnswer(answer, response);
        return;
      }
    }
  };

  const server = http.createServer((from, response) => {
    const { met, entry } = record(from);
    response.on('error', () => undefined);
    const work = handle(from, response, entry, met)
      // Whatever breaks on the way to the server breaks the client's connection: a network has no error page.
      .catch(() => {
        from.socket.resetAndDestroy();
      })
      .finally(() => running.delete(work));
    running.add(work);
  });
  server.on('connection', (socket) => {
    clients.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clients.delete(socket);
      swallowed.delete(socket);
    });
  });
  server.on('upgrade', (from: http.IncomingMessage, client: Socket, head: Buffer) => {
    const { met } = record(from);
    if (met.tag === 'black-hole') swallowed.add(client);
    else if (met.tag === 'refuse' || met.tag === 'reset-before') client.resetAndDestroy();
    else {
      const tunnel = openTunnel(from, client, head, target);
      tunnels.add(tunnel);
      client.once('close', () => tunnels.delete(tunnel));
    }
  });
  // No time limits of its own: slow uploads and held answers are what it is for.
  Object.assign(server, { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });

  const listen = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('not a TCP port');
    return address.port;
  };
  const shut = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of clients) socket.resetAndDestroy();
    await closed;
  };

  const port = await listen(0);

  return {
    url: `http://127.0.0.1:${port}`,
    setFault: async (next) => {
      fault = next;
      timesLeft = ('match' in next ? next.match.times : undefined) ?? Number.POSITIVE_INFINITY;
      for (const socket of swallowed) socket.resetAndDestroy();
      if (next.tag === 'refuse') return shut();
      if (next.tag === 'black-hole') {
        for (const tunnel of tunnels) {
          tunnel.silence();
          swallowed.add(tunnel.client);
        }
      }
      if (!server.listening) await listen(port);
    },
    requests: () => requests,
    faulted: () => requests.filter((request) => request.fault !== 'pass'),
    whenIdle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
    close: async () => {
      closing.abort();
      await shut();
      await Promise.all(running);
    },
  };
}
