import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { accountIdSchema } from '../ids.ts';

/**
 * The life of one feed's cursor: pure. Time and outcomes arrive inside events; what is to be done comes out as
 * effects. The runner saves the new state together with the rows that a page brought, in one batch, so that a cursor
 * never stands beyond rows that were not kept.
 */
export const feedStateSchema = v.object({
  accountId: accountIdSchema,
  feed: v.string(),
  everyMs: v.number(),
  /** Position from which newer items are asked for; null: nothing was ever seen. */
  newest: v.nullable(v.string()),
  /** Position from which the past is asked for. */
  oldest: v.nullable(v.string()),
  /** How the back-fill of the past stands. */
  past: v.picklist(['unknown', 'filling', 'filled']),
  /**
   * The feed was seen empty at this moment (epoch ms), and what it showed next did not fit on one page: down to there
   * it is what came since, and is read however much it is. Null: nothing is owed.
   */
  owedTo: v.optional(v.nullable(v.number()), null),
  /** Rows of the past brought so far: what arrives meanwhile takes nothing away from how deep it is read. */
  items: v.number(),
  lastOkAt: v.nullable(v.number()),
  /** When newer items were last asked for with success. */
  newerAt: v.nullable(v.number()),
  failures: v.number(),
  phase: v.variant('tag', [
    /** `isTurn`: nobody asked for that look, it is only its turn. */
    v.object({ tag: v.literal('idle'), nextAt: v.number(), isTurn: v.optional(v.boolean()) }),
    /** `again`: something asked for a look while this one was already on its way, so another must follow. */
    v.object({ tag: v.literal('pulling'), direction: v.picklist(['newer', 'older']), again: v.boolean() }),
    /** The account's token is refused, or the account does not offer this feed. */
    v.object({ tag: v.literal('stopped') }),
  ]),
});
export type FeedState = Frozen<v.InferOutput<typeof feedStateSchema>>;

export type Trouble =
  | { readonly tag: 'offline' }
  | { readonly tag: 'rate-limited'; readonly until: number }
  | { readonly tag: 'refused' }
  /** The server failed or spoke nonsense: try again, ever later. */
  | { readonly tag: 'failing' };

export type FeedEvent =
  /** Time has passed. `live`: a stream is open, so polling may be rare. */
  | { readonly tag: 'tick'; readonly now: number; readonly live: boolean }
  | {
      readonly tag: 'page';
      readonly now: number;
      readonly cursor: string | null;
      readonly opposite: string | null;
      readonly more: boolean;
      readonly items: number;
      /** The moment of its oldest item, epoch ms; null: none of its items has one. */
      readonly oldest: number | null;
      /** The page reached the age or the count at which the past is deep enough. */
      readonly deepEnough: boolean;
    }
  | { readonly tag: 'trouble'; readonly now: number; readonly trouble: Trouble; readonly jitter: number }
  /** Look now: the person asked, the network came back, a stream was opened. */
  | { readonly tag: 'nudge'; readonly now: number }
  /** The person wants to go further into the past. */
  | { readonly tag: 'deeper'; readonly now: number }
  /** The token is good again. */
  | { readonly tag: 'restored'; readonly now: number }
  /** The store lost its rows: begin again. */
  | { readonly tag: 'rewind'; readonly now: number }
  /** The process died while a page was on its way: nothing was kept of it. */
  | { readonly tag: 'recovered'; readonly now: number };

export type FeedEffect =
  | { readonly tag: 'pull'; readonly direction: 'newer' | 'older'; readonly cursor: string | null }
  | { readonly tag: 'wake'; readonly at: number };

type PageEvent = Extract<FeedEvent, { tag: 'page' }>;

export interface FeedStep {
  readonly state: FeedState;
  readonly effects: readonly FeedEffect[];
}

/** While a stream is open, a poll only guards against what the stream may have missed. */
const liveSlowdown = 5;
/** Clocks differ, and what was written a while ago may come late. */
const owedSlackMs = 24 * 3_600_000;
const firstRetryMs = 2_000;
const longestRetryMs = 10 * 60_000;

export const newFeed = (
  accountId: FeedState['accountId'],
  feed: string,
  everyMs: number,
  now: number,
): FeedState => ({
  accountId,
  feed,
  everyMs,
  newest: null,
  oldest: null,
  past: 'unknown',
  owedTo: null,
  items: 0,
  lastOkAt: null,
  newerAt: null,
  failures: 0,
  phase: { tag: 'idle', nextAt: now },
});

