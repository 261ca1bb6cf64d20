import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { fetchingWaitsUntil } from '../src-shared/accounts/spending.ts';
import type { Settings } from '../src-shared/bridge/app.ts';
import type { BrakesState } from '../src-shared/bridge/brakes.ts';
import type { Status } from '../src-shared/bridge/status.ts';
import type { FetchProgress } from '../src-shared/departure/fetching.ts';
import type { Vitals } from '../src-shared/domain/vitals.ts';
import { freezesOf, type Freeze } from '../src-shared/domain/freeze.ts';
import type { Failure } from '../src-shared/errors.ts';
import type { AccountId } from '../src-shared/ids.ts';
import { ok, type Result } from '../src-shared/result.ts';
import type { Parked } from '../src-shared/sync/parked.ts';
import { createAccountAccess, type AccountAccess } from './accounts/account-access.ts';
import { createAccountBook, type AccountBook } from './accounts/account-book.ts';
import { createConnecting, type Ask, type Connecting } from './accounts/connect.ts';
import { createCorrect, type Correct } from './accounts/correct.ts';
import { createDisconnect, type Disconnect } from './accounts/disconnect.ts';
import { createSharersOf } from './accounts/shared-access.ts';
import { createLoopback } from './accounts/oauth/loopback.ts';
import { createManifestKeeper } from './accounts/manifest-keeper.ts';
import { createNamedServers } from './accounts/named-servers.ts';
import { createVitalsBook, type VitalsBook } from './accounts/vitals-book.ts';
import { connectorFor, connectorOf } from './connectors/index.ts';
import type { Log } from './diagnostics/log.ts';
import type { Clock } from './engine/clock.ts';
import { createBrakes, type Brakes } from './engine/brakes/brakes.ts';
import { createFreezeBook } from './engine/brakes/freeze-book.ts';
import { createConnectivity, type Connectivity } from './engine/connectivity.ts';
import { createFetchAhead, type FetchAhead } from './engine/fetch-ahead.ts';
import { createDownStream, type DownStream } from './engine/down-stream.ts';
import { createLeftOut } from './engine/left-out.ts';
import { createParking } from './engine/parking.ts';
import { parkedRows } from './engine/parked-rows.ts';
import { createOutboxRunner, type OutboxRunner } from './engine/outbox-runner.ts';
import { createRechecks } from './engine/rechecks.ts';
import { createStatusTeller } from './engine/status-teller.ts';
import { createSyncRunner, type SyncRunner } from './engine/sync-runner.ts';
import { createUndiciHttp } from './engine/undici-http.ts';
import type { Journal } from './journal/journal.ts';
import { roomIn, type Disk } from './journal/disk.ts';
import { createDiskRoom } from './journal/disk-room.ts';
import { openJournal, type JournalPlace, type Opening } from './journal/open-journal.ts';
import { createRoomWatch, type RoomWatch } from './journal/room-watch.ts';
import { createRebuildDebt, firstCopies, firstRows, type RebuildDebt } from './journal/rebuild-debt.ts';
import { wantedRoom, weigh } from './journal/wanted-room.ts';
import { createMediaStore, type MediaStore } from './media/media-store.ts';
import { missingOf } from './media/missing-of.ts';
import { createRemoteMedia, type RemoteMedia } from './media/remote-media.ts';
import { backupRows } from './safety/backup-rows.ts';
import { createLossBook, noteOpening, type LossBook } from './safety/loss-book.ts';
import { createPurge, type Purge } from './safety/purge.ts';
import { createRefusals } from './safety/refusals.ts';
import { createSafety, type Safety } from './safety/safety.ts';
import { createSnapshots } from './safety/snapshots.ts';
import { watchWrites } from './safety/watch-writes.ts';
import { createSettingsStore, type SettingsStore } from './settings/settings-store.ts';
import { createTraining, type StartSimulators, type Training } from './training/training.ts';
import type { Keytar } from './vault/keyring-vault.ts';
import { openVault } from './vault/open-vault.ts';
import type { Vault } from './vault/vault.ts';

