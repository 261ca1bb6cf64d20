import { create } from 'zustand';
import type { Failure } from '../../src-shared/errors.ts';
import type { AccountId, DeliveryId, PostId, RowId, WorkspaceId } from '../../src-shared/ids.ts';

export type Place = 'deck' | 'calendar' | 'outbox' | 'accounts' | 'settings';

/** The message whose conversation the side panel shows. */
export interface OpenThread {
  readonly messageId: RowId;
  readonly accountId: AccountId;
  readonly conversationId: string;
}

/** What is open, selected, being typed. Never records. */
export interface Navigation {
  readonly place: Place;
  /** The client whose things are shown, or everybody's. */
  readonly client: WorkspaceId | 'all';
  readonly thread: OpenThread | null;
  /** The draft in the composer sheet; null: closed. */
  readonly composing: PostId | null;
  /** The account whose own text the sheet opens at; null: the common one. */
  readonly composingFor: AccountId | null;
  /** The delivery that the outbox points at. */
  readonly delivery: DeliveryId | null;
  /** An account form is open: for a new account, or to renew this one. */
  readonly connecting: { readonly workspaceId: WorkspaceId; readonly reconnect: AccountId | null } | null;
  /** Rows of the store could not be written; null: all is well. */
  readonly storeTrouble: Failure | null;
  go(place: Place): void;
  showClient(client: WorkspaceId | 'all'): void;
  openThread(thread: OpenThread | null): void;
  compose(post: PostId | null, account?: AccountId | null): void;
  showDelivery(delivery: DeliveryId | null): void;
  connect(connecting: Navigation['connecting']): void;
  reportStore(failure: Failure | null): void;
}

export const useNavigation = create<Navigation>((set) => ({
  place: 'deck',
  client: 'all',
  thread: null,
  composing: null,
  composingFor: null,
  delivery: null,
  connecting: null,
  storeTrouble: null,
  // Another screen is another screen: the sheet over the old one closes, its draft is kept.
  go: (place) => set({ place, composing: null }),
  showClient: (client) => set({ client, thread: null }),
  openThread: (thread) => set({ thread }),
  compose: (composing, composingFor = null) => set({ composing, composingFor }),
  showDelivery: (delivery) =>
    set(delivery === null ? { delivery } : { delivery, place: 'outbox', composing: null }),
  connect: (connecting) => set({ connecting }),
  reportStore: (storeTrouble) => set({ storeTrouble }),
}));
