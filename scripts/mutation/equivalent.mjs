/**
 * Mutants that no test can tell from the original, each with the reason. They are printed, and left out of the score.
 *
 * @typedef {object} Equivalent
 * @property {string} file
 * @property {string} from the code that is changed
 * @property {string} to what it becomes
 * @property {string} because
 */

/** @type {readonly Equivalent[]} */
export const equivalents = [
  {
    file: 'src-shared/sync/machine.ts',
    from: "state.phase.tag === 'pulling'",
    to: 'true',
    because: 'asked of a feed whose page has just come, which is pulling: it only tells the compiler so',
  },
  {
    file: 'src-shared/sync/machine.ts',
    from: 'state.oldest !== null',
    to: 'true',
    because: 'a past that is being filled has a position: "filled" is set wherever a page names none',
  },
  {
    file: 'src-shared/outbox/departure.ts',
    from: "verdict === 'missed'",
    to: 'true',
    because: 'the verdict is neither early, nor in time, nor expired: nothing else is left',
  },
];

/**
 * What the compiler has proven unreachable: the end of a `switch` over every case there is.
 *
 * @param {string} from
 */
export const isUnreachable = (from) => /^return exhaustive\([\w.]+\);$/.test(from);
