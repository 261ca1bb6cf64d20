import type { Post } from '../../../../src-shared/domain/post.ts';
import { any, collectionSchema, keyString, list, moment, tree, workspaceKey } from '../../collection.ts';

export const postsSchema = collectionSchema<Post>(
  1,
  keyString(26),
  {
    workspaceId: workspaceKey,
    accountIds: list,
    base: tree,
    variants: tree,
    target: any,
    planned: any,
    intentId: any,
    createdAt: moment,
    updatedAt: moment,
    deletedAt: any,
  },
  [['workspaceId', 'updatedAt']],
);
