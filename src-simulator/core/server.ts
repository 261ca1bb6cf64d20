import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { parseBody, readBytes, type SimBody } from './body.ts';
import type { SimClock } from './clock.ts';
import { askedByFaults, failureBeforeWork } from './fault-play.ts';
import { findFault, type Fault, type Faults } from './faults.ts';
import type { Ledger, LedgerNote } from './ledger.ts';
import { withHeaders, writeReply, type SimReply } from './reply.ts';
import type { Random } from './random.ts';
import { matchRoute, type Route, type SimRequest, type SocketRoute } from './route.ts';

/** Why the core itself, not a handler, refuses a request. The network words it. */
export type Refusal =
  | { readonly tag: 'not-found' }
  | { readonly tag: 'wrong-method' }
  | { readonly tag: 'too-large'; readonly maxBytes: number }
  | { readonly tag: 'bad-body'; readonly reason: string }
  | { readonly tag: 'rate-limited'; readonly resetAt: number }
  | { readonly tag: 'server-error'; readonly status: number; readonly retryAfterMs: number | undefined }
  | { readonly tag: 'revoked-token' };

/** What makes the server speak like one network. */
export interface Dialect {
  readonly network: string;
  /** The account id behind the request's credentials; undefined when there are none or they are invalid. */
  identify(headers: IncomingMessage['headers'], url: URL): string | undefined;
  /** The network's own words for a refusal. `request` is undefined when no route matched. */
  refuse(refusal: Refusal, request: SimRequest | undefined): SimReply;
  /** Called before a handler, for rules that hold everywhere (rate limits); a reply here ends the request. */
  before?(request: SimRequest): SimReply | undefined;
  /** The last word on every reply, for headers that the network sends with all of them. */
  decorate?(reply: SimReply, request: SimRequest): SimReply;
}

export interface ServerDeps {
  readonly clock: SimClock;
  readonly dialect: Dialect;
  readonly routes: readonly Route[];
  readonly sockets?: readonly SocketRoute[];
  readonly faults: Faults;
  readonly ledger: Ledger;
  /** Draws the moment of late commits. */
  readonly random: Random;
  /** Awaited before any answer leaves: makes what the handler wrote durable. */
  readonly settle?: () => Promise<void>;
  /** Port on 127.0.0.1; 0 (any free one) unless said otherwise. */
  readonly port?: number;
  readonly log?: (line: string) => void;
}

export interface SimServer {
  /** e.g. `http://127.0.0.1:4711`, without a trailing slash. */
  readonly baseUrl: string;
  readonly port: number;
  /** Destroys every open connection (as a crash would) but keeps listening. */
  cutConnections(): void;
  /** Stops listening, destroys every socket, forgets late commits; resolves when the port is free. */
  close(): Promise<void>;
}

const DEFAULT_MAX_BYTES = 1024 * 1024;

