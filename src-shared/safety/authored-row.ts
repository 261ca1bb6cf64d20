import * as v from 'valibot';

export const authoredNames = ['workspaces', 'posts', 'intents', 'triage', 'records', 'media'] as const;

/** A row of what people wrote, as it is; null: it was deleted. */
export const authoredRowSchema = v.object({
  collection: v.picklist(authoredNames),
  id: v.string(),
  row: v.nullable(v.record(v.string(), v.unknown())),
});
export type AuthoredRow = v.InferOutput<typeof authoredRowSchema>;
