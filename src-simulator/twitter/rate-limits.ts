import { json, withHeaders, type SimReply } from '../core/reply.ts';
import type { SimRequest } from '../core/route.ts';
import type { World } from './world.ts';

/** Counts requests in fixed windows and words the refusals (x §6). */
export interface RateLimits {
  count(request: SimRequest): SimReply | undefined;
  describe(reply: SimReply, request: SimRequest): SimReply;
  refuse(limit: number, resetAt: number): SimReply;
  clear(): void;
}

const QUARTER = 900_000;
const HOUR = 3_600_000;

/** Per user and 15 minutes, by operation. */
const perQuarter: Readonly<Record<string, number>> = {
  'posts.create': 100,
  'posts.delete': 50,
  'posts.hide': 50,
  'posts.list': 5_000,
  'posts.get': 900,
  'posts.search': 300,
  'posts.analytics': 300,
  'users.me': 75,
  'users.mentions': 300,
  'users.posts': 900,
  'users.mute': 50,
  'users.unmute': 50,
  'dm.events': 15,
  'dm.with': 15,
  'dm.conversation': 15,
  'dm.send': 15,
  'media.upload': 500,
  'media.initialize': 1_875,
  'media.append': 1_875,
  'media.finalize': 1_875,
  'media.status': 1_000,
  'media.metadata': 500,
};

interface Longer {
  readonly name: string;
  readonly limit: number;
  readonly periodMs: number;
  /** How its headers begin; a cap without headers is only noticed when it is hit. */
  readonly header: 'x-app-limit-24hour' | 'x-user-limit-24hour' | null;
}

const longer: Readonly<Record<string, readonly Longer[]>> = {
  'posts.create': [
    { name: 'app-day', limit: 10_000, periodMs: 24 * HOUR, header: 'x-app-limit-24hour' },
    { name: 'product', limit: 300, periodMs: 3 * HOUR, header: null },
  ],
  'dm.send': [{ name: 'user-day', limit: 1_440, periodMs: 24 * HOUR, header: 'x-user-limit-24hour' }],
};

export function createRateLimits(world: World): RateLimits {
  const counters = new Map<string, number>();
  const seen = new WeakMap<SimRequest, Readonly<Record<string, string>>>();
  const seconds = (ms: number): string => String(Math.ceil(ms / 1000));

  // x §7: two shapes of the body are seen
  function refused(headers: Readonly<Record<string, string>>): SimReply {
    return world.settings.limitBody === 'code-88'
      ? json({ errors: [{ code: 88, message: 'Rate limit exceeded' }] }, 429, headers)
      : json(
          { title: 'Too Many Requests', detail: 'Too Many Requests', type: 'about:blank', status: 429 },
          429,
          { 'content-type': 'application/problem+json', ...headers },
        );
  }

  return {
    refuse: (limit, resetAt) =>
      refused({
        'x-rate-limit-limit': String(limit),
        'x-rate-limit-remaining': '0',
        'x-rate-limit-reset': seconds(resetAt),
      }),
    clear: () => counters.clear(),
    count(request) {
      const { operation } = request;
      const quarter = world.settings.limits[operation] ?? perQuarter[operation];
      if (quarter === undefined) return undefined;
      const now = world.clock.now();
      const who = request.account ?? 'anonymous';
      const take = (name: string, periodMs: number): { used: number; resetAt: number } => {
        const window = Math.floor(now / periodMs);
        const key = `${name}:${operation}:${who}:${window}`;
        const used = (counters.get(key) ?? 0) + 1;
        counters.set(key, used);
        return { used, resetAt: (window + 1) * periodMs };
      };
      const short = take('quarter', QUARTER);
      let over = short.used > quarter;
      const headers: Record<string, string> = {
        'x-rate-limit-limit': String(quarter),
        'x-rate-limit-remaining': String(Math.max(0, quarter - short.used)),
        'x-rate-limit-reset': seconds(short.resetAt),
      };
      for (const cap of longer[operation] ?? []) {
        const limit = world.settings.limits[`${operation}:${cap.name}`] ?? cap.limit;
        const { used, resetAt } = take(cap.name, cap.periodMs);
        over ||= used > limit;
        if (cap.header === null) continue;
        // x §6: a 429 may arrive while x-rate-limit-remaining is still above 0
        headers[`${cap.header}-limit`] = String(limit);
        headers[`${cap.header}-remaining`] = String(Math.max(0, limit - used));
        headers[`${cap.header}-reset`] = seconds(resetAt);
      }
      seen.set(request, headers);
      return over ? refused(headers) : undefined;
    },
    describe(reply, request) {
      const headers = seen.get(request);
      return !headers || 'x-rate-limit-limit' in reply.headers ? reply : withHeaders(reply, headers);
    },
  };
}
