import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { parseBody, readBytes, type SimBody } from './body.ts';
import type { SimClock } from './clock.ts';
import { proxyPage, type Dialect, type Refusal } from './dialect.ts';
import { askedByFaults, failureBeforeWork, ownRefusal, reshaped, serverError } from './fault-play.ts';
import { findFault, type Fault, type Faults } from './faults.ts';
import type { Ledger, LedgerNote } from './ledger.ts';
import { createListening } from './listening.ts';
import { rawReply, writeReply, type SimReply } from './reply.ts';
import type { Random } from './random.ts';
import { matchRoute, type Route, type SimRequest, type SocketRoute } from './route.ts';

export { proxyPage, type Dialect, type Refusal };

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

  function cutConnections(): void {
    for (const client of webSockets.clients) client.terminate();
    for (const socket of open) socket.destroy();
  }
  const listening = createListening({ http, clock, faults, port: deps.port ?? 0, cut: cutConnections });

  interface Arrival {
    readonly url: URL;
    readonly origin: string;
    readonly account: string | undefined;
  }

  function arrive(request: IncomingMessage): Arrival {
    const origin = `http://${request.headers.host ?? `127.0.0.1:${listening.port()}`}`;
    const target = request.url ?? '/';
    const url = URL.canParse(target, origin)
      ? new URL(target, origin)
      : new URL('/', `http://127.0.0.1:${listening.port()}`);
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
    const struck = faults.take({
      operation,
      account: arrival.account,
      kind: method === 'GET' ? 'read' : 'write',
    });
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
    const own = findFault(struck, 'own-refusal');
    if (own && reply.status < 400) return answer(ownRefusal(dialect, own.name, request));
    const page = findFault(struck, 'html-page');
    // What comes here worked: without it, both answered before.
    const broken = findFault(struck, 'server-error');
    if (broken) return answer(serverError(broken, dialect, request));
    answer(page ? proxyPage(page.status ?? 502) : reshaped(struck, reply));
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
    const struck = faults.take({ operation, account: arrival.account, kind: 'read' });
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

  await listening.start();
  return {
    baseUrl: `http://127.0.0.1:${listening.port()}`,
    port: listening.port(),
    cutConnections,
    async close() {
      for (const cancel of lateCommits) cancel();
      await listening.stop();
      webSockets.close();
    },
  };
}
