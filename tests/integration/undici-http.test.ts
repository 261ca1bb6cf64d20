import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { isPublicAddress, privateAddressCode, reachOf } from '../../src-main/engine/address-guard.ts';
import { systemClock } from '../../src-main/engine/clock.ts';
import type { HttpRequest } from '../../src-main/engine/http.ts';
import { createUndiciHttp, type UndiciHttpDeps } from '../../src-main/engine/undici-http.ts';

const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return (address satisfies AddressInfo).port;
};

async function listen(server: Server): Promise<number> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => {
    for (const socket of open) socket.destroy();
    return new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  return portOf(server);
}

const serve = (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> =>
  listen(createHttpServer(answer));

function open(deps: Partial<UndiciHttpDeps> = {}) {
  const http = createUndiciHttp({ clock: systemClock, version: '1.2.3', isNamed: () => true, ...deps });
  cleanUps.push(() => http.close());
  return http;
}

/** The floor runtime has no Promise.withResolvers. */
function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  const box: { resolve?: (value: T) => void } = {};
  const promise = new Promise<T>((resolve) => {
    box.resolve = resolve;
  });
  return { promise, resolve: (value) => box.resolve?.(value) };
}

const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  signal: new AbortController().signal,
  ...more,
});

/** A name server of our own: what a hostile one could answer. */
function namesAre(table: Readonly<Record<string, readonly string[]>>): typeof systemLookup {
  const answer = (
    hostname: string,
    _options: unknown,
    callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
  ): void => {
    const known = table[hostname];
    if (known)
      return callback(
        null,
        known.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    const error: NodeJS.ErrnoException = new Error(`no ${hostname}`);
    error.code = 'ENOTFOUND';
    callback(error, []);
  };
  // Only the form with `all: true` is used by the guard.
  return Object.assign(answer as typeof systemLookup, { __promisify__: systemLookup.__promisify__ });
}

describe('an answer', () => {
  it('comes with its status, lower-case headers and text, and the request says who asks', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const port = await serve((request, response) => {
      seen.push(request.headers);
      response.writeHead(418, { 'X-Tea': 'Oolong', 'set-cookie': ['a=1', 'b=2'] }).end('théière');
    });
    const http = open();
    const url = `http://127.0.0.1:${port}/a?b=c`;
    expect(await http.request(get(url))).toMatchObject({
      tag: 'ok',
      value: { status: 418, headers: { 'x-tea': 'Oolong' }, text: 'théière' },
    });
    await http.request(get(url));
    expect(seen[0]).toMatchObject({ 'user-agent': 'Vigie/1.2.3' });
    expect(seen[1]).not.toHaveProperty('cookie');
    expect(seen[1]).not.toHaveProperty('referer');
  });

  it('keeps its bytes when it is a download', async () => {
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00]);
    const port = await serve((_, response) => void response.writeHead(200).end(picture));
    const answer = await open().download({
      url: `http://127.0.0.1:${port}/`,
      signal: new AbortController().signal,
    });
    expect(answer.tag === 'ok' && Buffer.from(answer.value.bytes).equals(picture)).toBe(true);
  });

  it('is expanded when compressed', async () => {
    const port = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}'));
    });
    const answer = await open().request(get(`http://127.0.0.1:${port}/`));
    expect(answer).toMatchObject({ tag: 'ok', value: { text: '{"a":1}' } });
  });

  it.each([
    ['plain', {}, Buffer.alloc(2_000_000, 'a')],
    ['a compressed bomb', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(50_000_000, 'a'))],
  ])('larger than the cap is given up (%s)', async (_, headers, body) => {
    const port = await serve((_request, response) => {
      response.writeHead(200, headers).end(body);
    });
    const answer = await open({ maxBytes: 1_000_000 }).request(get(`http://127.0.0.1:${port}/`));
    expect(answer).toMatchObject({ tag: 'err', error: { tag: 'too-large' } });
  });
});

