import fs from 'node:fs';
import path from 'node:path';

/**
 * @typedef {import('./scope.mjs').PlannedMutant} PlannedMutant
 * @typedef {import('./tests.mjs').TestFile} TestFile
 * @typedef {{ verdict: 'killed' | 'timeout', by: string }} Kill
 *
 * @typedef {object} Results what is known of each mutant, on disk as it becomes known
 * @property {(tests: readonly TestFile[]) => void} believe reads what was judged by tests that are still the same
 * @property {(test: TestFile) => readonly PlannedMutant[]} openFor those that nothing killed and that it has not judged
 * @property {(test: TestFile, mutant: PlannedMutant, verdict: string, by: string | undefined) => void} add
 * @property {(test: TestFile) => void} finish it has judged all that it runs
 * @property {(mutant: PlannedMutant) => Kill | undefined} killed
 * @property {(mutant: PlannedMutant) => number} survivedBy how many test files ran it and noticed nothing
 */

/**
 * One file a test file: its print, then a line a verdict.
 *
 * @param {string} folder
 * @param {readonly PlannedMutant[]} mutants
 * @returns {Results}
 */
export function openResults(folder, mutants) {
  /** @type {Map<string, Kill>} */
  const kills = new Map();
  /** @type {Map<string, Set<string>>} test file → keys that it has judged or does not run */
  const judged = new Map();
  /** @type {Map<string, number>} */
  const survivals = new Map();

  const placeOf = (/** @type {TestFile} */ { file, print }) =>
    path.join(folder, `${file.replaceAll('/', '~')}.${print}.jsonl`);
  const judgedBy = (/** @type {TestFile} */ { file }) => {
    const set = judged.get(file) ?? new Set();
    judged.set(file, set);
    return set;
  };
  const note = (
    /** @type {TestFile} */ test,
    /** @type {{ key: string, verdict: string, by?: string }} */ { key, verdict, by },
  ) => {
    judgedBy(test).add(key);
    if (verdict === 'survived') survivals.set(key, (survivals.get(key) ?? 0) + 1);
    if (verdict === 'killed' || verdict === 'timeout')
      kills.set(key, { verdict, by: `${test.file}: ${by ?? ''}` });
  };
  const keep = (/** @type {TestFile} */ test, /** @type {object} */ line) =>
    fs.appendFileSync(placeOf(test), `${JSON.stringify(line)}\n`);

  return {
    believe: (tests) => {
      for (const test of tests) {
        if (!fs.existsSync(placeOf(test))) continue;
        for (const line of fs.readFileSync(placeOf(test), 'utf8').split('\n'))
          if (line !== '') note(test, JSON.parse(line));
      }
    },
    openFor: (test) => mutants.filter(({ key }) => !kills.has(key) && !judgedBy(test).has(key)),
    add: (test, { key }, verdict, by) => {
      note(test, { key, verdict, ...(by !== undefined && { by }) });
      keep(test, { key, verdict, by });
    },
    finish: (test) => {
      for (const { key } of mutants.filter((one) => !kills.has(one.key) && !judgedBy(test).has(one.key))) {
        note(test, { key, verdict: 'not-run' });
        keep(test, { key, verdict: 'not-run' });
      }
    },
    killed: ({ key }) => kills.get(key),
    survivedBy: ({ key }) => survivals.get(key) ?? 0,
  };
}
