import fs from 'node:fs';
import path from 'node:path';
import { root } from '../setup/places.mjs';
import { digest } from './scope.mjs';

/**
 * @typedef {object} TestFile
 * @property {string} file
 * @property {string} print changes when the file or what it is built on changes
 * @property {boolean} quick
 */

/** Where tests live that run the sources in scope. Quick ones first: what they kill the others need not try. */
const folders = [
  'tests/unit/outbox',
  'tests/unit/calendar',
  'tests/unit/shared',
  'tests/unit/sync',
  'tests/unit/safety',
  'tests/unit/store',
];
const singles = [
  'tests/unit/features/outbox-lines.test.ts',
  'tests/integration/outbox-submit.test.ts',
  'tests/integration/outbox-reorder.test.ts',
  'tests/integration/outbox-runner-native.test.ts',
  'tests/integration/outbox-runner.test.ts',
  'tests/integration/outbox-runner-kills.test.ts',
  'tests/integration/outbox-executors.test.ts',
  'tests/integration/outbox-threads.test.ts',
  'tests/integration/outbox-settling.test.ts',
  'tests/integration/outbox-spacing.test.ts',
  'tests/integration/outbox-runner-gates.test.ts',
  'tests/integration/outbox-brakes.test.ts',
  'tests/integration/outbox-runner-faults.test.ts',
];
/** Seconds long each. */
const slow = /(properties|random-lives|feed-lives|agenda|never-silent)\.test\.ts$/;

/** @returns {readonly TestFile[]} */
export function testFiles() {
  const inFolders = folders.flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder))
      .sort()
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => `${folder}/${name}`),
  );
  const there = [...inFolders, ...singles].filter((file) => fs.existsSync(path.join(root, file)));
  return there
    .sort((a, b) => rank(a) - rank(b))
    .map((file) => ({
      file,
      print: digest([file, ...builtOn(file)].map(read).join('\n')),
      quick: rank(file) === 0,
    }));
}

/** @param {string} file */
function rank(file) {
  if (file.startsWith('tests/integration')) return 2;
  return slow.test(file) ? 1 : 0;
}

/**
 * What a test file imports from beside it or from the fixtures.
 *
 * @param {string} file
 * @returns {readonly string[]}
 */
function builtOn(file) {
  return [...read(file).matchAll(/from '(\.[^']+)'/g)]
    .map(([, place = '']) => path.posix.join(path.posix.dirname(file), place))
    .filter((place) => place.startsWith('tests/') && fs.existsSync(path.join(root, place)));
}

/** @param {string} file */
function read(file) {
  return fs.readFileSync(path.join(root, file), 'utf8');
}
