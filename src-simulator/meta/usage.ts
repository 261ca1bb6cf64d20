import type { SimClock } from '../core/clock.ts';
import { withHeaders, type SimReply } from '../core/reply.ts';
import { failure, refusal } from './failure.ts';
import type { TokenRow } from './rows.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Calls that a rolling window allows (facebook-pages §8). */
export interface UsageLimits {
  /** 200 times the app's daily users, an hour: user and app tokens. */
  readonly appCalls: number;
  /** 4800 times the engaged people, a day: page tokens, by the kind of business use. */
  readonly businessCalls: number;
  /** 200 times the engaged people, a day: what is sent. */
  readonly messages: number;
}

export const usualLimits: UsageLimits = { appCalls: 1000, businessCalls: 57_600, messages: 2400 };

/** The windows that a call counts in. */
export type UsageKind = 'pages' | 'messenger' | 'instagram';
const codes: Readonly<Record<UsageKind, number>> = { pages: 80001, messenger: 80006, instagram: 80002 };

export interface Usage {
  /** Counts a call; a reply means that it went over. */
  count(token: TokenRow | undefined, kind: UsageKind): SimReply | undefined;
  /** The headers that every answer to this access carries. */
  describe(reply: SimReply, token: TokenRow | undefined, kind: UsageKind): SimReply;
  /** The refusal, with headers that say when it ends. */
  refuse(token: TokenRow | undefined, kind: UsageKind, resetAt: number): SimReply;
  clear(): void;
}

/**
 * Counts calls in rolling windows. Over a limit the answer has status 400 and a code of its own: whoever waits for a
 * 429 waits for ever (facebook-pages §7, §8).
 */
export function createUsage(clock: SimClock, limits: UsageLimits): Usage {
  const calls = new Map<string, number[]>();

  const isBusiness = (token: TokenRow | undefined): boolean =>
    token?.type === 'PAGE' || token?.type === 'INSTAGRAM';
  const keyOf = (token: TokenRow | undefined, kind: UsageKind): string =>
    isBusiness(token) ? `${kind}:${token?.profileId ?? ''}` : `app:${token?.appId ?? 'nobody'}`;
  const windowOf = (token: TokenRow | undefined): number => (isBusiness(token) ? DAY : HOUR);
  const limitOf = (token: TokenRow | undefined, kind: UsageKind): number =>
    !isBusiness(token) ? limits.appCalls : kind === 'messenger' ? limits.messages : limits.businessCalls;

  function recent(token: TokenRow | undefined, kind: UsageKind): number[] {
    const key = keyOf(token, kind);
    const since = clock.now() - windowOf(token);
    const kept = (calls.get(key) ?? []).filter((at) => at > since);
    calls.set(key, kept);
    return kept;
  }

  function headers(
    token: TokenRow | undefined,
    kind: UsageKind,
    regainMs: number,
  ): Readonly<Record<string, string>> {
    const used = recent(token, kind).length;
    const percent = Math.min(100, Math.round((used / limitOf(token, kind)) * 100));
    const full = regainMs > 0 ? 100 : percent;
    const figures = {
      call_count: full,
      total_cputime: Math.floor(full / 4),
      total_time: Math.floor(full / 3),
    };
    if (!token) return {};
    if (!isBusiness(token)) return { 'x-app-usage': JSON.stringify(figures) };
    return {
      'x-business-use-case-usage': JSON.stringify({
        [token.profileId]: [
          {
            type: kind,
            ...figures,
            estimated_time_to_regain_access: Math.ceil(regainMs / 60_000),
          },
        ],
      }),
    };
  }

  function refuse(token: TokenRow | undefined, kind: UsageKind, resetAt: number): SimReply {
    const failed = isBusiness(token)
      ? failure(
          codes[kind],
          `(#${codes[kind]}) There have been too many calls from this ${kind === 'instagram' ? 'Instagram' : 'Page'} account. Wait a bit and try again.`,
        )
      : failure(4, '(#4) Application request limit reached', { status: 403, transient: true });
    return withHeaders(refusal(failed), headers(token, kind, Math.max(0, resetAt - clock.now())));
  }

  return {
    count(token, kind) {
      const used = recent(token, kind);
      if (used.length >= limitOf(token, kind))
        return refuse(token, kind, (used[0] ?? clock.now()) + windowOf(token));
      used.push(clock.now());
      return undefined;
    },
    describe: (reply, token, kind) => {
      const told = Object.keys(reply.headers).some((name) => name.endsWith('-usage'));
      return told ? reply : withHeaders(reply, headers(token, kind, 0));
    },
    refuse,
    clear: () => calls.clear(),
  };
}
