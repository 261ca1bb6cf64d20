import { stat } from 'node:fs/promises';
import path from 'node:path';
import { dialog, shell, type BrowserWindow } from 'electron';
import type { safety as contract } from '../../../src-shared/bridge/safety.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { LossBook } from '../../safety/loss-book.ts';
import type { Purge } from '../../safety/purge.ts';
import type { Safety } from '../../safety/safety.ts';

/** Archives have this ending. */
const extension = 'vigie';

/** The system's dialogs are here, and the page never learns a path. */
export function safetyHandlers(deps: {
  readonly safety: Safety;
  readonly losses: LossBook;
  /** Resolves when main's journal is whole again. */
  readonly rebuilt: () => Promise<void>;
  readonly readOnly: boolean;
  readonly purge: Purge;
  readonly window: () => BrowserWindow | null;
}): Handlers<typeof contract> {
  const { safety } = deps;
  let chosen: string | null = null;
  const filters = [{ name: 'Vigie', extensions: [extension] }];
  return {
    loss: async () => {
      if (deps.readOnly) return ok(null);
      await deps.rebuilt();
      return ok(await deps.losses.read());
    },
    settleLoss: () => deps.losses.settle(),
    showAside: async ({ place }) => {
      const folder = await deps.losses.folderOf(place);
      if (folder === null) return err(failure('folder-gone'));
      shell.showItemInFolder(folder);
      return ok(null);
    },
    purge: ({ target, refuse }) => deps.purge(target, refuse),
    snapshots: async () => ok(await safety.snapshots.list()),
    snapshotNow: () => safety.snapshotNow(),
    openSnapshot: ({ id }) => safety.openSnapshot(id),
    chooseArchive: async () => {
      const window = deps.window();
      if (window === null) return err(failure('internal'));
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        properties: ['openFile'],
        filters: [...filters, { name: '*', extensions: ['*'] }],
      });
      const [file] = filePaths;
      if (canceled || file === undefined) return ok(null);
      const found = await stat(file).catch(() => null);
      if (found === null) return err(failure('file-not-read'));
      chosen = file;
      return ok({ name: path.basename(file), bytes: found.size });
    },
    openArchive: async ({ passphrase }) =>
      chosen === null ? err(failure('backup-gone')) : safety.openArchive(chosen, passphrase),
    close: () => safety.close(),
    rows: ({ workspaceId, from }) => safety.rows(workspaceId, from),
    weigh: ({ workspaceId }) => safety.weigh(workspaceId),
    take: ({ workspaceId, ledger }) => safety.take(workspaceId, ledger),
    arrived: () => Promise.resolve(ok(safety.arrived())),
    publishHere: ({ workspaceId }) => safety.publishHere(workspaceId),
    exportArchive: async ({ name, passphrase, workspaceId }) => {
      const window = deps.window();
      if (window === null) return err(failure('internal'));
      const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: name, filters });
      if (canceled || filePath === '') return ok(null);
      return safety.exportArchive(filePath, passphrase, workspaceId);
    },
  };
}