export interface ServicesDeps {
  /** Folder of everything that Vigie keeps on this machine. */
  readonly folder: string;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly loadKeytar: () => Promise<Keytar>;
  /** Name under which secrets are kept in the keychain. */
  readonly keychainService: string;
  /** `isNamed`: the user named this host. */
  readonly openBrowser: (url: string, isNamed: (host: string) => boolean) => Promise<Result<null, Failure>>;
  readonly startSimulators: StartSimulators;
  /**
   * A page will present its store (`met`). Nothing leaves at a start before it has, or before `meetingMs`: only the
   * store can tell that a journal which is whole has gone back in time, and would send again what has left.
   */
  readonly awaitsStore?: boolean;
  /** The journals' disk; replaced where a test makes it fail. */
  readonly disk?: Pick<JournalPlace, 'level' | 'marks' | 'room'>;
  readonly events: {
    readonly offer: (number: number) => void;
    readonly status: (status: Status) => void;
    /** Absent: nobody looks. */
    readonly vitals?: (vitals: Vitals) => void;
    readonly brakes: (state: BrakesState) => void;
    /** The end that a person set for a freeze has come. */
    readonly askToResume: (freeze: Freeze) => void;
    /** Preferences came back from a backup. */
    readonly settings?: (settings: Settings) => void;
    readonly connectProgress: (attempt: string, stage: string) => void;
    readonly connectAsk: (attempt: string, ask: Ask) => void;
    readonly fetchProgress?: (progress: FetchProgress) => void;
    readonly syncProgress: (account: AccountId, feed: string, done: number, finished: boolean) => void;
  };
}

/** Main without its windows: whatever runs while the interface sleeps. */
export interface Services {
  readonly settings: SettingsStore;
  readonly vault: Vault;
  readonly opening: Opening;
  readonly copy: Journal;
  readonly book: AccountBook;
  readonly access: AccountAccess;
  readonly vitals: VitalsBook;
  readonly connecting: Connecting;
  readonly correct: Correct;
  readonly disconnect: Disconnect;
  readonly down: DownStream;
  /** What could not be read or stored and was set aside, the oldest first. */
  readonly parked: () => Promise<readonly Parked[]>;
  readonly debt: RebuildDebt;
  /** The store was met, and knows nothing that the journal does not. */
  met(): Promise<void>;
  readonly outbox: OutboxRunner;
  readonly brakes: Brakes;
  readonly sync: SyncRunner;
  readonly ahead: FetchAhead;
  readonly connectivity: Connectivity;
  readonly media: MediaStore;
  readonly remote: RemoteMedia;
  readonly training: Training;
  readonly safety: Safety;
  /** What damage took, until the person has decided about it. */
  readonly losses: LossBook;
  readonly purge: Purge;
  /** Whether the user named this host, with its port. */
  readonly isNamed: (host: string) => boolean;
  readonly status: () => Status;
  /** The same after a look at the disk. */
  readonly look: () => Promise<Status>;
  readonly settingsNow: () => Settings;
  /** Begins to follow accounts and to let posts leave. */
  start(): Promise<void>;
  suspend(): void;
  resume(): Promise<void>;
  /** In the order that loses nothing: no new work, what is under way, then the files. */
  stop(): Promise<void>;
}

/** A page that does not come must not keep posts from leaving for longer than this. */
const meetingMs = 20_000;

/** How much of the past a new account is given without being asked. */
const past = { days: 30, items: 400 };

/**
 * Builds the engine on a folder. Fails with the journal's own failure (`disk-full`, `internal`) when nothing can be
 * opened there; everything else that is damaged is set aside and told.
 */
