import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { accountIdSchema, rowIdSchema, workspaceIdSchema } from '../ids.ts';

/** Who wrote something, as carried inside a message row so that a list needs one read. */
export const authorSchema = v.object({
  remoteId: v.string(),
  name: v.string(),
  handle: v.string(),
  avatarUrl: v.nullable(v.string()),
});
export type Author = Frozen<v.InferOutput<typeof authorSchema>>;

/** A person as one account sees them. Fetched, never edited. */
export const personSchema = v.object({
  id: rowIdSchema,
  workspaceId: workspaceIdSchema,
  accountId: accountIdSchema,
  ...authorSchema.entries,
  url: v.nullable(v.string()),
  bio: v.string(),
  followers: v.nullable(v.number()),
  seenAt: v.number(),
});
export type Person = Frozen<v.InferOutput<typeof personSchema>>;
