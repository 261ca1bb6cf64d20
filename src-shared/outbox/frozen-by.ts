import type { Attempt } from '../domain/delivery.ts';

interface Logged {
  readonly attempts: readonly Attempt[];
}

/** What was last said of its being frozen; undefined: nothing ever was. */
const lastSaid = ({ attempts }: Logged): string | undefined =>
  attempts.findLast(({ event }) => ['frozen', 'unfrozen', 'arrived'].includes(event))?.event;

/**
 * Who froze a delivery that is frozen. `brake`: a person pressed the red button. `import`: it came from a backup, and
 * waits for the word that this machine publishes; no end of a freeze releases that.
 */
export const frozenBy = (record: Logged): 'brake' | 'import' =>
  lastSaid(record) === 'frozen' ? 'brake' : 'import';

/** Whether it is frozen by its log, also where its public state says something more pressing (it is in doubt). */
export const isHeldByLog = (record: Logged): boolean =>
  lastSaid(record) === 'frozen' || lastSaid(record) === 'arrived';
