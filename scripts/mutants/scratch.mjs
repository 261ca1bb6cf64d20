import fs from 'node:fs';
import path from 'node:path';
import { cache, root } from '../setup/places.mjs';

const folders = [
  'src-shared',
  'src-main',
  'src-preload',
  'src-renderer',
  'src-simulator',
  'tests',
  'scripts',
];
const files = ['package.json', 'vitest.config.ts', 'tsconfig.json', 'tsconfig.base.json'];

/**
 * A copy of the sources and tests to be spoilt. Packages are linked, and so is what is big and never spoilt.
 *
 * @param {string} name
 * @returns {string} its folder
 */
export function scratchCopy(name) {
  const folder = path.join(cache, 'mutants', name);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  for (const entry of [...folders, ...files])
    fs.cpSync(path.join(root, entry), path.join(folder, entry), {
      recursive: true,
      filter: (from) => !from.includes('node_modules'),
    });
  fs.symlinkSync(fs.realpathSync(path.join(root, 'node_modules')), path.join(folder, 'node_modules'));
  return folder;
}

/**
 * Changes a file of the copy; the answer puts it back.
 *
 * @param {string} folder
 * @param {{ readonly file: string, readonly from: string, readonly to: string }} change `from` occurs exactly once
 * @returns {() => void}
 */
export function spoil(folder, { file, from, to }) {
  const place = path.join(folder, file);
  const whole = fs.readFileSync(place, 'utf8');
  const count = whole.split(from).length - 1;
  if (count !== 1) throw new Error(`${file}: "${from}" is there ${count} times`);
  fs.writeFileSync(
    place,
    whole.replace(from, () => to),
  );
  return () => fs.writeFileSync(place, whole);
}
