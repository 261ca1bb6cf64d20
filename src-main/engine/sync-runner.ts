import { setMaxListeners } from 'node:events';
import * as v from 'valibot';
import type { Account, AccountHealth } from '../../src-shared/domain/account.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import { offers } from '../../src-shared/networks/manifest.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import {
  feedStateSchema,
  newFeed,
  stepFeed,
  type FeedEvent,
  type FeedState,
  type Trouble,
} from '../../src-shared/sync/machine.ts';
import type { Inbound } from '../../src-shared/sync/inbound.ts';
import { planPulls } from '../../src-shared/sync/plan.ts';
import type { Connector, ConnectorContext, ConnectorError, ThreadInput } from '../connectors/contract.ts';
import { failureOf } from '../connectors/failure-of.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Journal, JournalWrite } from '../journal/journal.ts';
import type { Clock } from './clock.ts';
import type { DownStream } from './down-stream.ts';
import { inboundRow } from './inbound-rows.ts';

/** Follows every feed of every account: fetches, keeps, and remembers where it stood. */
export interface SyncRunner {
  /** Begins with the accounts of the book; `accountChanged` tells of later ones. */
  start(accounts: readonly Account[]): Promise<void>;
  accountChanged(account: Account): Promise<void>;
  accountRemoved(id: AccountId): Promise<void>;
  /** Looks now; null: everywhere. What no person asked for waits while the account's budget is low. */
  refresh(id: AccountId | null, by?: 'person' | 'engine'): Promise<void>;
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
  /** How much of the past a new account is given without being asked. */
  readonly past: { readonly days: number; readonly items: number };
}

const table = 'feed/';
const pageSize = 50;
const atOnce = 4;
/** A server that fails so often in a row, on every feed, is told of. */
const failuresTold = 3;
const measureEveryMs = 30 * 60_000;

/** Whether its token is good: a server that fails is asked again. */
const isUsable = ({ health }: Account): boolean => health.tag === 'ok' || health.tag === 'failing';

interface Feed {
  state: FeedState;
}
interface Followed {
  account: Account;
  readonly feeds: Map<string, Feed>;
  readonly abort: AbortController;
  busy: boolean;
  /** A person waits for it: it is fetched whatever the budget. */
  asked: boolean;
  live: boolean;
  closeStream: (() => void) | null;
  streamFailures: number;
  streamTimer: (() => void) | null;
  measuredAt: number;
}

