import {
  mostFetched,
  type Fetched,
  type FetchOrder,
  type FetchProgress,
  type WantedConversation,
} from '../../src-shared/departure/fetching.ts';
import { picturesOf } from '../../src-shared/departure/pictures.ts';
import { failure, type ErrorCode, type Failure } from '../../src-shared/errors.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Inbound } from '../../src-shared/sync/inbound.ts';
import type { ThreadInput } from '../connectors/contract.ts';

/** Fetches what will be wanted while there is no connection. One preparation at a time: a new one ends the other. */
export interface FetchAhead {
  run(order: FetchOrder): Promise<Fetched>;
  /** Begins nothing more; what is on its way arrives. */
  stop(): void;
}

export interface FetchAheadDeps {
  /** Reads a conversation and keeps its rows; `told` is given what came once it is kept. */
  readonly thread: (
    id: AccountId,
    input: ThreadInput,
    told: (items: readonly Inbound[]) => void,
  ) => Promise<Result<number, Failure>>;
  /** Whether the picture is on this machine now. */
  readonly picture: (url: string) => Promise<boolean>;
  /** Until when (epoch ms) what is left of the account's budget is kept for departures; null: it may be used. */
  readonly keptUntil: (id: AccountId) => number | null;
  readonly progress: (progress: FetchProgress) => void;
}

const accountsAtOnce = 3;
const picturesAtOnce = 4;

/** After one of these the next question would be answered the same: the account is left alone. */
const endings: readonly ErrorCode[] = [
  'offline',
  'server-unreachable',
  'rate-limited',
  'token-revoked',
  'renewal-lost',
  'account-missing',
  'account-blocked',
];

export function createFetchAhead(deps: FetchAheadDeps): FetchAhead {
  let current: { stopped: boolean } | null = null;
  return {
    stop: () => {
      if (current !== null) current.stopped = true;
    },
    run: (order) => {
      if (current !== null) current.stopped = true;
      const life = { stopped: false };
      current = life;
      return fetchAll(deps, order, life);
    },
  };
}

async function fetchAll(
  deps: FetchAheadDeps,
  order: FetchOrder,
  life: { readonly stopped: boolean },
): Promise<Fetched> {
  const byAccount = new Map<AccountId, WantedConversation[]>();
  for (const one of order.conversations)
    byAccount.set(one.accountId, [...(byAccount.get(one.accountId) ?? []), one]);
  const read = new Map<AccountId, number>();
  const failed: Fetched['failed'][number][] = [];
  const wanted = new Map<string, AccountId>();
  const kept = new Set<string>();
  let [tried, looked] = [0, 0];

  const want = (accountId: AccountId, urls: readonly string[]): void => {
    for (const url of urls)
      if (!wanted.has(url) && wanted.size < mostFetched.pictures) wanted.set(url, accountId);
  };
  const tell = (): void =>
    deps.progress({
      conversations: { done: tried, of: order.conversations.length },
      pictures: { done: looked, of: wanted.size },
    });
  for (const { accountId, url } of order.pictures) want(accountId, [url]);
  tell();

  await inParallel([...byAccount.values()], accountsAtOnce, async (conversations) => {
    let ending: Failure | null = null;
    for (const { handle, accountId, ...input } of conversations) {
      if (life.stopped) return;
      // The last part of a budget is for departures and for what people ask to see now.
      const keptUntil = deps.keptUntil(accountId);
      if (keptUntil !== null) ending ??= failure('rate-limited', { until: keptUntil });
      let problem = ending;
      if (problem === null) {
        const answer = await deps.thread(accountId, input, (items) => {
          for (const item of items) if (item.tag === 'message') want(accountId, picturesOf(item.message));
        });
        if (answer.tag === 'err') {
          problem = answer.error;
          if (endings.includes(answer.error.code)) ending = answer.error;
        }
      }
      if (problem === null) read.set(accountId, (read.get(accountId) ?? 0) + 1);
      else failed.push({ accountId, conversationId: input.conversationId, handle, failure: problem });
      tried += 1;
      tell();
    }
  });
  await inParallel([...wanted.keys()], picturesAtOnce, async (url) => {
    if (life.stopped) return;
    if (await deps.picture(url)) kept.add(url);
    looked += 1;
    tell();
  });

  const accounts = new Set([...byAccount.keys(), ...wanted.values()]);
  const pictures = [...wanted];
  return {
    accounts: [...accounts].map((accountId) => {
      const own = pictures.filter(([, of]) => of === accountId);
      return {
        accountId,
        asked: byAccount.get(accountId)?.length ?? 0,
        read: read.get(accountId) ?? 0,
        pictures: { asked: own.length, kept: own.filter(([url]) => kept.has(url)).length },
      };
    }),
    failed,
    stopped: life.stopped,
  };
}

/** Runs the work over all of them, so many at once. */
async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = [...items];
  const lane = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
}
