import * as v from 'valibot';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import { feedStateSchema, newFeed, stepFeed, type FeedState } from '../../../src-shared/sync/machine.ts';
import type { Journal, JournalWrite } from '../../journal/journal.ts';
import type { Clock } from '../clock.ts';
import type { LeftOut } from '../left-out.ts';
import { misfit, type Parking } from '../parking.ts';
import { apply, isUsable, type Feed, type Followed } from './followed.ts';

/** Where the feeds stand, as the journal keeps it. */
export interface FeedBook {
  /** The account's feeds as they were left, ready to be looked at at once. */
  read(account: Account): Promise<ReadonlyMap<string, Feed>>;
  /** The write that keeps a state; it goes with the rows because of which it moved. */
  put(state: FeedState): JournalWrite;
  forget(id: AccountId): Promise<Result<null, Failure>>;
  /** Every cursor goes back to the beginning, of those that are followed and of all others. */
  rewind(followed: Iterable<Followed>): Promise<Result<null, Failure>>;
}

const table = 'feed/';

export function createFeedBook(deps: {
  readonly journal: Journal;
  readonly clock: Clock;
  /** Keeps a state that cannot be read, before another takes its place. */
  readonly aside?: Parking['aside'];
  readonly leftOut?: LeftOut;
}): FeedBook {
  const { journal, clock } = deps;
  /** Grows with each rewind: what was read of the journal before it belongs to a life that is over. */
  let rewinds = 0;

  const keyOf = (state: FeedState): string => `${table}${state.accountId}/${state.feed}`;
  const put = (state: FeedState): JournalWrite => ({ tag: 'put', key: keyOf(state), value: state });

  const left = async (fresh: FeedState): Promise<FeedState> => {
    const value = await journal.get(keyOf(fresh));
    if (value === undefined) return fresh;
    const stored = v.safeParse(feedStateSchema, value);
    if (stored.success) return { ...stored.output, everyMs: fresh.everyMs };
    const reason = misfit(feedStateSchema, value);
    await journal.write(deps.aside?.([{ place: 'journal', kind: 'feed', reason, value }]) ?? []);
    return fresh;
  };

  /** What an older Vigie could not read may be readable now. Not where reading is paid for. */
  const readAnew = async (account: Account, state: FeedState): Promise<FeedState> => {
    const again = await deps.leftOut?.again(account, state.feed);
    if (again?.isDue !== true || account.manifest.prices !== undefined) return state;
    const fresh = stepFeed(state, { tag: 'rewind', now: clock.now() }).state;
    const written = await journal.write([put(fresh), ...again.writes]);
    return written.tag === 'ok' ? fresh : state;
  };

  return {
    put,
    read: async (account) => {
      const feeds = new Map<string, Feed>();
      const before = rewinds;
      for (const { name, everyMs } of account.manifest.feeds) {
        const state = await readAnew(account, await left(newFeed(account.id, name, everyMs, clock.now())));
        const recovered = stepFeed(state, { tag: 'recovered', now: clock.now() }).state;
        // Its token may have become good again with nothing written down of the feed since.
        const usable = isUsable(account)
          ? stepFeed(recovered, { tag: 'restored', now: clock.now() }).state
          : recovered;
        // Whatever it was waiting for, a start looks at once.
        const next = stepFeed(usable, { tag: 'nudge', now: clock.now() }).state;
        feeds.set(name, { state: next, rewinds: 0, written: state });
      }
      // The store told of its loss while this was read.
      if (rewinds !== before)
        for (const feed of feeds.values()) apply(feed, { tag: 'rewind', now: clock.now() });
      return feeds;
    },
    forget: async (id) => {
      const rows = await journal.range(`${table}${id}/`, `${table}${id}/~`, 100);
      return journal.write(rows.map(({ key }) => ({ tag: 'del', key })));
    },
    rewind: async (followed) => {
      rewinds += 1;
      const followedNow = new Map<string, JournalWrite>();
      for (const one of followed) {
        for (const feed of one.feeds.values()) {
          apply(feed, { tag: 'rewind', now: clock.now() });
          const write = put(feed.state);
          followedNow.set(write.key, write);
        }
        one.measuredAt = 0;
      }
      const stored = await journal.range(table, `${table}~`, 100_000);
      const others = stored.filter(({ key }) => !followedNow.has(key));
      return journal.write([
        ...followedNow.values(),
        ...others.map(({ key }): JournalWrite => ({ tag: 'del', key })),
      ]);
    },
  };
}
