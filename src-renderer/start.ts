import type { BridgeClient } from '../src-shared/bridge/index.ts';
import { storeVersion } from './store/collections.ts';
import { openDatabases, type Databases } from './store/databases.ts';
import { followZones } from './store/follow-zones.ts';
import { freeUnwritten } from './store/queries/launch.ts';
import { createHandOver } from './store/hand-over.ts';
import { openHistory } from './store/history.ts';
import { openProgress } from './store/progress.ts';
import { liveAccounts, liveSteadyAccounts } from './store/queries/accounts.ts';
import { liveColumns, parseColumns } from './store/queries/columns.ts';
import { liveDepartures } from './store/queries/departures.ts';
import { readColumnAhead } from './store/queries/messages.ts';
import { liveUnaccepted } from './store/queries/intents.ts';
import { livePublishing } from './store/queries/publishing.ts';
import { liveStatements } from './store/queries/statements.ts';
import { liveWorkspaces } from './store/queries/workspaces.ts';
import { keepOpen } from './store/reopen.ts';
import {
  countOf,
  isBlank,
  keepSecondCopy,
  restoreAuthored,
  together,
  type SecondCopy,
} from './store/second-copy.ts';
import { createDownStreamConsumer } from './store/streams.ts';
import { useBrakes } from './state/brakes.ts';
import { useNavigation } from './state/navigation.ts';
import type { Realm } from './state/realm.ts';
import { afterPaint } from './state/after-paint.ts';
import { lookForLoss } from './state/loss.ts';
import { useLiveStatus } from './state/status.ts';
import { accountsOf } from './state/use-live.ts';
import { accountsOfColumn } from './state/column-accounts.ts';

/**
 * How the start ended. `newer`: the store was written by a newer Vigie; it is not opened at all, so that nothing in
 * it can be changed, and the person is offered an export.
 */
export type Started =
  | { readonly tag: 'ready'; readonly realm: Omit<Realm, 'toasts'> }
  | { readonly tag: 'newer'; readonly found: number; readonly ours: number };

/** The browser does not open its database. */
export class StoreNotOpened extends Error {
  override readonly name = 'StoreNotOpened';
}

function notOpened(cause: unknown): never {
  throw new StoreNotOpened('the store cannot be opened', { cause });
}

/** Opens the store, meets main, and begins to listen. Rejects with `StoreNotOpened` when the browser refuses. */
export async function start(bridge: BridgeClient): Promise<Started> {
  const progress = openProgress();
  const found = await progress.storeVersion().catch(notOpened);
  if (found !== null && found > storeVersion) return { tag: 'newer', found, ours: storeVersion };

  // Listened to before they are asked for, and each answer taken as it comes: what changes while the store opens would
  // be lost, or overwritten by what was true before.
  const live = useLiveStatus.getState();
  bridge.status.on('changed', live.setStatus);
  bridge.app.on('settings', live.setSettings);
  const brakes = useBrakes.getState();
  bridge.brakes.on('changed', brakes.set);
  const [{ databases, tables, blank }, info, networks] = await Promise.all([
    openStore()
      .catch(notOpened)
      .finally(() => performance.mark('vigie:store')),
    bridge.app.info(null).then((answer) => {
      performance.mark('vigie:main');
      if (answer.tag === 'ok') live.setSettings(answer.value.settings);
      return answer;
    }),
    bridge.accounts.networks(null),
    bridge.brakes.state(null).then((answer) => {
      if (answer.tag === 'ok') brakes.set(answer.value);
    }),
    bridge.status.read(null).then((answer) => {
      if (answer.tag === 'ok') live.setStatus(answer.value);
    }),
  ]);
  // A store that comes up empty where there was one was thrown away by the browser: main has kept a copy.
  const returned = blank ? await restoreAuthored(bridge, databases) : {};
  live.setReturned(returned, blank);
  reopenWhileTroubled(databases);
  const copy = keepSecondCopy(bridge, databases);
  // What main refused while its disk was full is not left waiting for the end of a long pause.
  bridge.status.on('changed', ({ disk }) => {
    if (disk !== 'full') void copy.settled();
  });
  if (found !== storeVersion) await progress.setStoreVersion(storeVersion);
  if (info.tag === 'err' || networks.tag === 'err') throw new Error('main does not answer');
  const hint = (): void => void bridge.status.hint({ online: navigator.onLine });
  window.addEventListener('online', hint);
  window.addEventListener('offline', hint);

  const now = (): number => Date.now();
  const consumer = createDownStreamConsumer({
    bridge,
    databases,
    progress,
    trouble: useNavigation.getState().reportStore,
  });
  // The first rows are painted from what is local; the streams begin after them.
  const painted = onceAfterPaint(() => {
    void bridge.app.painted(null);
    void consumer.start();
    createHandOver({ bridge, databases, now }).start();
    followZones(databases, now(), idle).catch(
      () => void bridge.diagnostics.note({ kind: 'store', code: 'zones-not-followed' }),
    );
    copy.compare(idle).then(
      async (more) => {
        live.setReturned(together(returned, more), blank);
        // Counted when the copy has what the store has.
        await copy.settled();
        await lookForLoss({ bridge }, blank && countOf(returned) === 0);
        await consumer.caughtUp();
        if (copy.isCompared()) await freeUnwritten(databases, now());
      },
      // Said in the log; the next start compares again.
      () => void bridge.diagnostics.note({ kind: 'store', code: 'copy-not-compared' }),
    );
  });
  const realm: Omit<Realm, 'toasts'> = {
    bridge,
    databases,
    history: openHistory(),
    info: info.value,
    settings: info.value.settings,
    manifests: networks.value,
    tables,
    painted,
    kept: whatIsKept(copy),
    copied: copy.settled,
    caughtUp: consumer.caughtUp,
    now,
  };
  setTimeout(painted, longestWaitMs);
  return { tag: 'ready', realm };
}

