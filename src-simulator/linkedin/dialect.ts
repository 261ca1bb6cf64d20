import { proxyPage, type Dialect } from '../core/dialect.ts';
import { withHeaders } from '../core/reply.ts';
import { revokedToken, tokenOf } from './endpoint.ts';
import { denied, illegal, notFound, refusal, tooMany } from './envelope.ts';
import { accountOf, type World } from './world.ts';

/** How this network words what the core refuses, and what all its replies carry. */
// linkedin §8
export function createDialect(world: World): Dialect {
  return {
    network: 'linkedin',
    identify(headers) {
      const token = tokenOf(world, headers.authorization);
      const member = token && !token.revoked ? world.memberOfToken(token) : undefined;
      return member && accountOf(member);
    },
    refuse(refused, request) {
      switch (refused.tag) {
        case 'not-found':
          return refusal({ ...notFound('No virtual resource found'), code: 'RESOURCE_NOT_FOUND' });
        case 'wrong-method':
          return refusal({ status: 405, code: 'METHOD_NOT_ALLOWED', message: 'Method not allowed' });
        case 'too-large':
          return proxyPage(413);
        case 'bad-body':
          return refusal(illegal(`Invalid JSON: ${refused.reason}`));
        case 'rate-limited':
          return refusal(tooMany);
        case 'server-error': {
          const status = refused.status;
          const reply = refusal({
            status,
            code: status === 503 ? 'SERVICE_UNAVAILABLE' : 'INTERNAL_SERVER_ERROR',
            message: status === 503 ? 'Service Unavailable' : 'Internal Server Error',
          });
          return refused.retryAfterMs === undefined
            ? reply
            : withHeaders(reply, { 'retry-after': String(Math.ceil(refused.retryAfterMs / 1000)) });
        }
        case 'revoked-token':
          return refusal(revokedToken);
        case 'wrong-scope':
          return refusal(denied(request?.operation ?? ''));
      }
    },
    decorate(reply, request) {
      return request.path.startsWith('/rest/') || request.path.startsWith('/v2/')
        ? withHeaders(reply, {
            'x-restli-protocol-version': '2.0.0',
            'x-li-fabric': 'training',
            'cache-control': 'private, no-store',
          })
        : reply;
    },
  };
}