describe('a body', () => {
  const echo = (): Promise<number> =>
    serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const bytes = Buffer.concat(chunks);
        response.end(
          JSON.stringify({
            type: request.headers['content-type'] ?? null,
            length: request.headers['content-length'] ?? null,
            bytes: bytes.byteLength,
            text: bytes.subarray(0, 2_000).toString('utf8'),
          }),
        );
      });
    });

  it('goes up whole, with its length, small and large', async () => {
    const url = `http://127.0.0.1:${await echo()}/`;
    const http = open();
    for (const bytes of [0, 10, 3_000_000]) {
      const answer = await http.request({ ...get(url), method: 'POST', body: new Uint8Array(bytes) });
      expect(answer.tag === 'ok' && JSON.parse(answer.value.text)).toMatchObject({
        bytes,
        length: String(bytes),
      });
    }
  });

  it('can be a form with a file', async () => {
    const form = new FormData();
    form.set('file', new Blob(['bytes'], { type: 'image/png' }), 'a.png');
    const answer = await open().request({
      ...get(`http://127.0.0.1:${await echo()}/`),
      method: 'POST',
      body: form,
    });
    const seen: unknown = answer.tag === 'ok' ? JSON.parse(answer.value.text) : null;
    expect(seen).toMatchObject({
      type: expect.stringMatching(/^multipart\/form-data; boundary=/),
      text: expect.stringContaining('filename="a.png"'),
    });
  });

  it('that goes up slowly is not given up while it moves', async () => {
    const port = await serve((request, response) => {
      // Reads one piece every 20 ms: in all far longer than the time-out.
      let received = 0;
      request.on('data', (chunk: Buffer) => {
        received += chunk.byteLength;
        request.pause();
        setTimeout(() => request.resume(), 20);
      });
      request.on('end', () => response.end(String(received)));
    });
    const answer = await open().request({
      ...get(`http://127.0.0.1:${port}/`, { timeoutMs: 1_000 }),
      method: 'POST',
      body: new Uint8Array(8_000_000),
    });
    expect(answer).toMatchObject({ tag: 'ok', value: { text: '8000000' } });
  });
});

describe('a failure', () => {
  it('before the first byte is "not-sent"', async () => {
    const gone = createTcpServer();
    const port = await listen(gone);
    await new Promise((resolve) => gone.close(resolve));
    const plain = await listen(createTcpServer((socket) => socket.end('not TLS\r\n')));
    const http = open({ lookup: namesAre({ 'plain.test': ['127.0.0.1'] }) });
    const causes = await Promise.all(
      [`http://127.0.0.1:${port}/`, 'https://nowhere.test/', `https://plain.test:${plain}/`].map((url) =>
        http.request({ ...get(url), method: 'POST', body: '{}' }),
      ),
    );
    expect(causes).toMatchObject([
      {
        error: {
          tag: 'not-sent',
          failure: { code: 'server-unreachable', detail: { cause: 'ECONNREFUSED' } },
        },
      },
      { error: { tag: 'not-sent', failure: { code: 'server-unreachable', detail: { cause: 'ENOTFOUND' } } } },
      { error: { tag: 'not-sent', failure: { code: 'server-unreachable' } } },
    ]);
  });

  it('to find any network says "offline"', async () => {
    const lookup = (_: string, _options: unknown, callback: (error: Error) => void): void => {
      callback(Object.assign(new Error('try again'), { code: 'EAI_AGAIN' }));
    };
    const http = open({
      lookup: Object.assign(lookup as typeof systemLookup, { __promisify__: systemLookup.__promisify__ }),
    });
    const answer = await http.request(get('https://example.test/'));
    expect(answer).toMatchObject({ error: { tag: 'not-sent', failure: { code: 'offline' } } });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['reset', (socket) => socket.resetAndDestroy()],
    ['closed', (socket) => socket.destroy()],
    ['half an answer', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')],
    ['nonsense', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
  ])('after the request left is "cut" (%s)', async (_, react) => {
    const port = await listen(
      createTcpServer((socket) => {
        socket.once('data', () => react(socket));
      }),
    );
    const answer = await open().request({ ...get(`http://127.0.0.1:${port}/`), method: 'POST', body: '{}' });
    expect(answer).toMatchObject({ tag: 'err', error: { tag: 'cut', failure: { code: 'server-error' } } });
  });

  it('to answer in time is "cut", and an answer that trickles in is not', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/silent') return;
      let left = 6;
      const trickle = (): void => {
        if (left-- === 0) return void response.end();
        response.write('x');
        setTimeout(trickle, 100);
      };
      trickle();
    });
    const http = open();
    const [silent, slow] = await Promise.all([
      http.request(get(`http://127.0.0.1:${port}/silent`, { timeoutMs: 300 })),
      http.request(get(`http://127.0.0.1:${port}/slow`, { timeoutMs: 300 })),
    ]);
    expect(silent).toMatchObject({ error: { tag: 'cut', failure: { detail: { cause: 'ETIMEDOUT' } } } });
    expect(slow).toMatchObject({ tag: 'ok', value: { text: 'xxxxxx' } });
  });

  it('asked for by the caller is "aborted", at once', async () => {
    const port = await serve(() => undefined);
    const abort = new AbortController();
    const answer = open().request(get(`http://127.0.0.1:${port}/`, { signal: abort.signal }));
    abort.abort();
    expect(await answer).toMatchObject({ error: { tag: 'aborted', failure: { code: 'cancelled' } } });
    expect(await open().request(get(`http://127.0.0.1:${port}/`, { signal: abort.signal }))).toMatchObject({
      error: { tag: 'aborted' },
    });
  });
});

