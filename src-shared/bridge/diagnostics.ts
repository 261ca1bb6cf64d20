import * as v from 'valibot';
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