/** One signal for everything that is read for an account at once: many listen to it, and each goes when it is done. */
function ofManyReaders(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

export function createSyncRunner(deps: SyncDeps): SyncRunner {
  const { journal, down, clock, log } = deps;
  const followed = new Map<AccountId, Followed>();
  const inFlight = new Set<Promise<void>>();
  let running = 0;
  let wake: (() => void) | null = null;
  let asleep = false;
  let stopped = false;

  const feedKey = (state: FeedState): string => `${table}${state.accountId}/${state.feed}`;
  const save = (state: FeedState): JournalWrite => ({ tag: 'put', key: feedKey(state), value: state });

  /** Applies an event; what it asks for is picked up by `pump`. The state is written with `rows`, or alone. */
  const apply = (feed: Feed, event: FeedEvent): void => {
    feed.state = stepFeed(feed.state, event).state;
  };

  const troubleOf = (error: ConnectorError): Trouble => {
    switch (error.tag) {
      case 'offline':
        return { tag: 'offline' };
      case 'rate-limited':
        return { tag: 'rate-limited', until: error.until };
      case 'auth':
        return { tag: 'refused' };
      default:
        return { tag: 'failing' };
    }
  };

  /** It is of a person of whom nothing is kept any more. */
  const isRefused = (account: AccountId, item: Inbound): boolean => {
    const of = (remoteId: string): boolean => deps.isRefused?.(account, remoteId) === true;
    switch (item.tag) {
      case 'message':
        return !item.message.mine && of(item.message.author.remoteId);
      case 'person':
        return of(item.person.remoteId);
      case 'conversation':
        return item.conversation.people.some(({ remoteId }) => of(remoteId));
      case 'metric':
      case 'gone':
        return false;
    }
  };
  const keep = (account: Account, items: readonly Inbound[], also: readonly JournalWrite[]) =>
    down.push(
      items
        .filter((item) => !isRefused(account.id, item))
        .map((item) => inboundRow(account, item, clock.now())),
      also,
    );

  const pullOnce = async (one: Followed, feed: Feed): Promise<void> => {
    const before = feed.state;
    if (before.phase.tag !== 'pulling') return;
    const { direction } = before.phase;
    const cursor = direction === 'newer' ? before.newest : before.oldest;
    const page = await deps.use(one.account.id, one.abort.signal, (connector, ctx) =>
      connector.pull(ctx, { feed: before.feed, cursor, direction, limit: pageSize }),
    );
    // Rewound or removed while the page was on its way: what it says belongs to a life that is over.
    if (one.abort.signal.aborted || feed.state !== before) return;
    const now = clock.now();
    if (page.tag === 'err') {
      log.warn('sync.trouble', {
        account: one.account.id,
        feed: before.feed,
        tag: page.error.tag,
        code: failureOf(page.error).code,
      });
      apply(feed, { tag: 'trouble', now, trouble: troubleOf(page.error), jitter: deps.random() });
      await journal.write([save(feed.state)]);
      await tellFailing(one, feed, page.error);
      return;
    }
    if (one.account.health.tag === 'failing') await deps.setHealth(one.account.id, { tag: 'ok' });
    const { items, more, opposite } = page.value;
    const oldest = Math.min(
      ...items.map((item) => (item.tag === 'message' ? item.message.createdAt : Infinity)),
    );
    const next = stepFeed(before, {
      tag: 'page',
      now,
      cursor: page.value.cursor,
      opposite,
      more,
      items: items.length,
      deepEnough:
        oldest < now - deps.past.days * 86_400_000 || before.items + items.length >= deps.past.items,
    }).state;
    const kept = await keep(one.account, items, [save(next)]);
    if (feed.state !== before) return;
    if (kept.tag === 'err') {
      // Nothing was kept, so nothing is believed: the same page is asked for again.
      apply(feed, { tag: 'trouble', now, trouble: { tag: 'failing' }, jitter: deps.random() });
      return;
    }
    feed.state = next;
    deps.synced(one.account.id, now);
    if (before.past !== 'filled')
      deps.progress(one.account.id, before.feed, next.items, next.past === 'filled');
  };

  /** One feed that a server does not give is no trouble of the account while others come. */
  const tellFailing = async (one: Followed, feed: Feed, error: ConnectorError): Promise<void> => {
    if (one.account.health.tag !== 'ok' || troubleOf(error).tag !== 'failing') return;
    if (feed.state.failures < failuresTold) return;
    if (![...one.feeds.values()].every(({ state }) => state.failures > 0)) return;
    const health: AccountHealth = { tag: 'failing', since: clock.now(), failure: failureOf(error) };
    await deps.setHealth(one.account.id, health);
  };

  const measure = async (one: Followed): Promise<void> => {
    if (clock.now() - one.measuredAt < measureEveryMs || isKept(one)) return;
    one.measuredAt = clock.now();
    const numbers = await deps.use(one.account.id, one.abort.signal, (connector, ctx) =>
      connector.measure(ctx),
    );
    if (numbers.tag === 'ok') await keep(one.account, numbers.value, []);
  };

  const work = (one: Followed, feed: Feed): void => {
    one.busy = true;
    running += 1;
    const job = (async () => {
      try {
        await pullOnce(one, feed);
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
      .filter((one) => !one.busy && !isKept(one))
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

  const isKept = (one: Followed): boolean => !one.asked && deps.keptUntil(one.account.id) !== null;

  const nudge = (one: Followed): void => {
    for (const feed of one.feeds.values()) apply(feed, { tag: 'nudge', now: clock.now() });
  };

  const openStream = (one: Followed): void => {
    if (stopped || asleep || one.closeStream !== null || !offers(one.account.manifest, 'stream')) return;
    if (!isUsable(one.account)) return;
    const closed = (): void => {
      one.live = false;
      one.closeStream = null;
      one.streamFailures += 1;
      if (one.abort.signal.aborted || stopped || asleep) return;
      const wait =
        Math.min(2_000 * 2 ** Math.min(one.streamFailures, 8), 5 * 60_000) * (0.75 + deps.random() / 2);
      one.streamTimer = clock.after(wait, () => openStream(one));
    };
    // Marked as open before the answer comes, so that two streams can never be asked for.
    one.closeStream = () => undefined;
    void deps
      .use(one.account.id, one.abort.signal, (connector, ctx) => {
        if (!connector.listen) return Promise.resolve(ok(null));
        one.closeStream = connector.listen(ctx, {
          open: () => {
            one.live = true;
            one.streamFailures = 0;
            // Nothing is replayed by the network: whatever came while no stream was open is fetched.
            nudge(one);
            pump();
          },
          items: (items) => {
            void keep(one.account, items, []).then(() => deps.synced(one.account.id, clock.now()));
          },
          closed: (reason) => {
            log.info('sync.stream-closed', { account: one.account.id, tag: reason.tag });
            closed();
          },
        });
        return Promise.resolve(ok(null));
      })
      .then((started) => {
        if (started.tag === 'err') closed();
      });
  };

  const closeStream = (one: Followed): void => {
    one.streamTimer?.();
    one.streamTimer = null;
    one.closeStream?.();
    one.closeStream = null;
    one.live = false;
  };

  /** Grows with each rewind: what was read of the journal before it belongs to a life that is over. */
  let rewinds = 0;

  const restore = async (account: Account): Promise<Followed> => {
    const feeds = new Map<string, Feed>();
    const before = rewinds;
    for (const { name, everyMs } of account.manifest.feeds) {
      const fresh = newFeed(account.id, name, everyMs, clock.now());
      const stored = v.safeParse(feedStateSchema, await journal.get(feedKey(fresh)));
      const state = stored.success ? { ...stored.output, everyMs } : fresh;
      const recovered = stepFeed(state, { tag: 'recovered', now: clock.now() }).state;
      // Whatever it was waiting for, a start looks at once.
      feeds.set(name, { state: stepFeed(recovered, { tag: 'nudge', now: clock.now() }).state });
    }
    // The store told of its loss while this was read.
    if (rewinds !== before)
      for (const feed of feeds.values())
        feed.state = stepFeed(feed.state, { tag: 'rewind', now: clock.now() }).state;
    return {
      account,
      feeds,
      abort: ofManyReaders(),
      busy: false,
      asked: false,
      live: false,
      closeStream: null,
      streamFailures: 0,
      streamTimer: null,
      measuredAt: 0,
    };
  };

  const follow = async (account: Account): Promise<void> => {
    if (account.health.tag === 'disconnected') return;
    const one = await restore(account);
    // Another change of the account was quicker.
    if (followed.has(account.id)) return;
    followed.set(account.id, one);
    openStream(one);
    pump();
  };

  const drop = (one: Followed): void => {
    closeStream(one);
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
      if (!isUsable(account)) return closeStream(one);
      if (!wasUsable) {
        for (const feed of one.feeds.values()) apply(feed, { tag: 'restored', now: clock.now() });
        nudge(one);
        openStream(one);
        pump();
      }
    },
    accountRemoved: async (id) => {
      const one = followed.get(id);
      if (one) drop(one);
      const rows = await journal.range(`${table}${id}/`, `${table}${id}/~`, 100);
      await journal.write(rows.map(({ key }) => ({ tag: 'del', key })));
    },
    refresh: async (id, by = 'person') => {
      for (const one of followed.values()) {
        if (id !== null && one.account.id !== id) continue;
        one.asked ||= by === 'person';
        nudge(one);
        openStream(one);
      }
      pump();
      await Promise.all(inFlight);
    },
    thread: async (id, input, told) => {
      const one = followed.get(id);
      if (!one) return err(failure('account-missing'));
      const items = await deps.use(id, one.abort.signal, (connector, ctx) => connector.thread(ctx, input));
      if (items.tag === 'err') return err(failureOf(items.error));
      const kept = await keep(one.account, items.value, []);
      if (kept.tag === 'err') return kept;
      told?.(items.value.filter((item) => !isRefused(id, item)));
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
          if (feed.state.phase.tag === 'pulling') await pullOnce(one, feed);
          more ||= feed.state.oldest !== null;
        }
      } finally {
        one.busy = false;
      }
      pump();
      return ok({ more });
    },
    rewind: async () => {
      rewinds += 1;
      const followedNow = new Map<string, JournalWrite>();
      for (const one of followed.values()) {
        for (const feed of one.feeds.values()) {
          apply(feed, { tag: 'rewind', now: clock.now() });
          const write = save(feed.state);
          followedNow.set(write.key, write);
        }
        one.measuredAt = 0;
      }
      const stored = await journal.range(table, `${table}~`, 100_000);
      const others = stored.filter(({ key }) => !followedNow.has(key));
      const written = await journal.write([
        ...followedNow.values(),
        ...others.map(({ key }): JournalWrite => ({ tag: 'del', key })),
      ]);
      pump();
      return written;
    },
    suspend: () => {
      asleep = true;
      wake?.();
      wake = null;
      for (const one of followed.values()) closeStream(one);
    },
    resume: async () => {
      asleep = false;
      for (const one of followed.values()) {
        nudge(one);
        openStream(one);
      }
      pump();
      await Promise.all(inFlight);
    },
    syncing: () => running > 0,
    stop: async () => {
      stopped = true;
      wake?.();
      for (const one of followed.values()) {
        closeStream(one);
        one.abort.abort();
      }
      await Promise.all(inFlight);
    },
  };
}
