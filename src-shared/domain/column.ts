import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { accountIdSchema, workspaceIdSchema } from '../ids.ts';
import { boxSchema } from './message.ts';

/** A column of the deck: one record of kind `column`. `accountIds` may mix clients; empty means every account of the workspace. */
export const columnSchema = v.object({
  id: v.string(),
  /** The deck it belongs to: a client, or `all` for the deck of every client. */
  deck: v.union([workspaceIdSchema, v.literal('all')]),
  accountIds: v.array(accountIdSchema),
  boxes: v.array(boxSchema),
  /** Empty: a name is made from what it shows. */
  title: v.string(),
  width: v.number(),
  position: v.number(),
  filter: v.picklist(['all', 'unread', 'open', 'done']),
});
export type Column = Frozen<v.InferOutput<typeof columnSchema>>;
