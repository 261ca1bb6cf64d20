import fs from 'node:fs';
import path from 'node:path';

/**
 * electron-builder's hook before fuses and signature: takes away what only a development runtime carries, which
 * electron-builder leaves in place when it copies a folder instead of unpacking an archive.
 *
 * @param {{ appOutDir: string, packager: { getResourcesDir: (appOutDir: string) => string } }} context
 */
export default function afterPack({ appOutDir, packager }) {
  const resources = packager.getResourcesDir(appOutDir);
  for (const name of ['default_app.asar', 'default_app.stamp'])
    fs.rmSync(path.join(resources, name), { force: true });
  fs.rmSync(path.join(appOutDir, 'version'), { force: true });
}
