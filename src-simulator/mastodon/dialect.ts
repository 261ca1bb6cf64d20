import type { Dialect } from '../core/dialect.ts';
import { proxyPage } from '../core/dialect.ts';
import { json, withHeaders } from '../core/reply.ts';
import { outOfScope, tokenOf } from './endpoint.ts';
import { refusal } from './failure.ts';
import type { RateLimits } from './rate-limits.ts';
import type { World } from './world.ts';

/** How this network words what the core refuses, and what all its replies carry. */
// sheet: Errors; Rate limits
export function createDialect(world: World, rates: RateLimits): Dialect {
  return {
    network: 'mastodon',
    identify(headers, url) {
      const token = tokenOf(world, headers, url);
      return token === undefined || token.revoked ? undefined : (token.accountId ?? undefined);
    },
    refuse(refused) {
      switch (refused.tag) {
        case 'not-found':
          return refusal({ status: 404, error: 'Record not found' });
        case 'wrong-method':
          return refusal({ status: 404, error: 'Record not found' });
        case 'too-large':
          // Never reaches the application: the proxy before it says no, in HTML.
          return proxyPage(413);
        case 'bad-body':
          return json({ status: 400, error: 'Bad Request' }, 400);
        case 'rate-limited':
          return rates.refuse(world.flavour.limits.requests, refused.resetAt);
        case 'server-error': {
          const words = refused.status === 503 ? 'Service Unavailable' : 'Internal Server Error';
          const reply = refusal({ status: refused.status, error: words });
          return refused.retryAfterMs === undefined
            ? reply
            : withHeaders(reply, { 'retry-after': String(Math.ceil(refused.retryAfterMs / 1000)) });
        }
        case 'revoked-token':
          return refusal({ status: 401, error: 'The access token was revoked' });
        case 'wrong-scope':
          return refusal(outOfScope);
      }
    },
    before: (request) => rates.count(request),
    decorate(reply, request) {
      const shared = request.path.startsWith('/api/') && !('cache-control' in reply.headers);
      const described = rates.describe(reply, request);
      return shared ? withHeaders(described, { 'cache-control': 'private, no-store' }) : described;
    },
  };
}