/** Starts a server that speaks `dialect` on the loopback interface. */
export async function createSimServer(deps: ServerDeps): Promise<SimServer> {
  const { clock, dialect, faults, ledger } = deps;
  const log = deps.log ?? (() => undefined);
  const settle = deps.settle ?? (() => Promise.resolve());
  const open = new Set<Socket>();
  const lateCommits = new Set<() => void>();
  const webSockets = new WebSocketServer({ noServer: true });
  const http = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      log(`${dialect.network} server: ${error instanceof Error ? error.stack : String(error)}`);
      request.socket.destroy();
    });
  });
  http.keepAliveTimeout = 60_000;
  http.requestTimeout = 0;
  http.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    upgrade(request, socket, head).catch((error: unknown) => {
      log(`${dialect.network} upgrade: ${error instanceof Error ? error.stack : String(error)}`);
      socket.destroy();
    });
  });

  let port = deps.port ?? 0;
  let listening = false;
  let closed = false;
  let reopening: (() => void) | undefined;

  async function listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(port, '127.0.0.1', () => {
        http.off('error', reject);
        resolve();
      });
    });
    listening = true;
    port = portOf(http.address());
  }

  function cutConnections(): void {
    for (const client of webSockets.clients) client.terminate();
    for (const socket of open) socket.destroy();
  }

  async function stopListening(): Promise<void> {
    if (!listening) return;
    listening = false;
    await new Promise<void>((resolve) => {
      http.close(() => resolve());
      cutConnections();
    });
  }

  /** Follows the `offline` switch; transitions are queued so that two quick changes cannot overlap. */
  let transition = Promise.resolve();
  const followOfflineSwitch = (): void => {
    transition = transition.then(async () => {
      if (closed) return;
      const offline = faults.offline();
      if (offline && listening) {
        await stopListening();
        if (offline.ms !== undefined) {
          reopening = clock.after(offline.ms, () => {
            for (const rule of faults.list()) if (rule.fault === offline) faults.clear(rule.id);
            return transition;
          });
        }
      } else if (!offline && !listening) {
        reopening?.();
        await listen();
      }
    });
  };
  const unfollow = faults.onChange(followOfflineSwitch);

  interface Arrival {
    readonly url: URL;
    readonly origin: string;
    readonly account: string | undefined;
  }

  function arrive(request: IncomingMessage): Arrival {
    const origin = `http://${request.headers.host ?? `127.0.0.1:${port}`}`;
    const target = request.url ?? '/';
    const url = URL.canParse(target, origin)
      ? new URL(target, origin)
      : new URL('/', `http://127.0.0.1:${port}`);
    return { url, origin: url.origin, account: dialect.identify(request.headers, url) };
  }

  function describe(
    request: IncomingMessage,
    arrival: Arrival,
    details: {
      readonly operation: string;
      readonly params: Readonly<Record<string, string>>;
      readonly body: SimBody;
      readonly bytes: Buffer;
      readonly struck: readonly Fault[];
      readonly note: LedgerNote;
    },
  ): SimRequest {
    return {
      method: request.method ?? 'GET',
      path: arrival.url.pathname,
      url: arrival.url,
      params: details.params,
      headers: request.headers,
      body: details.body,
      bytes: details.bytes,
      operation: details.operation,
      account: arrival.account,
      origin: arrival.origin,
      asked: askedByFaults(details.struck, clock.now()),
      did: (kind, id) => details.note.did({ kind, id }),
    };
  }

  /** Runs the handler and makes its effects durable. A throw is a bug of the simulator: logged, answered 500. */
  async function work(route: Route, request: SimRequest, note: LedgerNote): Promise<SimReply> {
    let reply: SimReply;
    try {
      reply = await route.handler(request);
      await settle();
    } catch (error) {
      log(
        `${dialect.network} ${route.operation} crashed: ${error instanceof Error ? error.stack : String(error)}`,
      );
      return dialect.refuse({ tag: 'server-error', status: 500, retryAfterMs: undefined }, request);
    }
    if (reply.status < 400) note.update({ worked: true, workedAt: clock.now() });
    return reply;
  }

  async function serve(raw: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrival = arrive(raw);
    const head = raw.method === 'HEAD';
    const method = head ? 'GET' : (raw.method ?? 'GET');
    const matched = matchRoute(
      deps.routes.filter((route) => route.method === method),
      arrival.url.pathname,
    );
    const operation = matched?.route.operation ?? 'unknown';
    const maxBytes = matched?.route.maxBytes ?? DEFAULT_MAX_BYTES;
    let bytes: Buffer | undefined;
    try {
      bytes = await readBytes(raw, maxBytes);
    } catch {
      openNote(raw, arrival, operation, Buffer.alloc(0)).update({ outcome: { tag: 'client-left' } });
      return;
    }
    const struck = faults.take({ operation, account: arrival.account });
    const note = openNote(raw, arrival, operation, bytes ?? Buffer.alloc(0));
    note.update({ faults: struck.map((fault) => fault.tag) });
    const body = parseBody(bytes ?? Buffer.alloc(0), raw.headers['content-type']);
    const params = matched?.params ?? {};
    const request = describe(raw, arrival, {
      operation,
      params,
      body,
      bytes: bytes ?? Buffer.alloc(0),
      struck,
      note,
    });
    const dateSkew = findFault(struck, 'skewed-date')?.ms ?? 0;
    const answer = (reply: SimReply): void => {
      if (response.destroyed) return note.update({ outcome: { tag: 'client-left' } });
      const decorated = dialect.decorate?.(reply, request) ?? reply;
      note.update({ outcome: { tag: 'answered', status: reply.status } });
      writeReply(response, decorated, clock.now() + dateSkew, head);
    };

    const slow = findFault(struck, 'slow');
    if (slow) await clock.wait(slow.ms);
    if (findFault(struck, 'reset') || findFault(struck, 'offline')) {
      note.update({ outcome: { tag: 'reset' } });
      raw.socket.resetAndDestroy();
      return;
    }
    const failure = failureBeforeWork(struck, dialect, request, clock.now());
    if (failure) return answer(failure);
    if (bytes === undefined) return answer(dialect.refuse({ tag: 'too-large', maxBytes }, request));
    if (!matched) {
      const known = matchRoute(deps.routes, arrival.url.pathname) !== undefined;
      return answer(dialect.refuse({ tag: known ? 'wrong-method' : 'not-found' }, undefined));
    }
    if (body.tag === 'invalid')
      return answer(dialect.refuse({ tag: 'bad-body', reason: body.reason }, request));
    const early = dialect.before?.(request);
    if (early) return answer(early);

    const { route } = matched;
    const late = findFault(struck, 'late-commit');
    if (late) {
      note.update({ outcome: { tag: 'cut-before-work' } });
      raw.socket.destroy();
      const delay = deps.random.between(late.minMs ?? 0, Math.max(late.minMs ?? 0, late.maxMs ?? 120_000));
      const cancel = clock.after(delay, async () => {
        lateCommits.delete(cancel);
        await work(route, request, note);
      });
      lateCommits.add(cancel);
      return;
    }
    const reply = await work(route, request, note);
    if (findFault(struck, 'drop-reply')) {
      note.update({ outcome: { tag: 'reply-dropped', status: reply.status } });
      raw.socket.destroy();
      return;
    }
    const page = findFault(struck, 'html-page');
    answer(page ? proxyPage(page.status ?? 502) : reply);
  }

  function openNote(raw: IncomingMessage, arrival: Arrival, operation: string, bytes: Buffer): LedgerNote {
    return ledger.open({
      at: clock.now(),
      network: dialect.network,
      operation,
      account: arrival.account,
      method: raw.method ?? 'GET',
      url: arrival.url,
      headers: raw.headers,
      bytes,
    });
  }

  async function upgrade(raw: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const arrival = arrive(raw);
    const matched = matchRoute(deps.sockets ?? [], arrival.url.pathname);
    const operation = matched?.route.operation ?? 'unknown';
    const struck = faults.take({ operation, account: arrival.account });
    const bytes = Buffer.alloc(0);
    const note = openNote(raw, arrival, operation, bytes);
    note.update({ faults: struck.map((fault) => fault.tag) });
    const request = describe(raw, arrival, {
      operation,
      params: matched?.params ?? {},
      body: { tag: 'none' },
      bytes,
      struck,
      note,
    });
    const refuse = (reply: SimReply): void => {
      note.update({ outcome: { tag: 'answered', status: reply.status } });
      socket.end(rawReply(dialect.decorate?.(reply, request) ?? reply));
    };
    const slow = findFault(struck, 'slow');
    if (slow) await clock.wait(slow.ms);
    const cut = findFault(struck, 'reset') ?? findFault(struck, 'offline') ?? findFault(struck, 'drop-reply');
    if (cut) {
      note.update({ outcome: { tag: 'reset' } });
      socket.destroy();
      return;
    }
    const failure = failureBeforeWork(struck, dialect, request, clock.now());
    if (failure) return refuse(failure);
    if (!matched) return refuse(dialect.refuse({ tag: 'not-found' }, undefined));
    const decision = await matched.route.handshake(request);
    if (decision.tag === 'refuse') return refuse(decision.reply);
    note.update({ outcome: { tag: 'upgraded' }, worked: true, workedAt: clock.now() });
    webSockets.handleUpgrade(raw, socket, head, (client) => decision.open(client));
  }

  await listen();
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    port,
    cutConnections,
    async close() {
      closed = true;
      unfollow();
      reopening?.();
      for (const cancel of lateCommits) cancel();
      await transition;
      await stopListening();
      webSockets.close();
    },
  };
}

/** The page that a reverse proxy shows when the application behind it does not answer. */
export function proxyPage(status: number): SimReply {
  const title = `${status} ${STATUS_CODES[status] ?? 'Error'}`;
  return {
    tag: 'bytes',
    status,
    headers: { 'content-type': 'text/html' },
    body: Buffer.from(
      `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
    ),
  };
}

/** A free port on the loopback interface, for those who need to know it before they listen. */
export async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function portOf(address: string | AddressInfo | null): number {
  return address === null || typeof address === 'string' ? 0 : address.port;
}

/** An HTTP/1.1 answer as bytes, for a socket that never became a WebSocket. */
function rawReply(reply: SimReply): Buffer {
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