describe('a redirect', () => {
  it('is followed for reads, without the credentials when it leaves the host', async () => {
    const seen: (string | undefined)[] = [];
    const target = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('here');
    });
    const port = await serve((request, response) => {
      const to = request.url === '/away' ? `http://127.0.0.1:${target}/` : '/home';
      if (request.url === '/home') {
        seen.push(request.headers.authorization);
        return void response.end('home');
      }
      response.writeHead(302, { location: to }).end();
    });
    const http = open();
    const headers = { authorization: 'Bearer x' };
    const away = await http.request(get(`http://127.0.0.1:${port}/away`, { headers }));
    expect(away).toMatchObject({ value: { status: 200, text: 'here' } });
    const home = await http.request(get(`http://127.0.0.1:${port}/near`, { headers }));
    expect(home).toMatchObject({ value: { status: 200, text: 'home' } });
    expect(seen).toEqual([undefined, 'Bearer x']);
  });

  it('is followed three times at most, and never for a write', async () => {
    const paths: string[] = [];
    const port = await serve((request, response) => {
      paths.push(`${request.method} ${request.url}`);
      response.writeHead(307, { location: `${request.url}x` }).end();
    });
    const http = open();
    const read = await http.request(get(`http://127.0.0.1:${port}/`));
    const write = await http.request({ ...get(`http://127.0.0.1:${port}/w`), method: 'POST', body: '' });
    expect([read, write]).toMatchObject([{ value: { status: 307 } }, { value: { status: 307 } }]);
    expect(paths).toEqual(['GET /', 'GET /x', 'GET /xx', 'GET /xxx', 'POST /w']);
  });

  it('does not lead to another scheme nor into a private network', async () => {
    const secret = await serve((_, response) => void response.end('secret'));
    const port = await serve((request, response) => {
      const to = request.url === '/scheme' ? 'https://example.test/' : `http://127.0.0.1:${secret}/`;
      response.writeHead(302, { location: to }).end();
    });
    const http = open({ isNamed: (host) => host === `127.0.0.1:${port}` });
    expect(await http.request(get(`http://127.0.0.1:${port}/scheme`))).toMatchObject({
      value: { status: 302 },
    });
    expect(await http.request(get(`http://127.0.0.1:${port}/inside`))).toMatchObject({
      error: { tag: 'not-sent', failure: { detail: { cause: privateAddressCode } } },
    });
  });
});

