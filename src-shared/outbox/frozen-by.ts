import type { Attempt } from '../domain/delivery.ts';

/**
 * Who froze a delivery that is frozen. `brake`: a person pressed the red button. `import`: it came from a backup, and
 * waits for the word that this machine publishes; no end of a freeze releases that.
 */
export function frozenBy(record: { readonly attempts: readonly Attempt[] }): 'brake' | 'import' {
  const last = record.attempts.findLast(({ event }) => ['frozen', 'unfrozen', 'arrived'].includes(event));
  return last?.event === 'frozen' ? 'brake' : 'import';
}
