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
  /**
   * What main accepted last, or may have, while a later revision waits for its answer or was refused. Should main lose
   * its journal before it told of what became of it, this is what it is rebuilt from.
   */
  readonly held?: Intent | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export const intentsSchema = collectionSchema<IntentRow>(
  2,
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
  { held: any },
);
