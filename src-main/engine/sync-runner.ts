import type { Account, AccountHealth } from '../../src-shared/domain/account.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Inbound } from '../../src-shared/sync/inbound.ts';
import { stepFeed } from '../../src-shared/sync/machine.ts';
import { planPulls } from '../../src-shared/sync/plan.ts';
import type { VitalsBook } from '../accounts/vitals-book.ts';
import type { Connector, ConnectorContext, ConnectorError, ThreadInput } from '../connectors/contract.ts';
import { failureOf } from '../connectors/failure-of.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from './clock.ts';
import type { DownStream } from './down-stream.ts';
import type { LeftOut } from './left-out.ts';
import type { Parking } from './parking.ts';
import { createFeedBook } from './sync/feed-book.ts';
import { createFetching, isSpared } from './sync/fetching.ts';
import { apply, isUsable, newFollowed, nudge, type Feed, type Followed } from './sync/followed.ts';
import { createLiveStreams } from './sync/live-streams.ts';

/** Follows every feed of every account: fetches, keeps, and remembers where it stood. */
export interface SyncRunner {
  /** Begins with the accounts of the book; `accountChanged` tells of later ones. */
  start(accounts: readonly Account[]): Promise<void>;
  accountChanged(account: Account): Promise<void>;
  accountRemoved(id: AccountId): Promise<void>;
  /** Looks now; null: everywhere. What no person asked for waits while the account's budget is low. */
  refresh(id: AccountId | null, by?: 'person' | 'engine'): Promise<void>;
  /** What the fetching waited for may be over: a budget was raised. */
  lookAgain(): void;
  /** `told`: what was kept, once it is. */
  thread(
    id: AccountId,
    input: ThreadInput,
    told?: (items: readonly Inbound[]) => void,
  ): Promise<Result<number, Failure>>;
  /** One step further into the past of every feed. `more`: there is still some. */
  older(id: AccountId): Promise<Result<{ readonly more: boolean }, Failure>>;
  /**
   * The store lost its rows: every cursor goes back to the beginning, also those of accounts that are not followed
   * now. On disk when it resolves with `ok`.
   */
  rewind(): Promise<Result<null, Failure>>;
  /** The machine sleeps or wakes: streams are closed, or everything is looked at again. */
  suspend(): void;
  resume(): Promise<void>;
  syncing(): boolean;
  stop(): Promise<void>;
}

type Use = <T>(
  id: AccountId,
  signal: AbortSignal,
  work: (connector: Connector, ctx: ConnectorContext) => Promise<Result<T, ConnectorError>>,
) => Promise<Result<T, ConnectorError>>;

export interface SyncDeps {
  readonly journal: Journal;
  readonly down: DownStream;
  readonly clock: Clock;
  readonly use: Use;
  /** 0 ≤ n < 1, spreads retries. */
  readonly random: () => number;
  readonly log: Log;
  readonly progress: (account: AccountId, feed: string, done: number, finished: boolean) => void;
  /** A server has begun to fail, whatever is asked of it, or answers again. */
  readonly setHealth: (account: AccountId, health: AccountHealth) => Promise<void>;
  readonly synced: (account: AccountId, at: number) => void;
  /** Until when (epoch ms) what is left of the account's budget is kept for people; null: it may be used. */
  readonly keptUntil: (account: AccountId) => number | null;
  readonly changed: () => void;
  /** The person asked that nothing of this author be kept. */
  readonly isRefused?: (account: AccountId, remoteId: string) => boolean;
  /** Keeps a cursor that cannot be read, before a fresh one takes its place. */
  readonly aside?: Parking['aside'];
  /** Keeps items that could not be read. */
  readonly leftOut?: LeftOut;
  /** Hears of every answer whether it has the shape that its network promises. */
  readonly shape?: VitalsBook['shape'];
  /** How much of the past a new account is given without being asked. */
  readonly past: { readonly days: number; readonly items: number };
}

const atOnce = 4;

