import { json, withHeaders, type SimReply } from '../core/reply.ts';
import type { SimRequest } from '../core/route.ts';
import type { World } from './world.ts';

/** Counts requests in fixed windows and words the refusals. */
export interface RateLimits {
  /** Counts a request; a reply means that it went over a limit. */
  count(request: SimRequest): SimReply | undefined;
  /** Adds the headers of the narrowest window that the request counted in. */
  describe(reply: SimReply, request: SimRequest): SimReply;
  refuse(limit: number, resetAt: number): SimReply;
  clear(): void;
}

interface Rule {
  readonly name: string;
  readonly limit: number;
  readonly periodMs: number;
}

const MINUTE = 60_000;

// sheet: Rate limits
export function createRateLimits(world: World): RateLimits {
  const { limits } = world.flavour;
  const counters = new Map<string, number>();
  const seen = new WeakMap<
    SimRequest,
    { readonly limit: number; readonly left: number; readonly resetAt: number }
  >();

  function rulesFor(request: SimRequest): readonly Rule[] {
    if (!/^\/(api|oauth)\//.test(request.path)) return [];
    const rules: Rule[] = [{ name: 'requests', limit: limits.requests, periodMs: 5 * MINUTE }];
    const add = (name: string, limit: number, periodMs: number): void =>
      void rules.push({ name, limit, periodMs });
    switch (request.operation) {
      case 'media.upload':
        add('uploads', limits.uploads, 30 * MINUTE);
        break;
      case 'statuses.delete':
      case 'statuses.unreblog':
        add('deletions', limits.deletions, 30 * MINUTE);
        break;
      case 'statuses.create':
      case 'statuses.reblog':
        add('posts', limits.posts, 180 * MINUTE);
        break;
      case 'accounts.follow':
        add('follows', 400, 24 * 60 * MINUTE);
        break;
      case 'reports.create':
        add('reports', 400, 24 * 60 * MINUTE);
        break;
      default:
    }
    return rules;
  }

  function refuse(limit: number, resetAt: number): SimReply {
    return json({ error: 'Too many requests' }, 429, headersOf(limit, 0, resetAt));
  }

  return {
    refuse,
    clear: () => counters.clear(),
    count(request) {
      const now = world.clock.now();
      const who = request.account ?? 'anonymous';
      for (const rule of rulesFor(request)) {
        const window = Math.floor(now / rule.periodMs);
        const key = `${rule.name}:${who}:${window}`;
        const used = (counters.get(key) ?? 0) + 1;
        counters.set(key, used);
        const resetAt = (window + 1) * rule.periodMs;
        seen.set(request, { limit: rule.limit, left: Math.max(0, rule.limit - used), resetAt });
        if (used > rule.limit) return refuse(rule.limit, resetAt);
      }
      return undefined;
    },
    describe(reply, request) {
      const state = seen.get(request);
      if (!state || 'x-ratelimit-limit' in reply.headers) return reply;
      return withHeaders(reply, headersOf(state.limit, state.left, state.resetAt));
    },
  };
}

function headersOf(limit: number, left: number, resetAt: number): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(left),
    'x-ratelimit-reset': new Date(resetAt).toISOString(),
  };
}
