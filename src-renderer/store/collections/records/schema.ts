import { collectionSchema, keyString, moment, tree, workspaceKey } from '../../collection.ts';

/** A small typed row that a person made: a column, a preference of a deck. `kind` says how `data` is parsed. */
export interface RecordRow {
  readonly id: string;
  /** A workspace's id, or `all` for what belongs to no client. */
  readonly workspaceId: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly updatedAt: number;
}

export const recordsSchema = collectionSchema<RecordRow>(
  0,
  keyString(100),
  { workspaceId: workspaceKey, kind: keyString(40), data: tree, updatedAt: moment },
  [['workspaceId', 'kind']],
);
