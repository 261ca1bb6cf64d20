import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../setup/places.mjs';
import { mutantsOf } from './instrument.mjs';

/** What decides about departures, moments and merging. Types and wire shapes alone have no mutants and need no exclusion. */
const places = [
  'src-shared/outbox',
  'src-shared/sync',
  'src-shared/calendar',
  'src-shared/safety/merge.ts',
  'src-main/engine/outbox',
  'src-renderer/store/merged-page.ts',
];

/**
 * @typedef {object} PlannedMutant
 * @property {number} id its number in this plan
 * @property {number} at the number by which coverage of its place is counted
 * @property {string} key the same as long as the declaration that it is in is the same
 * @property {string} file
 * @property {number} line
 * @property {string} operator
 * @property {string} from
 * @property {string} to
 *
 * @typedef {{ file: string, first: number, content: string }} PlannedFile
 */

/**
 * All mutants of what is in scope; numbers begin with 1, because 0 is nobody.
 *
 * @returns {{ files: readonly PlannedFile[], mutants: readonly PlannedMutant[] }}
 */
export function plan() {
  /** @type {PlannedFile[]} */
  const files = [];
  /** @type {PlannedMutant[]} */
  const mutants = [];
  for (const file of places.flatMap(sourcesIn)) {
    const source = fs.readFileSync(path.join(root, file), 'utf8');
    const first = mutants.length + 1;
    files.push({ file, first, content: digest(source) });
    for (const { index, at, line, edit, print } of mutantsOf(file, source)) {
      const { operator, start, end, text } = edit;
      mutants.push({
        id: first + index,
        at: first + at,
        key: digest(`${file} ${print}`),
        file,
        line,
        operator,
        from: source.slice(start, end),
        to: text,
      });
    }
  }
  return { files, mutants };
}

/**
 * @param {string} place a file or a folder
 * @returns {readonly string[]}
 */
function sourcesIn(place) {
  const full = path.join(root, place);
  if (fs.statSync(full).isFile()) return [place];
  return fs
    .readdirSync(full, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => `${place}/${name}`);
}

/** @param {string} text */
export function digest(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}
