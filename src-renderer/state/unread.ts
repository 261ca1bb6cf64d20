import { useEffect } from 'react';
import * as v from 'valibot';
import { create } from 'zustand';
import type { Account } from '../../src-shared/domain/account.ts';
import { accountIdSchema, workspaceIdSchema } from '../../src-shared/ids.ts';
import type { Box } from '../../src-shared/domain/message.ts';
import { countUnread, watchMessages } from '../store/queries/messages.ts';
import { useRealm } from './realm.ts';
import { useAccounts } from './use-live.ts';

/** What waits for an answer: reactions and one's own posts do not. */
const boxes: readonly Box[] = ['public', 'private'];

interface Unread {
  /** By client, counted no further than `mostUnread`; a client without accounts is absent. */
  readonly counts: Readonly<Record<string, number>>;
  set(client: string, count: number): void;
  keep(clients: readonly string[]): void;
}

export const useUnread = create<Unread>((set) => ({
  counts: {},
  set: (client, count) =>
    set((state) =>
      state.counts[client] === count ? state : { counts: { ...state.counts, [client]: count } },
    ),
  keep: (clients) =>
    set((state) => ({
      counts: Object.fromEntries(Object.entries(state.counts).filter(([client]) => clients.includes(client))),
    })),
}));

/** Counts each client's unread messages and keeps the figures true: only the client that a change touched is counted again. */
export function useKeepUnread(): void {
  const { databases } = useRealm();
  const accounts = useAccounts();
  // Accounts change with every fetch (their health, their last one); which exist changes seldom.
  const key = accounts.map((one) => `${one.workspaceId} ${one.id}`).join('\n');
  useEffect(() => {
    const clients = placesByClient(key);
    useUnread.getState().keep([...clients.keys()]);
    const stops = [...clients].map(([client, own]) => {
      let stopped = false;
      const count = (): void => {
        void countUnread(databases, own, boxes).then((total) => {
          if (!stopped) useUnread.getState().set(client, total);
        });
      };
      // The first rows must not wait for figures.
      const first = requestIdleCallback(count, { timeout: 1_000 });
      const stop = watchMessages(databases, own, count);
      return () => {
        stopped = true;
        cancelIdleCallback(first);
        stop();
      };
    });
    return () => {
      for (const stop of stops) stop();
    };
  }, [databases, key]);
}

type Place = Pick<Account, 'id' | 'workspaceId'>;

/** The accounts of each client, from their ids as one string: a value that can be compared. */
function placesByClient(key: string): ReadonlyMap<string, readonly Place[]> {
  const clients = new Map<string, Place[]>();
  for (const line of key.split('\n').filter((one) => one !== '')) {
    const [workspace, ...rest] = line.split(' ');
    const id = v.parse(accountIdSchema, rest.join(' '));
    const workspaceId = v.parse(workspaceIdSchema, workspace);
    clients.set(workspaceId, [...(clients.get(workspaceId) ?? []), { id, workspaceId }]);
  }
  return clients;
}