export function stepFeed(state: FeedState, event: FeedEvent): FeedStep {
  switch (event.tag) {
    case 'tick':
      return onTick(state, event.now, event.live);
    case 'page':
      return onPage(state, event);
    case 'trouble':
      return onTrouble(state, event);
    case 'nudge':
      if (state.phase.tag === 'idle') return idle(state, event.now);
      if (state.phase.tag === 'pulling') return same({ ...state, phase: { ...state.phase, again: true } });
      return same(state);
    case 'deeper':
      if (state.phase.tag !== 'idle' || state.oldest === null) return same(state);
      return pull(state, 'older', state.oldest);
    case 'restored':
      return state.phase.tag === 'stopped' ? idle({ ...state, failures: 0 }, event.now) : same(state);
    case 'rewind':
      return idle({ ...newFeed(state.accountId, state.feed, state.everyMs, event.now) }, event.now);
    case 'recovered':
      return state.phase.tag === 'pulling' ? idle(state, event.now) : same(state);
  }
}

const same = (state: FeedState): FeedStep => ({ state, effects: [] });

const idle = (state: FeedState, nextAt: number): FeedStep => ({
  state: { ...state, phase: { tag: 'idle', nextAt } },
  effects: [{ tag: 'wake', at: nextAt }],
});

const pull = (state: FeedState, direction: 'newer' | 'older', cursor: string | null): FeedStep => ({
  state: { ...state, phase: { tag: 'pulling', direction, again: false } },
  effects: [{ tag: 'pull', direction, cursor }],
});

function onTick(state: FeedState, now: number, live: boolean): FeedStep {
  if (state.phase.tag !== 'idle') return same(state);
  // Only the regular rhythm is slowed by a stream: what was asked for is looked at once.
  const slack = live && state.phase.isTurn === true ? state.everyMs * (liveSlowdown - 1) : 0;
  const due = state.phase.nextAt + slack;
  if (now < due) return { state, effects: [{ tag: 'wake', at: due }] };
  return pull(state, 'newer', state.newest);
}

function onPage(state: FeedState, page: PageEvent): FeedStep {
  if (state.phase.tag !== 'pulling') return same(state);
  const isPast = state.phase.direction === 'older' || state.newest === null;
  const base: FeedState = {
    ...state,
    items: state.items + (isPast ? page.items : 0),
    lastOkAt: page.now,
    failures: 0,
  };
  if (state.phase.direction === 'newer') {
    const first = state.newest === null;
    const below = { ...base, ...(first ? firstPast(state, page) : {}) };
    const next: FeedState = { ...below, newerAt: page.now, newest: page.cursor ?? state.newest };
    // A first page is the newest one: what is "more" of it is the past, which has its own cursor.
    if (page.more && !first) return pull(next, 'newer', next.newest);
    return onwards(next, page.now);
  }
  const filled = !page.more || isDeep(state.owedTo, page) || page.cursor === null;
  const next: FeedState = {
    ...base,
    oldest: page.cursor ?? (page.more ? state.oldest : null),
    past: filled ? 'filled' : 'filling',
    owedTo: filled ? null : state.owedTo,
  };
  return onwards(next, page.now);
}

/** How much lies below the first page that has a position, and how far down it is wanted. */
function firstPast(before: FeedState, page: PageEvent): Pick<FeedState, 'oldest' | 'past' | 'owedTo'> {
  // A list that was read and had nothing: all that it has now came since.
  const owedTo = before.past === 'filled' && before.items === 0 ? before.newerAt : null;
  return page.opposite === null || isDeep(owedTo, page)
    ? { oldest: page.opposite, past: 'filled', owedTo: null }
    : { oldest: page.opposite, past: 'filling', owedTo };
}

const isDeep = (owedTo: number | null, page: PageEvent): boolean =>
  page.deepEnough && (owedTo === null || (page.oldest !== null && page.oldest < owedTo - owedSlackMs));

/** The present first: a long back-fill is interrupted each time that a look at what is new is due. */
function onwards(state: FeedState, now: number): FeedStep {
  const asked = state.phase.tag === 'pulling' && state.phase.again;
  const newerDue = asked || (state.newerAt ?? now) + state.everyMs <= now;
  if (newerDue) return pull(state, 'newer', state.newest);
  if (state.past === 'filling' && state.oldest !== null) return pull(state, 'older', state.oldest);
  const nextAt = now + state.everyMs;
  return {
    state: { ...state, phase: { tag: 'idle', nextAt, isTurn: true } },
    effects: [{ tag: 'wake', at: nextAt }],
  };
}

function onTrouble(state: FeedState, event: Extract<FeedEvent, { tag: 'trouble' }>): FeedStep {
  if (state.phase.tag !== 'pulling') return same(state);
  const failures = state.failures + 1;
  switch (event.trouble.tag) {
    case 'refused':
      return { state: { ...state, failures, phase: { tag: 'stopped' } }, effects: [] };
    case 'rate-limited':
      return idle({ ...state, failures }, Math.max(event.trouble.until, event.now + 1_000));
    case 'offline':
    case 'failing': {
      const wait = Math.min(firstRetryMs * 2 ** Math.min(failures - 1, 16), longestRetryMs);
      return idle({ ...state, failures }, event.now + Math.round(wait * (0.75 + event.jitter / 2)));
    }
  }
}
