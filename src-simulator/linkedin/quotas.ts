import type { SimReply } from '../core/reply.ts';
import { refusal, tooMany } from './envelope.ts';
import type { TokenRow } from './rows.ts';
import type { World } from './world.ts';

const DAY = 86_400_000;

/** Counts calls a day: by member, and by app; both begin anew at midnight, UTC. */
export interface Quotas {
  /** Counts a call; a reply means that it was one too many. */
  count(token: TokenRow): SimReply | undefined;
  clear(): void;
}

// linkedin §7
export function createQuotas(world: World): Quotas {
  const counters = new Map<string, number>();
  const counted = (key: string): number => {
    const used = (counters.get(key) ?? 0) + 1;
    counters.set(key, used);
    return used;
  };
  return {
    count(token) {
      const day = Math.floor(world.clock.now() / DAY);
      const byMember = counted(`member:${token.appId}:${token.memberId}:${day}`);
      const byApp = counted(`app:${token.appId}:${day}`);
      const { memberPerDay, appPerDay } = world.settings;
      return byMember > memberPerDay || byApp > appPerDay ? refusal(tooMany) : undefined;
    },
    clear: () => counters.clear(),
  };
}
