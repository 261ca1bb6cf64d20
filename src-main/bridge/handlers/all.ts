import path from 'node:path';
import type { BrowserWindow } from 'electron';
import { app } from 'electron';
import type { Settings } from '../../../src-shared/bridge/app.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import type { Departure } from '../../app/departure.ts';
import { createStoreRenewal } from '../../app/store-renewal.ts';
import { connectors } from '../../connectors/index.ts';
import type { Log } from '../../diagnostics/log.ts';
import { reportOf } from '../../diagnostics/report.ts';
import type { Clock } from '../../engine/clock.ts';
import type { Opening } from '../../journal/open-journal.ts';
import { createLookInto } from '../../media/facts/media-facts.ts';
import type { Services } from '../../services.ts';
import type { AllHandlers } from '../register.ts';
import { accountsHandlers } from './accounts.ts';
import { appHandlers } from './app.ts';
import { authoredHandlers } from './authored.ts';
import { brakesHandlers } from './brakes.ts';
import { byHandHandlers } from './by-hand.ts';
import { departureHandlers } from './departure.ts';
import { diagnosticsHandlers } from './diagnostics.ts';
import { mediaHandlers } from './media.ts';
import { outboxHandlers } from './outbox.ts';
import { safetyHandlers } from './safety.ts';
import { statusHandlers } from './status.ts';
import { streamsHandlers } from './streams.ts';
import { syncHandlers } from './sync.ts';
import { trainingHandlers } from './training.ts';

/** The answers of main, one file a namespace, over the services. */
export function allHandlers(deps: {
  readonly services: Services;
  readonly log: Log;
  readonly clock: Clock;
  readonly window: () => BrowserWindow | null;
  readonly settingsChanged: (settings: Settings) => void;
  readonly leave: Departure['choose'];
  readonly painted: () => void;
  /** Where main's own program lies, and those beside it. */
  readonly programs: string;
}): AllHandlers {
  const { services, log, clock } = deps;
  const journal = journalState(services.opening);
  /** A program as the system sees it: threads are begun from files, not from the app's archive. */
  const unpacked = (name: string): string =>
    path.join(deps.programs.replace(/app\.asar(?=[\\/])/u, 'app.asar.unpacked'), name);
  return {
    accounts: accountsHandlers({
      manifests: Object.values(connectors).map((connector) => connector.manifest),
      connecting: services.connecting,
      correct: services.correct,
      disconnect: services.disconnect,
      access: services.access,
      vitals: services.vitals,
    }),
    app: appHandlers({
      settings: services.settings,
      settingsChanged: deps.settingsChanged,
      vault: services.vault,
      journal,
      window: deps.window,
      isNamed: services.isNamed,
      leave: deps.leave,
      painted: deps.painted,
      renewStore: createStoreRenewal({
        folder: app.getPath('userData'),
        now: () => clock.now(),
        log,
        isFull: async () => (await services.look()).disk === 'full',
        kept: (folder) => services.losses.add('store', folder),
      }),
    }),
    authored: authoredHandlers(services.copy),
    brakes: brakesHandlers(services.brakes, services.outbox.braking),
    byHand: byHandHandlers({ runner: services.outbox, media: services.media }),
    departure: departureHandlers(services.ahead),
    diagnostics: diagnosticsHandlers({
      log,
      report: () =>
        Promise.resolve(
          reportOf({
            version: app.getVersion(),
            electron: process.versions['electron'] ?? '',
            platform: `${process.platform} ${process.arch}`,
            vault: services.vault.kind,
            journal,
            status: services.status(),
            accounts: services.book.list(),
            vitals: services.vitals.of,
            deliveries: services.outbox.records().map((record) => toDelivery(record).state),
            backlog: services.down.backlog(),
            unreadable: services.outbox.unreadable().length,
            log,
            now: clock.now(),
          }),
        ),
      parked: services.parked,
      unpark: services.down.unpark,
    }),
    media: mediaHandlers(
      services.media,
      createLookInto(unpacked('media-probe.cjs'), unpacked('MediaInfoModule.wasm')),
    ),
    outbox: outboxHandlers(services.outbox),
    safety: safetyHandlers({
      safety: services.safety,
      losses: services.losses,
      // A journal that is being rebuilt does not know yet what it will have.
      rebuilt: services.debt.whenSettled,
      readOnly: journal === 'read-only',
      purge: services.purge,
      window: deps.window,
    }),
    status: statusHandlers({ read: services.look, hint: services.connectivity.hint }),
    streams: streamsHandlers({
      down: services.down,
      book: services.book,
      outbox: services.outbox,
      debt: services.debt,
      met: services.met,
      rewind: services.sync.rewind,
      now: () => clock.now(),
      log,
    }),
    sync: syncHandlers(services.sync, (id) => {
      if (services.vitals.of(id).unpaid !== undefined) void services.outbox.paid(id);
    }),
    training: trainingHandlers(services.training),
  };
}

function journalState(opening: Opening): 'ok' | 'rebuilt' | 'read-only' {
  switch (opening.tag) {
    case 'ok':
    case 'new':
      return 'ok';
    case 'set-aside':
      return 'rebuilt';
    case 'newer':
      return 'read-only';
  }
}