describe('hosts that the user did not name', () => {
  it('must resolve to public addresses, decided on the address that is connected to', async () => {
    let connections = 0;
    const port = await listen(
      createTcpServer((socket) => {
        connections += 1;
        socket.destroy();
      }),
    );
    const http = open({
      isNamed: () => false,
      lookup: namesAre({
        'rebound.test': ['127.0.0.1'],
        'six.test': ['::1'],
        'mapped.test': ['::ffff:127.0.0.1'],
        'several.test': ['10.0.0.1', '169.254.169.254', '127.0.0.1'],
      }),
    });
    for (const host of ['rebound.test', 'six.test', 'mapped.test', 'several.test'])
      expect(await http.request(get(`https://${host}:${port}/`))).toMatchObject({
        error: { tag: 'not-sent', failure: { detail: { cause: privateAddressCode } } },
      });
    expect(connections).toBe(0);
  });

  it.each([
    'http://example.test/',
    'http://127.0.0.1:80/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fe80::1]/',
    'https://192.168.1.1/',
    'https://user:word@example.test/',
    'file:///etc/passwd',
    'ftp://example.test/',
  ])('%s is never asked', (url) => {
    expect(reachOf(new URL(url), () => false)).toBeNull();
  });

  it('plain http stays on this machine even for a named server', () => {
    expect(reachOf(new URL('http://example.test/'), () => true)).toBeNull();
    expect(reachOf(new URL('http://localhost:3000/'), () => true)).toBe('loopback');
    expect(reachOf(new URL('https://nas.lan/'), () => true)).toBe('named');
  });

  it('a named "localhost" that resolves elsewhere is not reached in the clear', async () => {
    const http = open({ lookup: namesAre({ 'a.localhost': ['10.0.0.1', '93.184.215.14'] }) });
    expect(await http.request(get('http://a.localhost:9/'))).toMatchObject({ error: { tag: 'not-sent' } });
  });

  it.each([
    ['8.8.8.8', true],
    ['100.64.0.1', false],
    ['172.15.255.255', true],
    ['172.16.0.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['2a00:1450:4007:80c::200e', true],
    ['fc00::1', false],
    ['fe80::1%eth0', false],
    ['64:ff9b::808:808', true],
    ['64:ff9b::a00:1', false],
    ['::ffff:8.8.8.8', true],
    ['::ffff:192.168.0.1', false],
    ['2002:7f00:1::', false],
    ['2001:0:53aa:64c::1', false],
    ['::', false],
    ['not an address', false],
  ])('%s is public: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });
});

describe('a WebSocket', () => {
  interface Events {
    readonly opened: Promise<void>;
    readonly text: Promise<string>;
    readonly closed: Promise<unknown>;
    readonly stop: () => void;
    readonly wasClosed: () => boolean;
  }
  function connect(port: number, deps: Partial<UndiciHttpDeps> = {}): Events {
    const opened = deferred<void>();
    const text = deferred<string>();
    const closed = deferred<unknown>();
    let over = false;
    const stop = open(deps).webSocket({
      url: `ws://127.0.0.1:${port}/live`,
      headers: { authorization: 'Bearer t' },
      onOpen: () => opened.resolve(),
      onText: (message) => text.resolve(message),
      onClose: (reason) => {
        over = true;
        closed.resolve(reason);
      },
    });
    return {
      opened: opened.promise,
      text: text.promise,
      closed: closed.promise,
      stop,
      wasClosed: () => over,
    };
  }
  async function serveSockets(options: { readonly autoPong: boolean }) {
    const server = createHttpServer((_, response) => void response.writeHead(401).end());
    const sockets = new WebSocketServer({ noServer: true, autoPong: options.autoPong });
    server.on('upgrade', (request, socket, head) => {
      if (request.headers.authorization !== 'Bearer t') return void socket.end('HTTP/1.1 401 No\r\n\r\n');
      sockets.handleUpgrade(request, socket, head, (client) => client.send('hello'));
    });
    return { port: await listen(server), sockets };
  }

  it('carries the credentials and hands text over', async () => {
    const { port } = await serveSockets({ autoPong: true });
    const live = connect(port);
    await live.opened;
    expect(await live.text).toBe('hello');
  });

  it('that the server ends is reported once, one that we end is not', async () => {
    const { port, sockets } = await serveSockets({ autoPong: true });
    const ended = connect(port);
    await ended.text;
    for (const client of sockets.clients) client.terminate();
    expect(await ended.closed).toMatchObject({ error: { tag: 'cut' }, status: null });

    const stopped = connect(port);
    await stopped.text;
    const [client] = sockets.clients;
    const left = new Promise((resolve) => client?.once('close', resolve));
    stopped.stop();
    await left;
    expect(stopped.wasClosed()).toBe(false);
  });

  it('that is refused says with which status, and one that nobody answers was not sent', async () => {
    const port = await serve((_, response) => void response.writeHead(401).end());
    expect(await connect(port).closed).toMatchObject({ status: 401 });
    const gone = createTcpServer();
    const free = await listen(gone);
    await new Promise((resolve) => gone.close(resolve));
    expect(await connect(free).closed).toMatchObject({ error: { tag: 'not-sent' } });
    expect(await connect(free, { isNamed: () => false }).closed).toMatchObject({
      error: { failure: { detail: { cause: privateAddressCode } } },
    });
  });

  it('on which nothing answers the pings any more is ended, a lively one is kept', async () => {
    const dead = await serveSockets({ autoPong: false });
    const lively = await serveSockets({ autoPong: true });
    const kept = connect(lively.port, { heartbeatMs: 30 });
    const lost = connect(dead.port, { heartbeatMs: 30 });
    await Promise.all([kept.text, lost.text]);
    expect(await lost.closed).toMatchObject({ error: { tag: 'cut' } });
    expect(kept.wasClosed()).toBe(false);
  });
});