export async function openServices(deps: ServicesDeps): Promise<Result<Services, Failure>> {
  const { clock, log, folder } = deps;
  const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
  const chance = (): number => randomBytes(4).readUInt32BE() / 2 ** 32;

  const disks = { journal: 'ok', copy: 'ok' } as Record<'journal' | 'copy', Disk>;
  let lastSyncAt: number | null = null;
  const status = (): Status => ({
    connectivity: connectivity.status(),
    lastSyncAt,
    syncing: sync.syncing(),
    disk:
      disks.journal === 'full' || disks.copy === 'full' || outbox.saving() === 'failing'
        ? 'full'
        : room.now().tag,
    room: { free: room.now().free, wanted: room.now().wanted },
  });
  let rooms: RoomWatch | null = null;
  let ready = false;
  const teller = createStatusTeller({ clock, read: status, tell: deps.events.status });
  const tell = (): void => {
    if (ready) teller.look();
  };

  const room = createDiskRoom({
    clock,
    free: () => (deps.disk?.room ?? roomIn)(folder),
    wanted: async () => wantedRoom(await weigh(folder)),
    changed: tell,
  });
  const vaultOpening = openVault({ load: deps.loadKeytar, service: deps.keychainService, log });
  const journalFolder = path.join(folder, 'journal');
  const now = (): number => clock.now();
  const [engine, second] = await Promise.all([
    openJournal({
      folder: journalFolder,
      log,
      now,
      ...deps.disk,
      first: firstRows,
      onDisk: (disk) => {
        disks.journal = disk;
        rooms?.look();
        tell();
      },
    }),
    openJournal({
      folder: path.join(folder, 'copy'),
      log,
      now,
      ...deps.disk,
      first: firstCopies,
      onDisk: (disk) => {
        disks.copy = disk;
        rooms?.look();
        tell();
      },
    }),
  ]);
  // The person may try again in this process: what did open must not stay locked.
  if (engine.tag === 'err') {
    if (second.tag === 'ok') await second.value.journal.close();
    return engine;
  }
  if (second.tag === 'err') {
    await engine.value.journal.close();
    return second;
  }
  const { opening } = engine.value;
  const snapshots = createSnapshots({
    folder: path.join(folder, 'snapshots'),
    version: deps.version,
    clock,
    log,
    rows: () => backupRows({ journal, copy }, null),
    spared: () => losses.spared(),
  });
  const journal = watchWrites(engine.value.journal, ['outbox/', 'settings/', 'parked/'], snapshots.changed);
  const copy = watchWrites(second.value.journal, ['row/'], snapshots.changed);
  const roomWatch = createRoomWatch({
    clock,
    isFull: () => disks.journal === 'full' || disks.copy === 'full',
    ask: () => Promise.all([journal.write([]), copy.write([])]),
  });
  rooms = roomWatch;
  roomWatch.look();

  const debt = await createRebuildDebt({ journal, folder: journalFolder });
  const losses = await createLossBook({ folder, journal, copy, snapshots, now });
  const wasUsed = async (): Promise<boolean> =>
    (await snapshots.list()).some(({ summary }) => summary !== null);
  for (const { place, opened } of [
    { place: 'journal', opened: opening },
    { place: 'copy', opened: second.value.opening },
  ] as const)
    await noteOpening(losses, { place, folder: path.join(folder, place), opening: opened }, wasUsed);
  const settings = await createSettingsStore(journal);
  const parking = createParking({ journal, now, log });
  const leftOut = createLeftOut({ journal, version: deps.version, now, log });
  const down = await createDownStream({ journal, parking });
  const book = await createAccountBook({ journal, down, log });
  for (const account of book.list()) lastSyncAt = Math.max(lastSyncAt ?? 0, account.lastSyncAt ?? 0) || null;
  const vault = await vaultOpening;

  const named = createNamedServers(() => book.list().map((account) => account.origin));
  const wire = createUndiciHttp({ clock, version: deps.version, isNamed: named.includes });
  const connectivity = createConnectivity({
    http: wire,
    clock,
    random: chance,
    // A disconnected account's server may be gone for good: that is no reason to say "offline".
    servers: () =>
      book
        .list()
        .filter(({ health, manifest }) => health.tag !== 'disconnected' && manifest.byHand !== true)
        .map((account) => account.origin),
  });
  const http = connectivity.watch(wire);
  const media = createMediaStore(path.join(folder, 'media'));
  const remote = createRemoteMedia({ http, folder: path.join(folder, 'pictures') });
  const vitals = await createVitalsBook({ journal, clock, log });
  let tellPaid: (id: AccountId) => void = () => undefined;
  const access = createAccountAccess({
    book,
    vault,
    vitals,
    http,
    clock,
    log,
    connectorFor,
    openMedia: (hash) => media.read(hash),
    readMedia: (hash, start, end) => media.readRange(hash, start, end),
    paid: (id) => tellPaid(id),
  });
  const loopback = createLoopback({
    clock,
    random,
    openBrowser: (url) => deps.openBrowser(url, named.includes),
  });
  const sharersOf = createSharersOf({ book, vault, connectorFor: ({ network }) => connectorOf(network) });
  const connecting = createConnecting({
    book,
    access,
    sharersOf,
    vault,
    http,
    clock,
    connectorOf,
    loopback,
    random,
    naming: named.during,
    progress: deps.events.connectProgress,
    ask: deps.events.connectAsk,
    openBrowser: (url) => deps.openBrowser(url, named.includes),
  });
  const refusals = await createRefusals(journal);
  const keptUntil = (id: AccountId): number | null =>
    fetchingWaitsUntil(vitals.of(id), settings.read().spendingBudgets[id], clock.now());
  const manifests = createManifestKeeper({
    journal,
    book,
    use: access.use,
    connectorOf,
    clock,
    log,
    shape: vitals.shape,
    keptUntil,
  });
  const sync = createSyncRunner({
    isRefused: refusals.has,
    aside: parking.aside,
    leftOut,
    shape: vitals.shape,
    journal,
    down,
    clock,
    use: access.use,
    random: chance,
    log,
    progress: deps.events.syncProgress,
    setHealth: access.setHealth,
    synced: (id, at) => {
      lastSyncAt = at;
      book.synced(id, at);
      manifests.answered(id);
      tell();
    },
    keptUntil,
    changed: tell,
    past,
  });
  const ahead = createFetchAhead({
    thread: sync.thread,
    picture: async (url) => (await remote.picture(url)) !== null,
    keptUntil,
    progress: (progress) => deps.events.fetchProgress?.(progress),
  });
  const freezes = await createFreezeBook({ journal, copy, clock, changed: () => tellBrakes() });
  const outbox = createOutboxRunner({
    journal,
    down,
    clock,
    account: book.get,
    access,
    connectorFor,
    connectivity,
    random: chance,
    randomBytes: (bytes) => new Uint8Array(randomBytes(bytes)),
    published: (id) => void sync.refresh(id, 'engine'),
    changed: tell,
    log,
    shape: vitals.shape,
    held: debt.owed(),
    isFrozen: (about) => freezesOf(freezes.active(), about).length > 0,
    readOnly: opening.tag === 'newer',
    postSpacing: (workspace) => settings.read().postSpacing[workspace],
  });
  tellPaid = (id) => {
    void outbox.paid(id);
    sync.lookAgain();
  };
  const rechecks = createRechecks({
    outbox,
    account: book.get,
    read: manifests.read,
    isMissing: async (files) => (await missingOf(media, files)).length > 0,
    clock,
  });
  const brakes = createBrakes({
    book: freezes,
    outbox,
    clock,
    newId: () => random(12),
    readOnly: opening.tag === 'newer',
    changed: () => tellBrakes(),
    ask: deps.events.askToResume,
  });
  const tellBrakes = (): void => deps.events.brakes(brakes.state());
  const correct = createCorrect({ book, connectorOf });
  const disconnect = createDisconnect({
    book,
    access,
    sharersOf,
    clock,
    recallAll: outbox.recallAll,
    settleQueued: outbox.settleQueued,
    removed: async (id) => {
      await Promise.all([sync.accountRemoved(id), outbox.accountRemoved(id)]);
    },
  });
  const safety = createSafety({
    folder,
    version: deps.version,
    clock,
    log,
    journal,
    copy,
    book,
    vault,
    media,
    settings,
    settingsChanged: (next) => deps.events.settings?.(next),
    outbox,
    snapshots,
  });
  const purge = createPurge({
    folder,
    journal,
    copy,
    debt,
    book,
    outbox,
    sync,
    down,
    media,
    remote,
    snapshots,
    refusals,
    freezes,
    vitals,
    settings,
    settingsChanged: (next) => deps.events.settings?.(next),
    closeBackup: safety.close,
    log,
  });
  const training = createTraining({
    journal,
    startSimulators: deps.startSimulators,
    dir: path.join(folder, 'training'),
    http,
    now,
    random,
    connectorOf,
    connecting,
    loopback,
    allow: named.allow,
    log,
  });

  down.onOffer(deps.events.offer);
  if (deps.events.vitals) vitals.onChange(deps.events.vitals);
  connectivity.onChange((origin, online) => {
    tell();
    if (!online) return;
    for (const account of book.list()) if (account.origin === origin) void sync.refresh(account.id, 'engine');
  });
  settings.onChange(() => sync.lookAgain());
  book.onChange((account, before) => {
    if (before !== null && before.manifest !== account.manifest) rechecks.accountChanged(account.id);
    void sync.accountChanged(account);
    void outbox.accountChanged(account);
  });

  let stopWaiting: (() => void) | null = null;
  /** The page may greet before the engine has started: nothing is waited for then. */
  let hasMet = false;
  const met = async (): Promise<void> => {
    hasMet = true;
    if (stopWaiting === null) return;
    stopWaiting();
    stopWaiting = null;
    if (!debt.owed()) await outbox.restore([]);
  };

  return ok({
    settings,
    vault,
    opening,
    copy,
    book,
    access,
    vitals,
    connecting,
    correct,
    disconnect,
    down,
    parked: () => parkedRows({ journal, parking, unreadable: outbox.unreadable }),
    debt,
    met,
    outbox,
    brakes,
    sync,
    ahead,
    connectivity,
    media,
    remote,
    training,
    safety,
    losses,
    purge,
    isNamed: named.includes,
    status,
    look: async () => {
      await room.look();
      return status();
    },
    settingsNow: settings.read,
    start: async () => {
      ready = true;
      room.start();
      // A journal of a newer Vigie is shown and left alone: nothing of it may be moved on.
      if (opening.tag === 'newer') return;
      // What was written just before the last end may be in no snapshot yet.
      snapshots.changed();
      await training.resume();
      if (deps.awaitsStore === true && !hasMet && !debt.owed()) {
        outbox.hold();
        stopWaiting = clock.after(meetingMs, () => void met());
      }
      await manifests.start();
      await outbox.start();
      brakes.start();
      rechecks.start();
      await sync.start(book.list());
      tell();
    },
    suspend: () => {
      sync.suspend();
      outbox.suspend();
    },
    resume: async () => {
      outbox.resume();
      await sync.resume();
    },
    stop: async () => {
      ready = false;
      teller.stop();
      stopWaiting?.();
      ahead.stop();
      snapshots.stop();
      roomWatch.stop();
      rechecks.stop();
      brakes.stop();
      freezes.stop();
      room.stop();
      await Promise.all([sync.stop(), outbox.stop()]);
      connectivity.stop();
      training.stop();
      await Promise.all([wire.close(), vitals.stop()]);
      await Promise.all([journal.close(), copy.close()]);
    },
  });
}
