import type { Intent } from '../../../../src-shared/domain/intent.ts';
import type { Failure } from '../../../../src-shared/errors.ts';
import type { IntentId, PostId, WorkspaceId } from '../../../../src-shared/ids.ts';
import { any, collectionSchema, count, keyString, moment, tree, workspaceKey } from '../../collection.ts';

/** A wish and how far it has come on its way to main: until it is `accepted` nothing may say "scheduled". */
export interface IntentRow {
  readonly id: IntentId;
  readonly workspaceId: WorkspaceId;
  readonly postId: PostId | null;
  readonly revision: number;
  readonly handed: 'pending' | 'accepted' | 'refused';
  readonly refusal: Failure | null;
  readonly intent: Intent;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export const intentsSchema = collectionSchema<IntentRow>(
  1,
  keyString(26),
  {
    workspaceId: workspaceKey,
    postId: any,
    revision: count,
    handed: keyString(10),
    refusal: any,
    intent: tree,
    createdAt: moment,
    updatedAt: moment,
  },
  [
    ['workspaceId', 'createdAt'],
    ['handed', 'createdAt'],
  ],
);
