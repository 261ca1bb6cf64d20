import type { Workspace } from '../../../../src-shared/domain/workspace.ts';
import { any, collectionSchema, flag, moment, text, workspaceKey } from '../../collection.ts';

export const workspacesSchema = collectionSchema<Workspace>(
  0,
  workspaceKey,
  {
    name: text,
    colour: text,
    zone: text,
    toleranceMs: moment,
    position: moment,
    training: flag,
    archivedAt: any,
    createdAt: moment,
    updatedAt: moment,
  },
  [],
);
