import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './setup/places.mjs';

const out = path.join(root, 'out');
const stampFile = path.join(out, '.sources');
const inputs = [
  'src-shared',
  'src-main',
  'src-preload',
  'src-renderer',
  'src-simulator',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

/**
 * Builds into out/ and remembers of which sources.
 *
 * @returns {boolean} whether it succeeded
 */
export function build() {
  const fingerprint = fingerprintOfSources();
  // Built aside and then put in place: a build that fails leaves the last good one.
  const fresh = path.join(root, '.cache', `out-${process.pid}`);
  const cli = path.join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  try {
    const built = spawnSync(process.execPath, [cli, 'build', '--logLevel', 'warn', '--outDir', fresh], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (built.status !== 0) return false;
    fs.writeFileSync(path.join(fresh, '.sources'), fingerprint);
    fs.rmSync(out, { recursive: true, force: true });
    fs.renameSync(fresh, out);
    return true;
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Builds only when a source was added, removed or changed since the last build.
 *
 * @returns {boolean} whether out/ now is what the sources say
 */
export function buildIfStale() {
  return isFresh() || build();
}

function isFresh() {
  return fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === fingerprintOfSources();
}

/** One line a file: name, size and time of change. Comparing times with out/ alone would miss a deleted file. */
function fingerprintOfSources() {
  return inputs
    .flatMap((input) => filesUnder(path.join(root, input)))
    .map((file) => {
      const { size, mtimeMs } = fs.statSync(file);
      return `${path.relative(root, file)} ${size} ${mtimeMs}\n`;
    })
    .join('');
}

/**
 * @param {string} place a file or a folder, that may be absent
 * @returns {string[]} absolute paths in a stable order
 */
function filesUnder(place) {
  if (!fs.existsSync(place)) return [];
  if (fs.statSync(place).isFile()) return [place];
  return fs
    .readdirSync(place, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.name === 'node_modules' ? [] : filesUnder(path.join(place, entry.name))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = build() ? 0 : 1;
