import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { accountIdSchema, rowIdSchema, workspaceIdSchema } from '../ids.ts';

/** What people add to a fetched message, under the same id. */
export const triageSchema = v.object({
  id: rowIdSchema,
  workspaceId: workspaceIdSchema,
  accountId: accountIdSchema,
  state: v.picklist(['unread', 'open', 'done']),
  updatedAt: v.number(),
});
export type Triage = Frozen<v.InferOutput<typeof triageSchema>>;