/** What was closed is opened again; also while the streams are in trouble, of which the connections know nothing. */
function reopenWhileTroubled(databases: Databases): void {
  const open = keepOpen(databases);
  useNavigation.subscribe(({ storeTrouble }) => {
    if (storeTrouble !== null) open.look();
  });
}

/** Trusts the store until it was in trouble, and main's copy from then on. */
function whatIsKept(copy: SecondCopy): () => Promise<void> {
  let isSuspect = false;
  useNavigation.subscribe(({ storeTrouble }) => {
    isSuspect ||= storeTrouble !== null;
  });
  return async () => {
    if (isSuspect && !(await copy.settled())) throw new Error('the second copy was refused');
  };
}

/** The store and what every screen needs of it, read before anything is drawn: the frame is then drawn once. */
async function openStore(): Promise<{ databases: Databases; tables: Realm['tables']; blank: boolean }> {
  const databases = await openDatabases();
  const tables = {
    workspaces: liveWorkspaces(databases),
    accounts: liveAccounts(databases),
    steadyAccounts: liveSteadyAccounts(databases),
    columns: liveColumns(databases),
    unaccepted: liveUnaccepted(databases),
    publishing: livePublishing(databases),
    departures: liveDepartures(databases),
    statements: liveStatements(databases),
  };
  const [blank] = await Promise.all([
    isBlank(databases),
    firstColumn(databases, tables),
    ...Object.values(tables).map((table) => table.read),
  ]);
  return { databases, tables, blank };
}

/** The first rows of the deck that will be shown, so that they are in the first frame. */
async function firstColumn(databases: Databases, tables: Realm['tables']): Promise<void> {
  await Promise.all([tables.workspaces.read, tables.accounts.read, tables.columns.read]);
  const deck = useNavigation.getState().client;
  const all = tables.accounts.snapshot() ?? [];
  const column = parseColumns(tables.columns.snapshot() ?? []).find((one) => one.deck === deck);
  if (!column) return;
  const shown = accountsOf(deck, tables.workspaces.snapshot() ?? [], all);
  await readColumnAhead(databases, accountsOfColumn(column, shown, all), column.boxes, column.filter);
}

/** A moment in which the interface has nothing to do; soon in any case. */
const idle = (): Promise<void> =>
  new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 2_000 }));

/** A window that never shows its first rows (hidden at login, an empty deck) must not keep the mail out. */
const longestWaitMs = 2_000;

/** Runs `begin` once, after the frame in which it was first asked for; at once where no frame will come. */
function onceAfterPaint(begin: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    afterPaint(begin);
  };
}
