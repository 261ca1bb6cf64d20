import type { lookup as systemLookup } from 'node:dns';
import { Readable } from 'node:stream';
import type { Agent, Dispatcher } from 'undici';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { guardedLookup, reachOf, type Reach } from './address-guard.ts';
import type { Clock } from './clock.ts';
import { decodeBody, encodeBody, pieces, type EncodedBody } from './http-body.ts';
import { aborted, causeOf, cut, forbidden, notSent, tooLarge } from './http-failure.ts';
import type { Http, HttpDownload, HttpError, HttpRequest } from './http.ts';

export interface UndiciHttp extends Http {
  /** Ends every connection; requests under way end as cut. */
  close(): Promise<void>;
}

export interface UndiciHttpDeps {
  readonly clock: Clock;
  /** Version shown in the user agent. */
  readonly version: string;
  /**
   * Whether the user named this server: the host (with its port, as in `URL.host`) of a connected account or of the
   * form being connected. Every other host must have a public address.
   */
  readonly isNamed: (host: string) => boolean;
  /** Longest answer, in bytes, after decompression; default 20 MB. */
  readonly maxBytes?: number;
  readonly lookup?: typeof systemLookup;
  /** Pause between two pings of a WebSocket; default 30,000 ms. */
  readonly heartbeatMs?: number;
}

const defaultTimeoutMs = 30_000;
const connectTimeoutMs = 10_000;
const defaultMaxBytes = 20_000_000;
const maxRedirects = 3;
const streamedFromBytes = 128 * 1024;

/**
 * The Http port on undici. No cookies, no referrer, no retry. A request that fails before its first byte was handed
 * to a connected socket is `not-sent`; everything later is `cut`. Redirects are followed for GET only.
 */
export function createUndiciHttp(deps: UndiciHttpDeps): UndiciHttp {
  const { clock } = deps;
  const userAgent = `Vigie/${deps.version}`;
  const maxBytes = deps.maxBytes ?? defaultMaxBytes;
  // One pool for each reach: a connection that was opened to a private address is never lent to somebody else's URL.
  const makeAgent = async (reach: Reach): Promise<Agent> => {
    // A megabyte of code, which a start has no use for before its first request.
    const { Agent } = await import('undici');
    return new Agent({
      // Timeouts are ours, by progress; undici's would end a slow upload.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: {
        timeout: connectTimeoutMs,
        lookup: guardedLookup(reach, deps.lookup),
        // The default of 250 ms per address fails on slow lines.
        autoSelectFamilyAttemptTimeout: 2_000,
      },
    });
  };
  const agents = new Map<Reach, Promise<Agent>>();
  const agentFor = (reach: Reach): Promise<Agent> => {
    const known = agents.get(reach);
    if (known) return known;
    const made = makeAgent(reach);
    agents.set(reach, made);
    return made;
  };
  const sockets = new Set<() => void>();

  const once = async (
    url: URL,
    request: HttpRequest,
    headers: Readonly<Record<string, string>>,
    body: EncodedBody | null,
  ): Promise<Result<HttpDownload, HttpError>> => {
    const reach = reachOf(url, deps.isNamed);
    if (reach === null) return err(forbidden(url.host));
    const answer = await exchange(await agentFor(reach), { clock, maxBytes, url, request, headers, body });
    if (answer.tag === 'err') return answer;
    const { status, bytes } = answer.value;
    const decoded = await decodeBody(bytes, answer.value.headers['content-encoding'] ?? '', maxBytes);
    if (decoded.tag === 'bytes') return ok({ status, headers: answer.value.headers, bytes: decoded.bytes });
    return err(
      decoded.tag === 'too-large' ? tooLarge(url.host, maxBytes) : cut(url.host, 'unreadable-encoding'),
    );
  };

  const ask = async (request: HttpRequest): Promise<Result<HttpDownload, HttpError>> => {
    if (!URL.canParse(request.url)) return err(forbidden(''));
    let url = new URL(request.url);
    const body = request.body === undefined ? null : await encodeBody(request.body);
    let headers: Readonly<Record<string, string>> = {
      ...lowerCased(request.headers ?? {}),
      ...(body === null ? {} : { 'content-length': String(body.bytes.byteLength) }),
      ...(body?.contentType ? { 'content-type': body.contentType } : {}),
      'user-agent': userAgent,
      'accept-encoding': 'gzip, deflate, br',
    };
    for (let hop = 0; ; hop += 1) {
      const answer = await once(url, request, headers, body);
      if (answer.tag === 'err' || request.method !== 'GET' || hop === maxRedirects) return answer;
      const next = redirectOf(url, answer.value);
      if (next === null) return answer;
      // Whatever the caller said was for the first host alone.
      if (next.host !== url.host)
        headers = {
          'user-agent': userAgent,
          'accept-encoding': 'gzip, deflate, br',
          ...(headers['accept'] === undefined ? {} : { accept: headers['accept'] }),
        };
      url = next;
    }
  };

  return {
    request: async (request) => {
      const answer = await ask(request);
      if (answer.tag === 'err') return answer;
      const { status, headers, bytes } = answer.value;
      return ok({ status, headers, text: Buffer.from(bytes).toString('utf8') });
    },
    download: (request) => ask({ ...request, method: 'GET' }),
    webSocket: (request) => {
      let isStopped = false;
      let close = (): void => undefined;
      const stop = (): void => {
        isStopped = true;
        sockets.delete(stop);
        close();
      };
      sockets.add(stop);
      void import('./web-socket.ts').then(({ openWebSocket }) => {
        if (isStopped) return;
        close = openWebSocket(
          {
            clock,
            userAgent,
            isNamed: deps.isNamed,
            heartbeatMs: deps.heartbeatMs ?? 30_000,
            ...(deps.lookup === undefined ? {} : { lookup: deps.lookup }),
          },
          {
            ...request,
            onClose: (reason) => {
              sockets.delete(stop);
              request.onClose(reason);
            },
          },
        );
      });
      return stop;
    },
    close: async () => {
      for (const stop of sockets) stop();
      sockets.clear();
      await Promise.all([...agents.values()].map(async (agent) => (await agent).destroy()));
    },
  };
}

