import { lazy } from 'react';

/**
 * What the first bundle does without: everything but the deck, the rail and the status line. Each is a function, so
 * that it can also be fetched ahead, once the deck is painted: opening a screen then waits for nothing.
 */
const parts = {
  accounts: () => import('./features/accounts/accounts-screen.tsx'),
  backups: () => import('./features/settings/backup-dialogs.tsx'),
  brakes: () => import('./features/brakes/brakes-overlays.tsx'),
  calendar: () => import('./features/calendar/calendar-screen.tsx'),
  clients: () => import('./features/clients/client-overlays.tsx'),
  composer: () => import('./features/composer/composer-sheet.tsx'),
  confirmation: () => import('./features/confirmation/confirm-dialog.tsx'),
  connect: () => import('./features/accounts/connect-dialog.tsx'),
  departure: () => import('./features/departure/departure-overlays.tsx'),
  departureWatch: () => import('./features/departure/departure-watch.tsx'),
  outbox: () => import('./features/outbox/outbox-screen.tsx'),
  palette: () => import('./features/palette/palette-overlays.tsx'),
  settings: () => import('./features/settings/settings-screen.tsx'),
  thread: () => import('./features/inbox/thread-panel.tsx'),
} as const;

export const AccountsScreen = lazy(async () => ({ default: (await parts.accounts()).AccountsScreen }));
export const BackupDialogs = lazy(async () => ({ default: (await parts.backups()).BackupDialogs }));
export const BrakesOverlays = lazy(async () => ({ default: (await parts.brakes()).BrakesOverlays }));
export const CalendarScreen = lazy(async () => ({ default: (await parts.calendar()).CalendarScreen }));
export const ClientOverlays = lazy(async () => ({ default: (await parts.clients()).ClientOverlays }));
export const ComposerSheet = lazy(async () => ({ default: (await parts.composer()).ComposerSheet }));
export const ConfirmDialog = lazy(async () => ({ default: (await parts.confirmation()).ConfirmDialog }));
export const ConnectDialog = lazy(async () => ({ default: (await parts.connect()).ConnectDialog }));
export const DepartureOverlays = lazy(async () => ({ default: (await parts.departure()).DepartureOverlays }));
export const DepartureWatch = lazy(async () => ({ default: (await parts.departureWatch()).DepartureWatch }));
export const OutboxScreen = lazy(async () => ({ default: (await parts.outbox()).OutboxScreen }));
export const PaletteOverlays = lazy(async () => ({ default: (await parts.palette()).PaletteOverlays }));
export const SettingsScreen = lazy(async () => ({ default: (await parts.settings()).SettingsScreen }));
export const ThreadPanel = lazy(async () => ({ default: (await parts.thread()).ThreadPanel }));

/** Fetches all of them, one after the other. One that does not come is asked for again when it is opened. */
export async function fetchAhead(): Promise<void> {
  for (const part of Object.values(parts)) await part().catch(() => undefined);
}
