import { withHeaders } from '../core/reply.ts';
import type { Dialect, Refusal } from '../core/server.ts';
import type { SimReply } from '../core/reply.ts';
import { standingHeaders } from './pds/points.ts';
import type { World } from './world.ts';
import { failure, failureReply, invalidRequest, notSupported, type XrpcFailure } from './xrpc/failure.ts';

const serverErrors: Readonly<Record<number, readonly [error: string, message: string]>> = {
  500: ['InternalServerError', 'Internal Server Error'],
  501: ['MethodNotImplemented', 'Method Not Implemented'],
  502: ['UpstreamFailure', 'Upstream Failure'],
  503: ['NotEnoughResources', 'Not Enough Resources'],
  504: ['UpstreamTimeout', 'Upstream Timeout'],
};

/** sheet: 5 Rate limits; sheet: 6 Errors */
function worded(refusal: Refusal, operation: string | undefined, world: World): XrpcFailure {
  switch (refusal.tag) {
    case 'not-found':
      return notSupported();
    case 'wrong-method':
      return invalidRequest('Incorrect HTTP method');
    case 'too-large':
      return failure(413, 'PayloadTooLarge', 'request entity too large');
    case 'bad-body':
      return invalidRequest(`Unexpected end of JSON input: ${refusal.reason}`);
    case 'rate-limited': {
      const { points, windowMs } = world.settings.limits.ip;
      const standing = { limit: points, remaining: 0, resetAt: refusal.resetAt, windowMs, exceeded: true };
      return {
        ...failure(429, 'RateLimitExceeded', 'Rate Limit Exceeded'),
        headers: standingHeaders(standing),
      };
    }
    case 'server-error': {
      const [error, message] = serverErrors[refusal.status] ?? [
        'InternalServerError',
        'Internal Server Error',
      ];
      const wait = refusal.retryAfterMs;
      const headers = wait === undefined ? {} : { 'retry-after': String(Math.ceil(wait / 1000)) };
      return { ...failure(refusal.status, error, message), headers };
    }
    case 'revoked-token':
      // A refresh token that was revoked has a name of its own; an access token just cannot be verified.
      return operation === 'com.atproto.server.refreshSession'
        ? invalidRequest('Token has been revoked', 'ExpiredToken')
        : invalidRequest('Token could not be verified', 'InvalidToken');
    case 'wrong-scope':
      // sheet: 1 A (what an app password does not reach)
      return invalidRequest('Bad token scope', 'InvalidToken');
  }
}

export function createDialect(world: () => World, network: string): Dialect {
  return {
    network,
    identify: (headers) => world().sessions.identify(headers.authorization),
    refuse: (refusal, request): SimReply => failureReply(worded(refusal, request?.operation, world())),
    /** sheet: 5 Rate limits: pages in a browser read these headers too. */
    decorate: (reply) => withHeaders(reply, { 'access-control-allow-origin': '*' }),
  };
}
