/**
 * What the process that plays one test file is told.
 *
 * @typedef {object} Job
 * @property {string} test the test file
 * @property {readonly import('./scope.mjs').PlannedFile[]} files
 * @property {readonly { id: number, at: number }[]} mutants those to try
 * @property {number} count of all mutants
 * @property {string} results where a line is added for each verdict
 * @property {string} current where the number of the mutant under trial stands
 * @property {number} propertyMs how long one property may go on looking for a counter-example
 *
 * @typedef {object} Verdict
 * @property {number} id
 * @property {'killed' | 'survived' | 'timeout'} verdict
 * @property {string} [by] the test that noticed
 */
export {};
