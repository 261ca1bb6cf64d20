import fs from 'node:fs';
import path from 'node:path';
import { electronCache, root } from './places.mjs';
import { say } from './report.mjs';

const probeMs = 4_000;

/**
 * Where the official build of that version is unpacked.
 *
 * @param {string} version
 */
export function officialFolder(version) {
  return path.join(electronCache, `official-${version}-${process.platform}-${process.arch}`);
}

/** The executable inside an Electron folder on this platform. */
export function officialExecutable() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * Downloads the official build with the `electron` package's own downloader and checksums, into the repository's
 * cache so that `npm ci` does not throw it away.
 *
 * @param {string} version
 * @returns {Promise<string | undefined>} why it could not, or undefined when it is in `officialFolder(version)`
 */
export async function downloadOfficialElectron(version) {
  const unreachable = await probe(version);
  if (unreachable) return unreachable;
  const unpacking = `${officialFolder(version)}.${process.pid}.partial`;
  try {
    say(`downloading Electron ${version}`);
    const { downloadArtifact } = await import('@electron/get');
    const { extract } = await import('@electron-internal/extract-zip');
    const checksums = JSON.parse(
      fs.readFileSync(path.join(root, 'node_modules/electron/checksums.json'), 'utf8'),
    );
    const zip = await downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums,
    });
    await extract(zip, { dir: unpacking });
    fs.renameSync(unpacking, officialFolder(version));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    fs.rmSync(unpacking, { recursive: true, force: true });
  }
}

/**
 * Asks for the archive's headers only, so that an offline machine learns it in seconds instead of hanging in the
 * download's retries. A mirror or a proxy is trusted without asking: the probe would not go the same way.
 *
 * @param {string} version
 * @returns {Promise<string | undefined>} why it cannot be reached
 */
async function probe(version) {
  const env = process.env;
  const elsewhere = [
    'ELECTRON_MIRROR',
    'electron_mirror',
    'npm_config_electron_mirror',
    'ELECTRON_GET_USE_PROXY',
  ];
  if (elsewhere.some((name) => env[name])) return undefined;
  const file = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  const url = `https://github.com/electron/electron/releases/download/v${version}/${file}`;
  try {
    const answer = await fetch(url, {
      method: 'HEAD',
      redirect: 'follow',
      signal: AbortSignal.timeout(probeMs),
    });
    return answer.ok ? undefined : `github.com answers ${answer.status}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `github.com cannot be reached (${cause instanceof Error ? cause.message : String(cause)})`;
  }
}
