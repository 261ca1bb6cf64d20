import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { SimReply } from './reply.ts';
import type { SimRequest } from './route.ts';

/** Why the core itself, not a handler, refuses a request. The network words it. */
export type Refusal =
  | { readonly tag: 'not-found' }
  | { readonly tag: 'wrong-method' }
  | { readonly tag: 'too-large'; readonly maxBytes: number }
  | { readonly tag: 'bad-body'; readonly reason: string }
  | { readonly tag: 'rate-limited'; readonly resetAt: number }
  | { readonly tag: 'server-error'; readonly status: number; readonly retryAfterMs: number | undefined }
  | { readonly tag: 'revoked-token' }
  | { readonly tag: 'wrong-scope' };

/** What makes the server speak like one network. */
export interface Dialect {
  readonly network: string;
  /** The account id behind the request's credentials; undefined when there are none or they are invalid. */
  identify(headers: IncomingMessage['headers'], url: URL): string | undefined;
  /** The network's own words for a refusal. `request` is undefined when no route matched. */
  refuse(refusal: Refusal, request: SimRequest | undefined): SimReply;
  /** Refusals that only this network knows, by name: what the fault `own-refusal` plays. Throws for an unknown name. */
  ownRefusal?(name: string, request: SimRequest): SimReply;
  /** Called before a handler, for rules that hold everywhere (rate limits); a reply here ends the request. */
  before?(request: SimRequest): SimReply | undefined;
  /** The last word on every reply, for headers that the network sends with all of them. */
  decorate?(reply: SimReply, request: SimRequest): SimReply;
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