interface Exchange {
  readonly clock: Clock;
  readonly maxBytes: number;
  readonly url: URL;
  readonly request: HttpRequest;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: EncodedBody | null;
}

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** One request, one answer, on one connection. */
function exchange(agent: Agent, input: Exchange): Promise<Result<RawAnswer, HttpError>> {
  const { clock, url, request, body } = input;
  const host = url.host;
  return new Promise((resolve) => {
    let controller: Dispatcher.DispatchController | null = null;
    let stopTimer: () => void = () => undefined;
    let over = false;

    const finish = (outcome: Result<RawAnswer, HttpError>): void => {
      if (over) return;
      over = true;
      stopTimer();
      request.signal.removeEventListener('abort', onAbort);
      resolve(outcome);
      // Ends the connection when the answer is not wanted any more; one that is waiting ends when it starts.
      if (outcome.tag === 'err') controller?.abort(new Error('given up'));
      stream?.destroy();
    };
    const lost = (cause: string): void =>
      finish(err(controller === null ? notSent(host, cause) : cut(host, cause)));
    const progress = (extraMs = 0): void => {
      stopTimer();
      const patience = (request.timeoutMs ?? defaultTimeoutMs) + extraMs;
      if (!over) stopTimer = clock.after(patience, () => lost('ETIMEDOUT'));
    };
    const onAbort = (): void => finish(err(aborted(host)));

    const stream =
      body !== null && body.bytes.byteLength > streamedFromBytes
        ? Readable.from(
            pieces(body.bytes, (left) => progress(left === 0 ? tailMs(body.bytes.byteLength) : 0)),
            { objectMode: false },
          )
        : null;

    if (request.signal.aborted) return onAbort();
    request.signal.addEventListener('abort', onAbort, { once: true });
    progress();

    let status = 0;
    let headers: Readonly<Record<string, string>> = {};
    const chunks: Buffer[] = [];
    let size = 0;
    agent.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: input.headers,
        body: stream ?? body?.bytes ?? null,
      },
      {
        onRequestStart: (started) => {
          if (over) return started.abort(new Error('given up'));
          controller = started;
          progress();
        },
        onResponseStart: (_, statusCode, received) => {
          if (statusCode < 200) return;
          status = statusCode;
          headers = flattened(received);
          progress();
        },
        onResponseData: (_, chunk) => {
          size += chunk.byteLength;
          if (size > input.maxBytes) return finish(err(tooLarge(host, input.maxBytes)));
          chunks.push(chunk);
          progress();
        },
        onResponseEnd: () => finish(ok({ status, headers, bytes: Buffer.concat(chunks) })),
        onResponseError: (_, error) => lost(causeOf(error)),
      },
    );
  });
}

/** The system may still hold the last 4 MB of a body when we have handed all of it over: time for them at 64 kB/s. */
const tailMs = (bytes: number): number => Math.min(bytes, 4_000_000) / 64;

const redirects = new Set([301, 302, 303, 307, 308]);

/** Where a redirect leads, when it may be followed: the same scheme, an address that can be read. */
function redirectOf(from: URL, response: HttpDownload): URL | null {
  const location = response.headers['location'];
  if (!redirects.has(response.status) || location === undefined || !URL.canParse(location, from.href))
    return null;
  const next = new URL(location, from);
  return next.protocol === from.protocol ? next : null;
}

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const flattened = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), typeof value === 'string' ? value : value.join(', ')]],
    ),
  );
