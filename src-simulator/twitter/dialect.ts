import { proxyPage, type Dialect } from '../core/dialect.ts';
import { withHeaders } from '../core/reply.ts';
import { accountOf } from './endpoint.ts';
import { outOfScope, ownRefusals, refusal, unauthorized, unavailable, type Problem } from './failure.ts';
import type { RateLimits } from './rate-limits.ts';
import type { World } from './world.ts';

/** How this network words what the core refuses, and what all its replies carry (x §7). */
export function createDialect(world: World, rates: RateLimits): Dialect {
  const say = (problem: Problem) => refusal(world.settings, problem);
  return {
    network: 'twitter',
    identify: (headers) => accountOf(world, headers)?.account.id,
    refuse(refused) {
      switch (refused.tag) {
        case 'not-found':
          return say({ status: 404, title: 'Not Found', detail: 'Not Found' });
        case 'wrong-method':
          return say({ status: 405, title: 'Method Not Allowed', detail: 'Method Not Allowed' });
        case 'too-large':
          return proxyPage(413);
        case 'bad-body':
          return say({ status: 400, title: 'Bad Request', detail: refused.reason });
        case 'rate-limited':
          return rates.refuse(100, refused.resetAt);
        case 'server-error': {
          const title = refused.status === 503 ? 'Service Unavailable' : 'Internal Server Error';
          const reply = say({ status: refused.status, title, detail: title, type: 'internal-error' });
          return refused.retryAfterMs === undefined
            ? reply
            : withHeaders(reply, { 'retry-after': String(Math.ceil(refused.retryAfterMs / 1000)) });
        }
        case 'revoked-token':
          return say(unauthorized);
        case 'wrong-scope':
          return say(outOfScope);
      }
    },
    ownRefusal(name) {
      if (name === 'unavailable') return unavailable(world.settings);
      const problem = ownRefusals[name];
      if (!problem) throw new Error(`no refusal is called ${name}`);
      return say(problem);
    },
    before: (request) => rates.count(request),
    decorate: (reply, request) => rates.describe(reply, request),
  };
}
