#!/usr/bin/env node
/**
 * Looks at a packaged app before anybody gets it: its fuses, what is in it, and whether it opens.
 *   node scripts/check-package.mjs [folder of the packaged app] [--without-start]
 */
import fs from 'node:fs';
import path from 'node:path';
import { checkContents } from './package/contents.mjs';
import { checkFuses } from './package/fuses.mjs';
import { checkStart } from './package/start.mjs';
import { root } from './setup/places.mjs';

const folder = path.resolve(process.argv.slice(2).find((arg) => !arg.startsWith('-')) ?? packagedHere());
const { executable, binary, resources } = layout(folder);

const complaints = [
  ...checkFuses(path.join(folder, binary)),
  ...(await checkContents(path.join(folder, resources))),
  ...(process.argv.includes('--without-start') ? [] : await checkStart(folder, executable)),
];
for (const complaint of complaints) console.log(`${path.relative(root, folder)}: ${complaint}`);
if (complaints.length === 0) console.log(`${path.relative(root, folder)} is sound`);
process.exitCode = complaints.length === 0 ? 0 : 1;

/**
 * Where things are in a packaged app of this platform.
 *
 * @param {string} place
 */
function layout(place) {
  if (process.platform === 'darwin') {
    const bundle = fs.readdirSync(place).find((name) => name.endsWith('.app')) ?? 'Vigie.app';
    const framework = 'Contents/Frameworks/Electron Framework.framework/Versions/A/Electron Framework';
    return {
      executable: `${bundle}/Contents/MacOS/Vigie`,
      binary: `${bundle}/${framework}`,
      resources: `${bundle}/Contents/Resources`,
    };
  }
  const executable = process.platform === 'win32' ? 'Vigie.exe' : 'vigie';
  return { executable, binary: executable, resources: 'resources' };
}

function packagedHere() {
  const names = { darwin: ['mac-arm64', 'mac'], win32: ['win-unpacked'], linux: ['linux-unpacked'] };
  const candidates = names[/** @type {keyof typeof names} */ (process.platform)] ?? names.linux;
  const found = candidates.find((name) => fs.existsSync(path.join(root, 'release', name)));
  return path.join(root, 'release', found ?? candidates[0] ?? '');
}