export function createSyncRunner(deps: SyncDeps): SyncRunner {
  const { clock, log } = deps;
  const followed = new Map<AccountId, Followed>();
  const inFlight = new Set<Promise<void>>();
  let running = 0;
  let wake: (() => void) | null = null;
  let asleep = false;
  let stopped = false;

  const feeds = createFeedBook(deps);
  const { wanted, keep, pull, measure } = createFetching({ ...deps, feeds });
  const streams = createLiveStreams({ ...deps, keep, isPaused: () => stopped || asleep, next: () => pump() });

  const work = (one: Followed, feed: Feed): void => {
    one.busy = true;
    running += 1;
    const job = (async () => {
      try {
        await pull(one, feed);
        await measure(one);
      } catch (error) {
        log.error('sync.threw', {
          account: one.account.id,
          error: error instanceof Error ? error.name : 'unknown',
        });
        apply(feed, { tag: 'trouble', now: clock.now(), trouble: { tag: 'failing' }, jitter: deps.random() });
      } finally {
        one.busy = false;
        one.asked &&= [...one.feeds.values()].some(({ state }) => state.phase.tag === 'pulling');
        running -= 1;
        deps.changed();
        pump();
      }
    })();
    inFlight.add(job);
    void job.finally(() => inFlight.delete(job));
    deps.changed();
  };

  /** Ticks every feed, starts what is due within the limits, and sets one timer for the rest. */
  const pump = (): void => {
    if (stopped || asleep) return;
    wake?.();
    wake = null;
    const now = clock.now();
    for (const one of followed.values())
      for (const feed of one.feeds.values()) apply(feed, { tag: 'tick', now, live: one.live });
    const candidates = [...followed.values()]
      .filter((one) => !one.busy && !isSpared(one, deps.keptUntil))
      .flatMap((one) => [...one.feeds.values()].map((feed) => ({ one, feed, state: feed.state })));
    for (const { one, feed } of planPulls(candidates, atOnce - running)) work(one, feed);
    const nextAt = Math.min(
      ...[...followed.values()].map(({ account }) => deps.keptUntil(account.id) ?? Infinity),
      ...[...followed.values()].flatMap((one) =>
        [...one.feeds.values()].map(({ state }) => {
          const effect = stepFeed(state, { tag: 'tick', now, live: one.live }).effects[0];
          return effect?.tag === 'wake' ? effect.at : Infinity;
        }),
      ),
    );
    if (Number.isFinite(nextAt)) wake = clock.after(Math.max(250, nextAt - now), pump);
  };

  const follow = async (account: Account): Promise<void> => {
    if (account.health.tag === 'disconnected') return;
    const one = newFollowed(account, await feeds.read(account));
    // Another change of the account was quicker.
    if (followed.has(account.id)) return;
    followed.set(account.id, one);
    streams.open(one);
    pump();
  };

  const drop = (one: Followed): void => {
    streams.close(one);
    one.abort.abort();
    followed.delete(one.account.id);
  };

  return {
    start: async (accounts) => {
      for (const account of accounts) await follow(account);
    },
    accountChanged: async (account) => {
      const one = followed.get(account.id);
      if (!one) return follow(account);
      const wasUsable = isUsable(one.account);
      one.account = account;
      if (account.health.tag === 'disconnected') return drop(one);
      if (!isSameFeeds(one, account)) {
        drop(one);
        return follow(account);
      }
      if (!isUsable(account)) return streams.close(one);
      if (!wasUsable) {
        for (const feed of one.feeds.values()) apply(feed, { tag: 'restored', now: clock.now() });
        nudge(one, clock.now());
        streams.open(one);
        pump();
      }
    },
    accountRemoved: async (id) => {
      const one = followed.get(id);
      if (one) drop(one);
      await feeds.forget(id);
    },
    refresh: async (id, by = 'person') => {
      for (const one of followed.values()) {
        if (id !== null && one.account.id !== id) continue;
        one.asked ||= by === 'person';
        nudge(one, clock.now());
        streams.open(one);
      }
      pump();
      await Promise.all(inFlight);
    },
    lookAgain: pump,
    thread: async (id, input, told) => {
      const one = followed.get(id);
      if (!one) return err(failure('account-missing'));
      const items = await deps.use(id, one.abort.signal, (connector, ctx) => connector.thread(ctx, input));
      deps.shape?.(id, 'thread', items);
      if (items.tag === 'err') return err(failureOf(items.error));
      const kept = await keep(one.account, items.value, []);
      if (kept.tag === 'err') return kept;
      told?.(wanted(one.account, items.value));
      return ok(items.value.length);
    },
    older: async (id) => {
      const one = followed.get(id);
      if (!one) return err(failure('account-missing'));
      const now = clock.now();
      let more = false;
      // Held busy so that the pump does not ask for the same page meanwhile.
      one.busy = true;
      try {
        for (const feed of one.feeds.values()) {
          apply(feed, { tag: 'deeper', now });
          if (feed.state.phase.tag === 'pulling') await pull(one, feed);
          more ||= feed.state.oldest !== null;
        }
      } finally {
        one.busy = false;
      }
      pump();
      return ok({ more });
    },
    rewind: async () => {
      const written = await feeds.rewind(followed.values());
      pump();
      return written;
    },
    suspend: () => {
      asleep = true;
      wake?.();
      wake = null;
      for (const one of followed.values()) streams.close(one);
    },
    resume: async () => {
      asleep = false;
      for (const one of followed.values()) {
        nudge(one, clock.now());
        streams.open(one);
      }
      pump();
      await Promise.all(inFlight);
    },
    syncing: () => running > 0,
    stop: async () => {
      stopped = true;
      wake?.();
      for (const one of followed.values()) {
        streams.close(one);
        one.abort.abort();
      }
      await Promise.all(inFlight);
    },
  };
}

/** Its network offers the feeds that are followed, and no others. */
const isSameFeeds = ({ feeds }: Followed, { manifest }: Account): boolean =>
  manifest.feeds.length === feeds.size && manifest.feeds.every(({ name }) => feeds.has(name));
