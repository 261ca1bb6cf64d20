import { isDeepStrictEqual } from 'node:util';
import type { Account, AccountHealth } from '../../../src-shared/domain/account.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import { stepFeed, type FeedEvent, type FeedState, type Trouble } from '../../../src-shared/sync/machine.ts';
import type { ConnectorError } from '../../connectors/contract.ts';
import { failureOf } from '../../connectors/failure-of.ts';
import type { JournalWrite } from '../../journal/journal.ts';
import { inboundRow } from '../inbound-rows.ts';
import type { SyncDeps } from '../sync-runner.ts';
import type { FeedBook } from './feed-book.ts';
import { apply, type Feed, type Followed } from './followed.ts';

/** Asks for what is new or older, and keeps it together with the cursor that moved because of it. */
export interface Fetching {
  /** Without what is of persons of whom nothing is kept any more. */
  wanted(account: Account, items: readonly Inbound[]): readonly Inbound[];
  /** Rows of what is wanted go down in one write with `also`. */
  keep(
    account: Account,
    items: readonly Inbound[],
    also: readonly JournalWrite[],
  ): Promise<Result<null, Failure>>;
  /** One page of a feed that is pulling. */
  pull(one: Followed, feed: Feed): Promise<void>;
  /** The account's numbers, every half hour at most, or as seldom as its network wants. */
  measure(one: Followed): Promise<void>;
}

const pageSize = 50;
/** A server that fails so often in a row, on every feed, is told of. */
const failuresTold = 3;
const measureEveryMs = 30 * 60_000;

export function createFetching(deps: Omit<SyncDeps, 'changed'> & { readonly feeds: FeedBook }): Fetching {
  const { journal, down, clock, log, feeds } = deps;

  const wanted: Fetching['wanted'] = (account, items) =>
    items.filter((item) => !isRefused(item, (remoteId) => deps.isRefused?.(account.id, remoteId) === true));
  const keep: Fetching['keep'] = (account, items, also) =>
    down.push(
      wanted(account, items).map((item) => inboundRow(account, item, clock.now())),
      also,
    );

  /** One feed that a server does not give is no trouble of the account while others come. */
  const tellFailing = async (one: Followed, feed: Feed, error: ConnectorError): Promise<void> => {
    if (one.account.health.tag !== 'ok' || troubleOf(error).tag !== 'failing') return;
    if (feed.state.failures < failuresTold) return;
    if (![...one.feeds.values()].every(({ state }) => state.failures > 0)) return;
    const health: AccountHealth = { tag: 'failing', since: clock.now(), failure: failureOf(error) };
    await deps.setHealth(one.account.id, health);
  };

  return {
    wanted,
    keep,
    pull: async (one, feed) => {
      const { state: before, rewinds } = feed;
      // To be asked for another look meanwhile changes nothing of what the page says.
      const isOver = (): boolean => one.abort.signal.aborted || feed.rewinds !== rewinds;
      if (before.phase.tag !== 'pulling') return;
      const { direction } = before.phase;
      const cursor = direction === 'newer' ? before.newest : before.oldest;
      const page = await deps.use(one.account.id, one.abort.signal, (connector, ctx) =>
        connector.pull(ctx, { feed: before.feed, cursor, direction, limit: pageSize }),
      );
      // Rewound or removed while the page was on its way: what it says belongs to a life that is over.
      if (isOver()) return;
      const now = clock.now();
      if (page.tag === 'err') {
        deps.shape?.(one.account.id, before.feed, page);
        log.warn('sync.trouble', {
          account: one.account.id,
          feed: before.feed,
          tag: page.error.tag,
          code: failureOf(page.error).code,
        });
        apply(feed, { tag: 'trouble', now, trouble: troubleOf(page.error), jitter: deps.random() });
        const { state } = feed;
        const told = await journal.write([feeds.put(state)]);
        if (told.tag === 'ok' && !isOver()) feed.written = state;
        await tellFailing(one, feed, page.error);
        return;
      }
      if (one.account.health.tag === 'failing') await deps.setHealth(one.account.id, { tag: 'ok' });
      const { items, more, opposite } = page.value;
      const oldest = Math.min(
        ...items.map((item) => (item.tag === 'message' ? item.message.createdAt : Infinity)),
      );
      const event: FeedEvent = {
        tag: 'page',
        now,
        cursor: page.value.cursor,
        opposite,
        more,
        items: items.length,
        oldest: Number.isFinite(oldest) ? oldest : null,
        deepEnough:
          oldest < now - deps.past.days * 86_400_000 || before.items + items.length >= deps.past.items,
      };
      const left = page.value.skipped ?? [];
      const aside = await deps.leftOut?.after(one.account, before.feed, { left, items });
      const next = stepFeed(feed.state, event).state;
      const isStill = isWhereItStood(feed.written, next);
      const kept = await keep(one.account, items, [
        ...(isStill ? [] : [feeds.put(next)]),
        ...(aside?.writes ?? []),
      ]);
      if (isOver()) return;
      if (kept.tag === 'err') {
        // Nothing was kept, so nothing is believed: the same page is asked for again.
        apply(feed, { tag: 'trouble', now, trouble: { tag: 'failing' }, jitter: deps.random() });
        return;
      }
      if (!isStill) feed.written = next;
      apply(feed, event);
      deps.shape?.(one.account.id, before.feed, page, { left, aside: aside?.count ?? 0, read: items.length });
      deps.synced(one.account.id, now);
      if (before.past !== 'filled')
        deps.progress(one.account.id, before.feed, feed.state.items, feed.state.past === 'filled');
    },
    measure: async (one) => {
      const everyMs = one.account.manifest.measureEveryMs ?? measureEveryMs;
      if (clock.now() - one.measuredAt < everyMs || isSpared(one, deps.keptUntil)) return;
      one.measuredAt = clock.now();
      const numbers = await deps.use(one.account.id, one.abort.signal, (connector, ctx) =>
        connector.measure(ctx),
      );
      if (one.abort.signal.aborted) return;
      deps.shape?.(one.account.id, 'measure', numbers);
      if (numbers.tag === 'ok') await keep(one.account, numbers.value, []);
    },
  };
}

/**
 * Nothing moved but its clocks, which a start begins anew: hundreds of such looks an hour need no writing down. One that
 * was stopped is never where it stood: it was written down with its failure.
 */
function isWhereItStood(written: FeedState, next: FeedState): boolean {
  const clocks = { lastOkAt: null, newerAt: null, phase: null };
  return isDeepStrictEqual({ ...written, ...clocks }, { ...next, ...clocks });
}

/** What is left of its budget is kept for people, and nobody waits for it. */
export const isSpared = (one: Followed, keptUntil: (account: AccountId) => number | null): boolean =>
  !one.asked && keptUntil(one.account.id) !== null;

function troubleOf(error: ConnectorError): Trouble {
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
}

/** It is of a person of whom nothing is kept any more. */
function isRefused(item: Inbound, of: (remoteId: string) => boolean): boolean {
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
}
