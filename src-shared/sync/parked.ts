import * as v from 'valibot';

/**
 * What could not be used and is kept all the same: set aside as it is, so that nothing waits for it and nobody has
 * lost it. `place`: where it was met. `stream`: on its way to the store it had no shape that is known here. `store`:
 * the store refused it. `journal`: a row of the journal that has no shape that is known here. `network`: an item of an
 * answer that has not the shape that its network promises.
 */
export const parkedSchema = v.object({
  /** Its key in the journal. */
  id: v.string(),
  /** When it was set aside, epoch ms; null: it lies where it always lay, and is read again at each start. */
  at: v.nullable(v.number()),
  place: v.picklist(['stream', 'store', 'journal', 'network']),
  /** What it is or was meant to be: the kind of a stream's row, the table of a journal's, a network's feed. */
  kind: v.string(),
  /** What is wrong with it: names of fields or of an error, never a word that somebody wrote. */
  reason: v.string(),
  /** Itself, as JSON. */
  text: v.string(),
  /** It can be put back in its stream. */
  isRetryable: v.boolean(),
});
export type Parked = Readonly<v.InferOutput<typeof parkedSchema>>;
