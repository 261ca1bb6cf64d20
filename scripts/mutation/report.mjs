import { equivalents, isUnreachable } from './equivalent.mjs';

/**
 * @typedef {import('./scope.mjs').PlannedMutant} PlannedMutant
 * @typedef {{ mutants: number, killed: number, timeouts: number, survived: number, unrun: number, equivalent: number }} Tally
 */

/**
 * Prints survivors with their change, then the score by file and folder.
 *
 * @param {readonly PlannedMutant[]} mutants
 * @param {import('./results.mjs').Results} results
 * @returns {boolean} whether the goal is reached
 */
export function print(mutants, results) {
  /** @type {Map<string, Tally>} */
  const tallies = new Map();
  const used = new Set();
  let unreachable = 0;
  for (const mutant of mutants) {
    const { file, line, operator, from, to } = mutant;
    const kill = results.killed(mutant);
    const same = equivalents.find(
      (one) => one.file === file && one.from === flat(from) && one.to === flat(to),
    );
    if (same) used.add(same);
    const isEquivalent = same !== undefined || isUnreachable(from);
    if (isUnreachable(from)) unreachable += kill ? 0 : 1;
    /** @type {Partial<Tally>} */
    const one = kill
      ? kill.verdict === 'timeout'
        ? { timeouts: 1 }
        : { killed: 1 }
      : isEquivalent
        ? { equivalent: 1 }
        : results.survivedBy(mutant) > 0
          ? { survived: 1 }
          : { unrun: 1 };
    for (const name of [file, folderOf(file), 'all']) add(tallies, name, one);
    if (!kill && !isEquivalent)
      console.log(
        `${file}:${line}  ${operator}  ${results.survivedBy(mutant) > 0 ? 'survived' : 'no test runs it'}\n    - ${shown(from)}\n    + ${shown(to)}`,
      );
  }
  console.log('\nequivalent, left out of the score:');
  for (const { file, from, to, because } of used) console.log(`  ${file}: ${from} → ${to}: ${because}`);
  if (unreachable > 0)
    console.log(
      `  ${unreachable} times what follows the last case of a switch over all there are: never reached`,
    );
  const stale = equivalents.filter((one) => !used.has(one) && mutants.some(({ file }) => file === one.file));
  for (const { file, from } of stale) console.log(`  ${file}: ${from} is not there any more`);
  console.log(
    `\n${'file'.padEnd(46)}${['mutants', 'killed', 'timeouts', 'survived', 'unrun', 'equivalent', 'score'].map((name) => name.padStart(11)).join('')}`,
  );
  for (const [name, tally] of [...tallies].sort(([a], [b]) =>
    a === 'all' ? 1 : b === 'all' ? -1 : a < b ? -1 : 1,
  ))
    console.log(
      `${name.padEnd(46)}${[tally.mutants, tally.killed, tally.timeouts, tally.survived, tally.unrun, tally.equivalent, `${score(tally).toFixed(1)} %`].map((cell) => String(cell).padStart(11)).join('')}`,
    );
  return [...tallies].every(([name, tally]) => name.endsWith('.ts') || score(tally) >= 90);
}

/**
 * @param {Map<string, Tally>} tallies
 * @param {string} name
 * @param {Partial<Tally>} one
 */
function add(tallies, name, one) {
  const tally = tallies.get(name) ?? {
    mutants: 0,
    killed: 0,
    timeouts: 0,
    survived: 0,
    unrun: 0,
    equivalent: 0,
  };
  tallies.set(name, {
    mutants: tally.mutants + 1,
    killed: tally.killed + (one.killed ?? 0),
    timeouts: tally.timeouts + (one.timeouts ?? 0),
    survived: tally.survived + (one.survived ?? 0),
    unrun: tally.unrun + (one.unrun ?? 0),
    equivalent: tally.equivalent + (one.equivalent ?? 0),
  });
}

/** @param {Tally} tally what no test runs counts as survived */
function score({ mutants, killed, timeouts, equivalent }) {
  return mutants === equivalent ? 100 : (100 * (killed + timeouts)) / (mutants - equivalent);
}

/** @param {string} file */
function folderOf(file) {
  return file.replace(/\/[^/]*$/, '/');
}

/** @param {string} code */
function flat(code) {
  return code.replaceAll(/\s+/g, ' ');
}

/** @param {string} code */
function shown(code) {
  const line = flat(code);
  return line.length > 160 ? `${line.slice(0, 110)} … ${line.slice(-40)}` : line || '(nothing)';
}
