import type { IncomingHttpHeaders } from 'node:http';
import type { WebSocket } from 'ws';
import type { SimBody } from './body.ts';
import type { SimReply } from './reply.ts';

/** A request as handlers see it. */
export interface SimRequest {
  readonly method: string;
  readonly path: string;
  readonly url: URL;
  /** The parts of the path that the route's pattern named, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: SimBody;
  /** The body's exact bytes, for signatures, hashes and uploads. */
  readonly bytes: Buffer;
  /** The name of the matched route's operation. */
  readonly operation: string;
  /** The account id that the dialect read from the request's credentials, if any. */
  readonly account: string | undefined;
  /** The address that the client used, e.g. `http://127.0.0.1:4711`. */
  readonly origin: string;
  /** What the fault switches ask of the handler. */
  readonly asked: AskedByFaults;
  /** Notes in the ledger something that this request truly did, e.g. `('post', id)`. */
  did(kind: string, id: string): void;
}

/** Faults that only a network's own code can play; handlers must obey them. */
export interface AskedByFaults {
  /** Lists must hide whatever was committed after this moment (epoch ms). Infinity: hide nothing. */
  readonly visibleUntil: number;
  /** Behave as if the request carried no idempotency key. */
  readonly keyIgnored: boolean;
  /** When this request repeats a key already used, answer 500 instead of the first result. */
  readonly repeatFails: boolean;
  /** Media uploaded by this request is ready only after this many milliseconds more. */
  readonly mediaDelayMs: number;
}

export type Handler = (request: SimRequest) => SimReply | Promise<SimReply>;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /**
   * Literal segments, `:name` for one segment, `word::name` for one that begins with `word:`, `*name` for the rest of
   * the path.
   */
  readonly path: string;
  /** What faults and the ledger call it, e.g. `statuses.create`. */
  readonly operation: string;
  readonly handler: Handler;
  /** Longest body accepted, in bytes; 1 MiB unless said otherwise. */
  readonly maxBytes?: number;
}

/** The decision about a WebSocket handshake. */
export type Handshake =
  | { readonly tag: 'refuse'; readonly reply: SimReply }
  | { readonly tag: 'accept'; readonly open: (socket: WebSocket) => void };

export interface SocketRoute {
  readonly path: string;
  readonly operation: string;
  readonly handshake: (request: SimRequest) => Handshake | Promise<Handshake>;
}

export interface Matched<R> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route whose pattern fits; literal segments win over named ones, whatever the order given;
 * among equals the first. */
export function matchRoute<R extends { readonly path: string }>(
  routes: readonly R[],
  path: string,
): Matched<R> | undefined {
  let best: Matched<R> | undefined;
  let fewest = Infinity;
  for (const route of routes) {
    const params = matchPath(route.path, path);
    if (!params) continue;
    const weight = Object.keys(params).length + (route.path.includes('*') ? 100 : 0);
    if (weight < fewest) {
      best = { route, params };
      fewest = weight;
    }
  }
  return best;
}

function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    if (segment.startsWith('*')) {
      params[segment.slice(1)] = decode(given.slice(index).join('/'));
      return params;
    }
    const actual = given[index];
    if (actual === undefined) return undefined;
    if (segment.startsWith(':')) {
      if (actual === '') return undefined;
      params[segment.slice(1)] = decode(actual);
    } else if (segment.includes('::')) {
      const begin = segment.indexOf('::') + 1;
      if (!actual.startsWith(segment.slice(0, begin)) || actual.length === begin) return undefined;
      params[segment.slice(begin + 1)] = decode(actual.slice(begin));
    } else if (segment !== actual) return undefined;
  }
  return given.length === wanted.length ? params : undefined;
}

/** Decodes a path segment; a malformed escape is kept as it was. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
