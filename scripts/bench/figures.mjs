/**
 * @typedef {object} Spread
 * @property {number} median
 * @property {number} low
 * @property {number} high
 * @property {number} count
 */

/**
 * @param {readonly number[]} values at least one
 * @returns {Spread}
 */
export function spreadOf(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  const middle = (sorted.length - 1) / 2;
  return {
    median: ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2,
    low: at(0),
    high: at(1),
    count: sorted.length,
  };
}

/**
 * "812 ms (790 to 901, 7 times)".
 *
 * @param {Spread} spread
 * @param {string} unit
 */
export function written({ median, low, high, count }, unit) {
  const digits = median < 20 ? 1 : 0;
  return `${median.toFixed(digits)} ${unit} (${low.toFixed(digits)} to ${high.toFixed(digits)}, ${count} times)`;
}

/**
 * "window 412 ms, first rows 208 ms": the median of each part over the runs.
 *
 * @param {readonly Readonly<Record<string, number>>[]} runs each with the same parts, ms
 */
export const writtenParts = (runs) =>
  Object.keys(runs[0] ?? {})
    .map((part) => `${part} ${spreadOf(runs.map((run) => run[part] ?? NaN)).median.toFixed(0)} ms`)
    .join(', ');

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {number} ratio
 * @property {'at most' | 'at least'} sense
 * @property {number} target
 * @property {string} parts what was divided by what
 * @property {string} limit what limits it
 */

/** @param {Figure} figure */
export const isMet = ({ ratio, sense, target }) => (sense === 'at most' ? ratio <= target : ratio >= target);

/** @param {readonly Figure[]} figures */
export function table(figures) {
  return figures
    .map((figure) =>
      [
        `${figure.name}`,
        `  ${figure.ratio.toFixed(2)}   target: ${figure.sense} ${figure.target}   ${isMet(figure) ? 'ok' : 'MISSED'}`,
        `  ${figure.parts}`,
        `  limited by: ${figure.limit}`,
      ].join('\n'),
    )
    .join('\n\n');
}
