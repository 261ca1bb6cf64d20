import * as v from 'valibot';
import { parkedSchema } from '../sync/parked.ts';
import { call } from './types.ts';

/** One line of the local log: allow-listed fields, never a text that a person wrote, never a secret. */
export const logEntrySchema = v.object({
  at: v.number(),
  level: v.picklist(['info', 'warn', 'error']),
  event: v.string(),
  fields: v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()])),
});
export type LogEntry = Readonly<v.InferOutput<typeof logEntrySchema>>;

export const diagnostics = {
  calls: {
    log: call(v.object({ limit: v.number(), errorsOnly: v.boolean() }), v.array(logEntrySchema)),
    /** A report that the person may copy: versions, sizes, health, last errors. */
    report: call(v.null(), v.object({ text: v.string() })),
    /** What could not be read or stored and was set aside, the oldest first, at most 500; `count`: of all. */
    parked: call(v.null(), v.object({ count: v.number(), items: v.array(parkedSchema) })),
    /** Puts it back where it was on its way to: `not-readable` when it still has no shape that is known here. */
    unpark: call(v.object({ id: v.string() }), v.null()),
    /** The interface tells of its own errors: a kind and a code, no text. */
    note: call(
      v.object({
        kind: v.picklist(['render', 'store', 'stream', 'unhandled']),
        code: v.pipe(v.string(), v.maxLength(300)),
      }),
      v.null(),
    ),
  },
  events: {},
} as const;
