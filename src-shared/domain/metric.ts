import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { accountIdSchema, rowIdSchema, workspaceIdSchema } from '../ids.ts';

/** One number, with its date and its source. "Not available" is the absence of the row, never 0. */
export const metricSchema = v.object({
  id: rowIdSchema,
  workspaceId: workspaceIdSchema,
  accountId: accountIdSchema,
  /** Remote id of the post, or of the account itself. */
  subject: v.string(),
  name: v.picklist(['likes', 'replies', 'reposts', 'quotes', 'followers', 'following', 'posts']),
  value: v.number(),
  at: v.number(),
});
export type Metric = Frozen<v.InferOutput<typeof metricSchema>>;
