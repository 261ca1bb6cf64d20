import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { failureSchema } from '../errors.ts';
import { accountIdSchema } from '../ids.ts';

/** A conversation to be read whole before the connection goes. */
export const wantedConversationSchema = v.object({
  accountId: accountIdSchema,
  conversationId: v.string(),
  /** The message to ask for, and what the network needs to find it. */
  remoteId: v.string(),
  handleData: v.string(),
  box: v.picklist(['public', 'private']),
  /** With whom, to name it when it cannot be read. */
  handle: v.string(),
});
export type WantedConversation = Frozen<v.InferOutput<typeof wantedConversationSchema>>;

/** The most that one preparation fetches: what a person can read on a long journey, not an archive. */
export const mostFetched = { conversations: 300, pictures: 2_000 } as const;

export const fetchOrderSchema = v.object({
  conversations: v.pipe(v.array(wantedConversationSchema), v.maxLength(mostFetched.conversations)),
  /** Pictures that the columns show already. Those of the conversations are found as they come. */
  pictures: v.pipe(
    v.array(v.object({ accountId: accountIdSchema, url: v.pipe(v.string(), v.maxLength(4_000)) })),
    v.maxLength(mostFetched.pictures),
  ),
});
export type FetchOrder = Frozen<v.InferOutput<typeof fetchOrderSchema>>;

/** What came of it, counted by what is really on this machine. */
export const fetchedSchema = v.object({
  accounts: v.array(
    v.object({
      accountId: accountIdSchema,
      asked: v.number(),
      read: v.number(),
      pictures: v.object({ asked: v.number(), kept: v.number() }),
    }),
  ),
  /** Each conversation that was asked for and not read, with the cause. */
  failed: v.array(
    v.object({
      accountId: accountIdSchema,
      conversationId: v.string(),
      handle: v.string(),
      failure: failureSchema,
    }),
  ),
  /** The person stopped it: what is neither read nor failed was not tried. */
  stopped: v.boolean(),
});
export type Fetched = Frozen<v.InferOutput<typeof fetchedSchema>>;

export const fetchProgressSchema = v.object({
  /** Conversations that were tried, of so many. */
  conversations: v.object({ done: v.number(), of: v.number() }),
  /** `of` grows while conversations come, as more pictures are known. */
  pictures: v.object({ done: v.number(), of: v.number() }),
});
export type FetchProgress = Frozen<v.InferOutput<typeof fetchProgressSchema>>;

/** What concerns these accounts; null: nothing was asked for them. */
export function fetchedOf(fetched: Fetched, accounts: ReadonlySet<string>): Fetched | null {
  const own = fetched.accounts.filter(({ accountId }) => accounts.has(accountId));
  if (own.length === 0) return null;
  return {
    accounts: own,
    failed: fetched.failed.filter(({ accountId }) => accounts.has(accountId)),
    stopped: fetched.stopped,
  };
}

/** Several results as one. */
export function allFetched(parts: readonly (Fetched | null)[]): Fetched | null {
  const known = parts.filter((part) => part !== null);
  if (known.length === 0) return null;
  return {
    accounts: known.flatMap(({ accounts }) => accounts),
    failed: known.flatMap(({ failed }) => failed),
    stopped: known.some(({ stopped }) => stopped),
  };
}

export interface FetchedTotals {
  readonly asked: number;
  readonly read: number;
  readonly pictures: { readonly asked: number; readonly kept: number };
}

export function fetchedTotals({ accounts }: Fetched): FetchedTotals {
  const sum = (of: (one: Fetched['accounts'][number]) => number): number =>
    accounts.reduce((total, one) => total + of(one), 0);
  return {
    asked: sum(({ asked }) => asked),
    read: sum(({ read }) => read),
    pictures: { asked: sum(({ pictures }) => pictures.asked), kept: sum(({ pictures }) => pictures.kept) },
  };
}
