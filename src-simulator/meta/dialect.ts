import { proxyPage, type Dialect } from '../core/dialect.ts';
import { html, withHeaders } from '../core/reply.ts';
import type { SimRequest } from '../core/route.ts';
import { failure, missing, noPermission, refusal, type GraphFailure } from './failure.ts';
import { findToken, rawToken, tokenFailure } from './tokens.ts';
import type { Usage, UsageKind } from './usage.ts';
import { newestVersion } from './versions.ts';
import type { MetaWorld } from './world.ts';

/** How the family words what the core refuses, and what all its answers carry. */
export function createMetaDialect(deps: {
  readonly network: string;
  readonly world: MetaWorld;
  readonly usage: Usage;
  /** In which window a call counts. */
  readonly kindOf: (request: SimRequest) => UsageKind;
  /** Refusals of the network's own, by the name that faults give them. */
  readonly own?: Readonly<Record<string, GraphFailure>>;
}): Dialect {
  const { world, usage } = deps;
  const tokenOf = (request: SimRequest) => findToken(world, rawToken(request.headers, request.url));
  return {
    network: deps.network,
    identify(headers, url) {
      const token = findToken(world, rawToken(headers, url));
      return !token || tokenFailure(token, world.clock.now()) ? undefined : token.profileId;
    },
    refuse(refused, request) {
      switch (refused.tag) {
        case 'not-found':
        case 'wrong-method':
          return refusal(missing(request?.method ?? 'get', request?.path.slice(1) ?? ''));
        case 'too-large':
          return proxyPage(413);
        case 'bad-body':
          return refusal(failure(100, `(#100) The request body is malformed: ${refused.reason}`));
        case 'rate-limited':
          return request
            ? usage.refuse(tokenOf(request), deps.kindOf(request), refused.resetAt)
            : proxyPage(429);
        case 'server-error': {
          // The outage page is HTML; the usual 500 is the envelope with code 2 (facebook-pages §7, §9).
          const reply =
            refused.status === 503
              ? html(
                  '<!DOCTYPE html><html lang="en"><head><title>Facebook | Error</title></head><body><h1>Sorry, something went wrong.</h1><p>We’re working on it and we’ll get it fixed as soon as we can.</p></body></html>',
                  503,
                )
              : refusal(
                  failure(
                    refused.status === 500 ? 2 : 1,
                    refused.status === 500
                      ? 'An unexpected error has occurred. Please retry your request later.'
                      : 'An unknown error occurred',
                    { status: refused.status, transient: true },
                  ),
                );
          return refused.retryAfterMs === undefined
            ? reply
            : withHeaders(reply, { 'retry-after': String(Math.ceil(refused.retryAfterMs / 1000)) });
        }
        case 'revoked-token':
          return refusal(
            failure(190, 'Error validating access token: The user has not authorized application', {
              subcode: 458,
            }),
          );
        case 'wrong-scope':
          return refusal(noPermission(verbOf(request), ['the one that this needs']));
      }
    },
    ownRefusal(name) {
      const own = { ...familyRefusals, ...deps.own }[name];
      if (!own) throw new Error(`no refusal is called ${name}`);
      return refusal(own);
    },
    before: (request) => (isGraph(request) ? usage.count(tokenOf(request), deps.kindOf(request)) : undefined),
    decorate(reply, request) {
      if (!isGraph(request)) return reply;
      const versioned =
        'facebook-api-version' in reply.headers
          ? reply
          : withHeaders(reply, { 'facebook-api-version': newestVersion });
      return usage.describe(versioned, tokenOf(request), deps.kindOf(request));
    },
  };
}

const verbOf = (request: SimRequest | undefined): 'GET' | 'POST' | 'DELETE' =>
  request?.method === 'POST' || request?.method === 'DELETE' ? request.method : 'GET';

/** Login pages, pictures and uploads count in no window. */
function isGraph(request: SimRequest): boolean {
  return !/^(dialog|login|picture|rupload|unknown|oauth)\b/.test(request.operation);
}

/** What the whole family knows (facebook-pages §7, §9). */
const familyRefusals: Readonly<Record<string, GraphFailure>> = {
  /** Blocked for hours; also said of what is out already. */
  blocked: failure(368, 'The action attempted has been deemed abusive or is otherwise disallowed', {
    subcode: 1390008,
    title: 'You can’t post right now',
    said: 'It looks like you were misusing this feature by going too fast.',
  }),
  unknown: failure(1, 'An unknown error occurred', { status: 500, subcode: 99, transient: true }),
  checkpoint: failure(190, 'Error validating access token: The user must log in at www.facebook.com', {
    subcode: 459,
  }),
  /** A fault of the Graph's right after something was made. */
  'not-yet-there': failure(100, 'Unsupported get request. Object does not exist', {
    subcode: 33,
    type: 'GraphMethodException',
  }),
};
