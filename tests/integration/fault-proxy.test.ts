import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { Agent, request } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer, type RawData } from 'ws';
import { startFaultProxy, type FaultProxy } from '../servers/fault-proxy.ts';

interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** `performance.now()` when the whole body was there. */
  readonly at: number;
}

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(new Uint8Array(data))).toString('utf8');

/** A server that keeps what it got whole, and of uploads that were cut the number of bytes that came. */
async function startUpstream() {
  const received: Received[] = [];
  const cutAfter: number[] = [];
  const server = createServer((req, res) => {
    let bytes = 0;
    req.on('data', (chunk: Buffer) => (bytes += chunk.length));
    buffer(req).then(
      (body) => {
        const { method = '', url: path = '', headers } = req;
        received.push({ method, path, headers, body, at: performance.now() });
        res.writeHead(201, 'Made', ['X-Two', 'a', 'X-Two', 'b', 'Content-Type', 'text/plain']);
        res.end(`answer ${received.length}`);
      },
      () => cutAfter.push(bytes),
    );
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(`echo ${textOf(data)}`)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    cutAfter,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

let upstream: Awaited<ReturnType<typeof startUpstream>>;
let proxy: FaultProxy;
let agent: Agent;

beforeEach(async () => {
  upstream = await startUpstream();
  proxy = await startFaultProxy(upstream.url);
  agent = new Agent();
});

afterEach(async () => {
  await agent.destroy();
  await proxy.close();
  await upstream.close();
});

/** The status, or the code of the error that the client got. */
async function outcome(path = '/x', options: { method?: 'GET' | 'POST'; body?: Buffer; ms?: number } = {}) {
  const { method = 'POST', body = Buffer.from('hello'), ms = 10_000 } = options;
  try {
    const response = await request(`${proxy.url}${path}`, {
      method,
      ...(method === 'POST' ? { body } : {}),
      dispatcher: agent,
      signal: AbortSignal.timeout(ms),
    });
    await response.body.dump();
    return response.statusCode;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  }
}

describe('without a fault', () => {
  test('requests and answers come through as they are', async () => {
    const body = Buffer.alloc(300_000, 'é');
    const response = await request(`${proxy.url}/a/b?c=d%20e`, {
      method: 'PUT',
      headers: { 'x-mine': 'yes', 'content-type': 'image/png' },
      body,
      dispatcher: agent,
    });
    expect(response.statusCode).toBe(201);
    expect(response.headers['x-two']).toEqual(['a', 'b']);
    expect(await response.body.text()).toBe('answer 1');

    const [got] = upstream.received;
    expect(got).toMatchObject({ method: 'PUT', path: '/a/b?c=d%20e' });
    expect(got?.headers).toMatchObject({
      'x-mine': 'yes',
      'content-type': 'image/png',
      host: new URL(proxy.url).host,
    });
    expect(got?.body.equals(body)).toBe(true);
    expect(proxy.requests()).toEqual([
      {
        method: 'PUT',
        path: '/a/b?c=d%20e',
        fault: 'pass',
        forwardedBytes: body.length,
        upstreamStatus: 201,
      },
    ]);
    expect(proxy.faulted()).toEqual([]);
  });

  test('a WebSocket comes through', async () => {
    const socket = new WebSocket(proxy.url.replace('http', 'ws'));
    await once(socket, 'open');
    socket.send('one');
    const [answer]: RawData[] = await once(socket, 'message');
    expect(answer && textOf(answer)).toBe('echo one');
    socket.close();
    await once(socket, 'close');
  });

  test('a server that is down shows as a broken connection, not as a page of the proxy', async () => {
    await upstream.close();
    expect(await outcome()).toBe('ECONNRESET');
    upstream = await startUpstream(); // something for afterEach to close
  });
});

describe('faults of the whole port', () => {
  test('refuse closes it, and the next fault opens the same one again', async () => {
    expect(await outcome()).toBe(201);
    const socket = new WebSocket(proxy.url.replace('http', 'ws'));
    await once(socket, 'open');
    const cut = once(socket, 'close');

    await proxy.setFault({ tag: 'refuse' });
    socket.on('error', () => undefined);
    await cut;
    expect(await outcome()).toBe('ECONNREFUSED');

    await proxy.setFault({ tag: 'pass' });
    expect(await outcome()).toBe(201);
    expect(upstream.received).toHaveLength(2);
  });

  test('black-hole takes everything and answers nothing, until it is over', async () => {
    const socket = new WebSocket(proxy.url.replace('http', 'ws'));
    await once(socket, 'open');
    const heard: unknown[] = [];
    socket.on('message', (data) => heard.push(data));
    socket.on('error', () => undefined);

    await proxy.setFault({ tag: 'black-hole' });
    socket.send('anybody?');
    expect(await outcome('/x', { ms: 150 })).toBe('TimeoutError');
    expect(upstream.received).toEqual([]);
    expect(heard).toEqual([]);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    expect(proxy.faulted().map(({ fault }) => fault)).toEqual(['black-hole']);

    const cut = once(socket, 'close');
    const waiting = outcome();
    await expect.poll(() => proxy.faulted()).toHaveLength(2);
    await proxy.setFault({ tag: 'pass' });
    await cut;
    expect(await waiting).toBe('ECONNRESET');
    expect(await outcome()).toBe(201);
  });
});

describe('faults of single requests', () => {
  test('drop-reply lets the server do its work and keeps the answer from the client', async () => {
    await proxy.setFault({ tag: 'drop-reply', match: { method: 'POST', path: '/publish', times: 1 } });
    expect(await outcome('/publish')).toBe('UND_ERR_SOCKET');
    // At the moment when the client learns of it the server is done.
    expect(upstream.received.map(({ body }) => String(body))).toEqual(['hello']);
    expect(proxy.faulted()).toEqual([
      { method: 'POST', path: '/publish', fault: 'drop-reply', forwardedBytes: 5, upstreamStatus: 201 },
    ]);
    expect(await outcome('/publish')).toBe(201);
    expect(proxy.faulted()).toHaveLength(1);
  });

  test('late-commit forwards what the client has given up on', async () => {
    await proxy.setFault({ tag: 'late-commit', match: { path: '/publish' }, afterMs: 400 });
    const started = performance.now();
    expect(await outcome('/publish')).toBe('UND_ERR_SOCKET');
    const gaveUp = performance.now();
    await proxy.whenIdle();
    const [got] = upstream.received;
    expect(String(got?.body)).toBe('hello');
    expect(got?.at).toBeGreaterThan(gaveUp);
    expect(got?.at).toBeGreaterThanOrEqual(started + 395);
    expect(proxy.faulted()[0]?.upstreamStatus).toBe(201);
  });

  test('reset-before forwards nothing', async () => {
    await proxy.setFault({ tag: 'reset-before', match: { path: '/publish' } });
    expect(await outcome('/publish')).toBe('ECONNRESET');
    await proxy.whenIdle();
    expect(upstream.received).toEqual([]);
    expect(proxy.faulted()[0]).toMatchObject({ forwardedBytes: 0, upstreamStatus: undefined });
  });

  test('delay holds the answer of a request that the server has had at once', async () => {
    await proxy.setFault({ tag: 'delay', match: { path: '/publish' }, ms: 150 });
    expect(await outcome('/publish')).toBe(201);
    const answered = performance.now();
    expect(answered - (upstream.received[0]?.at ?? answered)).toBeGreaterThanOrEqual(145);
  });

  test('reset-upload cuts both sides in the middle of the body', async () => {
    await proxy.setFault({ tag: 'reset-upload', match: { path: '/upload' }, afterBytes: 100_000 });
    const body = Buffer.alloc(5_000_000);
    expect(await outcome('/upload', { body })).toMatch(/^(ECONNRESET|EPIPE)$/u);
    await expect.poll(() => upstream.cutAfter).toEqual([100_000]);
    expect(upstream.received).toEqual([]);
    expect(proxy.faulted()[0]).toMatchObject({ forwardedBytes: 100_000, upstreamStatus: undefined });
    // A body that is shorter than that is not cut.
    expect(await outcome('/upload')).toBe(201);
  });

  test('only matching requests are concerned', async () => {
    await proxy.setFault({
      tag: 'reset-before',
      match: { method: 'POST', path: /^\/xrpc\/.*create.*\?q=1$/u },
    });
    expect(await outcome('/xrpc/createRecord?q=1', { method: 'GET' })).toBe(201);
    expect(await outcome('/xrpc/createRecord?q=2')).toBe(201);
    expect(await outcome('/xrpc/createRecord?q=1')).toBe('ECONNRESET');
    await proxy.setFault({ tag: 'reset-before', match: { path: '/xrpc/createRecord' } });
    expect(await outcome('/xrpc/createRecords')).toBe(201);
    expect(await outcome('/xrpc/createRecord?q=2')).toBe('ECONNRESET');
    expect(proxy.faulted().map(({ path }) => path)).toEqual([
      '/xrpc/createRecord?q=1',
      '/xrpc/createRecord?q=2',
    ]);
    expect(proxy.requests()).toHaveLength(5);
  });
});
