import type { SimClock } from '../../core/clock.ts';

/** A limit of so many points in a window that opens with the first use. */
export type Limit = { readonly name: string; readonly points: number; readonly windowMs: number };
export type Limits = Readonly<
  Record<'ip' | 'writeHour' | 'writeDay' | 'sessionShort' | 'sessionDay' | 'upload', Limit>
>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** sheet: 5 Rate limits */
export const realLimits: Limits = {
  ip: { name: 'global-ip', points: 3000, windowMs: 5 * MINUTE },
  writeHour: { name: 'repo-write-hour', points: 5000, windowMs: HOUR },
  writeDay: { name: 'repo-write-day', points: 35_000, windowMs: DAY },
  sessionShort: { name: 'session-5min', points: 30, windowMs: 5 * MINUTE },
  sessionDay: { name: 'session-day', points: 300, windowMs: DAY },
  upload: { name: 'upload-day', points: 1000, windowMs: DAY },
};

export type Standing = {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch ms. */
  readonly resetAt: number;
  readonly windowMs: number;
  readonly exceeded: boolean;
};

export interface Points {
  /** Takes points and tells where the key stands; a request over the limit takes them too, as the real one does. */
  take(limit: Limit, key: string, points: number): Standing;
  reset(): void;
}

export function createPoints(clock: SimClock): Points {
  const windows = new Map<string, { used: number; resetAt: number }>();
  return {
    take(limit, key, points) {
      const id = `${limit.name} ${key}`;
      const known = windows.get(id);
      const now = clock.now();
      const open = known && known.resetAt > now ? known : { used: 0, resetAt: now + limit.windowMs };
      open.used += points;
      windows.set(id, open);
      return {
        limit: limit.points,
        remaining: Math.max(0, limit.points - open.used),
        resetAt: open.resetAt,
        windowMs: limit.windowMs,
        exceeded: open.used > limit.points,
      };
    },
    reset: () => windows.clear(),
  };
}

/** The one that binds: an exceeded limit, otherwise the one with the least left. */
export function tightest(standings: readonly Standing[]): Standing | undefined {
  let found: Standing | undefined;
  for (const standing of standings) {
    if (found === undefined || (standing.exceeded && !found.exceeded)) found = standing;
    else if (standing.exceeded === found.exceeded && standing.remaining < found.remaining) found = standing;
  }
  return found;
}

/** sheet: 5 Rate limits, Headers (Reset in epoch seconds) */
export const standingHeaders = (standing: Standing): Readonly<Record<string, string>> => ({
  'ratelimit-limit': String(standing.limit),
  'ratelimit-remaining': String(standing.remaining),
  'ratelimit-reset': String(Math.floor(standing.resetAt / 1000)),
  'ratelimit-policy': `${standing.limit};w=${Math.floor(standing.windowMs / 1000)}`,
});
