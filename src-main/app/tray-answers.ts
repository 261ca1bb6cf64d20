import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Programs are called by their whole path: one found through PATH could be anybody's. */
const busctl = ['/usr/bin/busctl', '/bin/busctl'].find((path) => existsSync(path));

/**
 * Whether a tray icon would be seen. Windows and macOS always have a place for it; on Linux somebody must own the
 * status-notifier name on the session bus.
 */
export function trayAnswers(): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(true);
  const bus = process.env['DBUS_SESSION_BUS_ADDRESS'];
  if (busctl === undefined || bus === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    execFile(
      busctl,
      ['--user', '--no-pager', 'status', 'org.kde.StatusNotifierWatcher'],
      { timeout: 2_000 },
      (error) => resolve(error === null),
    );
  });
}
