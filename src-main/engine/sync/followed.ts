import { setMaxListeners } from 'node:events';
import type { Account } from '../../../src-shared/domain/account.ts';
import { stepFeed, type FeedEvent, type FeedState } from '../../../src-shared/sync/machine.ts';

/** One feed of an account, where it stands now. */
export interface Feed {
  state: FeedState;
  /** How often it was rewound: a page that was asked for before belongs to a life that is over. */
  rewinds: number;
  /** As the journal has it; one that was never written down is a new one. */
  written: FeedState;
}

/** An account that is followed, for as long as it is. Nothing here but the feeds' states outlives the process. */
export interface Followed {
  account: Account;
  readonly feeds: ReadonlyMap<string, Feed>;
  readonly abort: AbortController;
  busy: boolean;
  /** A person waits for it: it is fetched whatever the budget. */
  asked: boolean;
  /** Its stream is open. */
  live: boolean;
  closeStream: (() => void) | null;
  streamFailures: number;
  streamTimer: (() => void) | null;
  measuredAt: number;
}

export const newFollowed = (account: Account, feeds: Followed['feeds']): Followed => ({
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
});

/** One signal for everything that is read for an account at once: many listen to it, and each goes when it is done. */
function ofManyReaders(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** Whether its token is good: a server that fails is asked again. */
export const isUsable = ({ health }: Account): boolean => health.tag === 'ok' || health.tag === 'failing';

/** Applies an event; what it asks for is picked up by the runner's pump. The state is written by whoever keeps rows. */
export function apply(feed: Feed, event: FeedEvent): void {
  feed.state = stepFeed(feed.state, event).state;
  if (event.tag !== 'rewind') return;
  feed.rewinds += 1;
  feed.written = feed.state;
}

export function nudge(one: Followed, now: number): void {
  for (const feed of one.feeds.values()) apply(feed, { tag: 'nudge', now });
}
