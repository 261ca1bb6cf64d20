/** A set-up step that cannot go on for a reason the person can act upon: shown without a stack trace. */
export class SetupError extends Error {}

/** @param {string} text one line (or several) for the person who waits */
export function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}
