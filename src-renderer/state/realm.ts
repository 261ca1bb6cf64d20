import { createContext, useContext } from 'react';
import type { Settings } from '../../src-shared/bridge/app.ts';
import type { BridgeClient, Contract } from '../../src-shared/bridge/index.ts';
import type { Reply } from '../../src-shared/bridge/types.ts';
import type { Account } from '../../src-shared/domain/account.ts';
import type { Workspace } from '../../src-shared/domain/workspace.ts';
import type { Manifest } from '../../src-shared/networks/manifest.ts';
import type { IntentRow } from '../store/collections/intents/schema.ts';
import type { RecordRow } from '../store/collections/records/schema.ts';
import type { Databases } from '../store/databases.ts';
import type { History } from '../store/history.ts';
import type { LiveTable } from '../store/live-table.ts';
import type { Toasts } from '../ui/feedback/toast.tsx';

export type AppInfo = Reply<Contract['app']['calls']['info']>;

/** What the one realm that owns the store gives to every feature. Built once by `start.ts`. */
export interface Realm {
  readonly bridge: BridgeClient;
  readonly databases: Databases;
  /** What drafts said before. */
  readonly history: History;
  readonly info: AppInfo;
  readonly settings: Settings;
  /** What can be connected, as the connectors describe it before any server was asked. */
  readonly manifests: readonly Manifest[];
  /** Small tables that many features read: kept open once. */
  readonly tables: {
    readonly workspaces: LiveTable<Workspace>;
    readonly accounts: LiveTable<Account>;
    /** The same without the hour of the last reading, whose coming and going is no news to most. */
    readonly steadyAccounts: LiveTable<Account>;
    readonly columns: LiveTable<RecordRow>;
    readonly unaccepted: LiveTable<IntentRow>;
    /** What each client asks of those who publish for it. */
    readonly publishing: LiveTable<RecordRow>;
    /** When the person left, and came back. */
    readonly departures: LiveTable<RecordRow>;
    /** What each client says first in a crisis. */
    readonly statements: LiveTable<RecordRow>;
  };
  /** Short notes in a corner, with their one undo. */
  readonly toasts: Toasts;
  /**
   * The first rows (or the first run) are on the screen: main is told, and the streams begin. Safe to call again. A
   * window that shows nothing does not hold them back for ever.
   */
  readonly painted: () => void;
  /**
   * What was just written will be there after the next start. The store says so itself, until the disk has refused it
   * a write: the browser may then find its files damaged when it opens them again, and only main's copy is sure.
   * Rejects when main does not take it.
   */
  readonly kept: () => Promise<void>;
  /** Whether main's second copy has all that was written before this was asked. */
  readonly copied: () => Promise<boolean>;
  /** Resolves when what main had for the store is in it. */
  readonly caughtUp: () => Promise<void>;
  /** Wall clock, epoch ms. */
  readonly now: () => number;
}

export const RealmContext = createContext<Realm | null>(null);

export function useRealm(): Realm {
  const realm = useContext(RealmContext);
  if (realm === null) throw new Error('no realm above this component');
  return realm;
}
