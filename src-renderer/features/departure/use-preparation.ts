import { useCallback, useEffect, useState } from 'react';
import { create } from 'zustand';
import {
  mostFetched,
  type Fetched,
  type FetchOrder,
  type FetchProgress,
} from '../../../src-shared/departure/fetching.ts';
import { likelyConversations } from '../../../src-shared/departure/likely.ts';
import { picturesOf } from '../../../src-shared/departure/pictures.ts';
import { replyWindowMs, withLonger } from '../../../src-shared/departure/windows.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import type { Result } from '../../../src-shared/result.ts';
import { useRealm, type Realm } from '../../state/realm.ts';
import { useLiveStatus } from '../../state/status.ts';
import { readAsking, readShown } from '../../store/queries/departures.ts';

/** So many rows of each list are shown with their pictures before anything more is read of it. */
const shownEach = 60;

/** What these accounts will likely be asked for, as main is asked for it. */
export async function orderFor(
  databases: Realm['databases'],
  accounts: readonly Account[],
  hasLonger: (account: Account['id']) => boolean,
): Promise<FetchOrder> {
  const [asking, shown] = await Promise.all([
    readAsking(databases, accounts),
    readShown(databases, accounts, shownEach),
  ]);
  const manifests = new Map(accounts.map(({ id, manifest }) => [id, withLonger(manifest, hasLonger(id))]));
  const conversations = likelyConversations(asking, ({ accountId, box, createdAt }) => {
    const manifest = manifests.get(accountId);
    const ms = manifest === undefined ? null : replyWindowMs(manifest, box);
    return ms === null ? null : createdAt + ms;
  });
  const pictures = new Map(
    [...asking, ...shown].flatMap((message) =>
      picturesOf(message).map((url) => [url, message.accountId] as const),
    ),
  );
  for (const { id, avatarUrl } of accounts) if (avatarUrl !== null) pictures.set(avatarUrl, id);
  return {
    conversations,
    pictures: [...pictures].slice(0, mostFetched.pictures).map(([url, accountId]) => ({ accountId, url })),
  };
}

/** How many conversations these accounts would take along; null until counted. */
export function useLikely(accounts: readonly Account[]): number | null {
  const { databases } = useRealm();
  const [count, setCount] = useState<number | null>(null);
  const key = accounts.map(({ id }) => id).join(' ');
  useEffect(() => {
    let isWanted = true;
    void readAsking(databases, accounts).then((asking) => {
      if (isWanted) setCount(likelyConversations(asking, () => null).length);
    });
    return () => {
      isWanted = false;
    };
    // The accounts are what their ids are.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [databases, key]);
  return count;
}

interface Running {
  /** Null: nothing is being fetched. */
  readonly progress: FetchProgress | null;
  set(progress: FetchProgress | null): void;
}

/** Outlives the dialog: what is being fetched goes on while something else is looked at. */
const useRunning = create<Running>((set) => ({
  progress: null,
  set: (progress) => set({ progress }),
}));

const nothingYet: FetchProgress = { conversations: { done: 0, of: 0 }, pictures: { done: 0, of: 0 } };

export interface Preparation {
  readonly progress: FetchProgress | null;
  fetch(accounts: readonly Account[]): Promise<Result<Fetched, Failure>>;
  stop(): void;
}

/** Fetches ahead, and says how far it has come. */
export function usePreparation(): Preparation {
  const { bridge, databases } = useRealm();
  const { progress, set } = useRunning();
  const longer = useLiveStatus((live) => live.settings?.longerWindows);
  const fetch = useCallback(
    async (accounts: readonly Account[]) => {
      set(nothingYet);
      const end = bridge.departure.on('progress', set);
      const answer = await bridge.departure.fetch(
        await orderFor(databases, accounts, (id) => longer?.includes(id) === true),
      );
      end();
      set(null);
      return answer;
    },
    [bridge, databases, set, longer],
  );
  return { progress, fetch, stop: useCallback(() => void bridge.departure.stop(null), [bridge]) };
}
