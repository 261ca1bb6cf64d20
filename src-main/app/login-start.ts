import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app } from 'electron';
import type { Log } from '../diagnostics/log.ts';

/** With this switch nothing is shown until asked for: posts leave, mail arrives. */
export const hiddenSwitch = '--hidden';

/** Starts Vigie with the session, hidden, or no more. Linux has no call for it: a desktop file says it. */
export async function startAtLogin(wanted: boolean, log: Log): Promise<void> {
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: wanted, args: [hiddenSwitch] });
    return;
  }
  const config = process.env['XDG_CONFIG_HOME'] ?? path.join(app.getPath('home'), '.config');
  const file = path.join(config, 'autostart', 'vigie.desktop');
  try {
    if (!wanted) {
      await rm(file, { force: true });
      return;
    }
    // An AppImage is started by its own file: what is mounted from it has another path every time.
    const program = process.env['APPIMAGE'] ?? process.execPath;
    const quoted = `"${program.replaceAll(/(["\\`$])/g, '\\$1')}"`;
    const target = app.isPackaged ? quoted : `${quoted} "${app.getAppPath()}"`;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(
      file,
      ['[Desktop Entry]', 'Type=Application', 'Name=Vigie', `Exec=${target} ${hiddenSwitch}`, ''].join('\n'),
    );
  } catch (error) {
    log.warn('login-start.failed', { error: error instanceof Error ? error.name : 'unknown' });
  }
}
