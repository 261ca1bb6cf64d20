import type { MediaHash, WorkspaceId } from '../../../../src-shared/ids.ts';
import { any, collectionSchema, count, keyString, moment, text, workspaceKey } from '../../collection.ts';

/** A local medium that a client's posts may use; its bytes are main's content-addressed file `hash`. */
export interface MediaRow {
  /** `workspace id/hash`. */
  readonly id: string;
  readonly workspaceId: WorkspaceId;
  readonly hash: MediaHash;
  readonly mime: string;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly name: string;
  readonly createdAt: number;
}

export const mediaSchema = collectionSchema<MediaRow>(
  0,
  keyString(100),
  {
    workspaceId: workspaceKey,
    hash: keyString(64),
    mime: text,
    bytes: count,
    width: any,
    height: any,
    name: text,
    createdAt: moment,
  },
  [['workspaceId', 'createdAt']],
);
