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
export const equivalents = [];
