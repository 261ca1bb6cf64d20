import * as v from 'valibot';
import { authoredRowSchema } from '../safety/authored-row.ts';
import { call } from './types.ts';

export { authoredNames, authoredRowSchema, type AuthoredRow } from '../safety/authored-row.ts';

/**
 * The second copy of what people wrote. A browser's store can be found corrupt and thrown away by the browser
 * itself; main keeps the same rows in a fsynced file of its own, and gives them back to a store that comes up empty.
 */
export const authored = {
  calls: {
    /** Keeps rows; on disk when answered. */
    keep: call(v.object({ rows: v.pipe(v.array(authoredRowSchema), v.maxLength(500)) }), v.null()),
    /** A page of everything kept, after this key; null when there is no more. */
    restore: call(
      v.object({ after: v.nullable(v.string()) }),
      v.object({ rows: v.array(authoredRowSchema), next: v.nullable(v.string()) }),
    ),
  },
  events: {},
} as const;
