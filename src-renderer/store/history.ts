import { Dexie, type Table } from 'dexie';
import { tooMany, type Version } from '../../src-shared/composing/version.ts';
import type { PostId, WorkspaceId } from '../../src-shared/ids.ts';

/**
 * What drafts said before. A database of its own: nothing of it is read at the start, and what is deleted here is gone.
 * Every write is strict.
 */
export interface History {
  /** The latest first. */
  versionsOf(postId: PostId): Promise<readonly Version[]>;
  /** Keeps one and lets go of those that are too many by now. */
  keep(version: Version, now: number): Promise<void>;
  forgetPost(postId: PostId): Promise<void>;
  forgetWorkspace(workspaceId: WorkspaceId): Promise<void>;
  /** Deletes every version of which this says so; answers how many there were. */
  forget(matches: (version: Version) => boolean): Promise<number>;
  close(): void;
}

export function openHistory(prefix = ''): History {
  const db = new Dexie(`${prefix}vigie-history`, { chromeTransactionDurability: 'strict' });
  db.version(1).stores({ versions: '[postId+at], workspaceId' });
  const versions: Table<Version, [string, number]> = db.table('versions');
  const of = (postId: PostId) =>
    versions.where('[postId+at]').between([postId, Dexie.minKey], [postId, Dexie.maxKey]);
  return {
    versionsOf: async (postId) => (await of(postId).toArray()).reverse(),
    keep: (version, now) =>
      db.transaction('rw', versions, async () => {
        await versions.put(version);
        const moments = (await of(version.postId).primaryKeys()).map(([, at]) => at);
        await versions.bulkDelete(tooMany(moments, now).map((at) => [version.postId, at]));
      }),
    forgetPost: async (postId) => {
      await of(postId).delete();
    },
    forgetWorkspace: async (workspaceId) => {
      await versions.where('workspaceId').equals(workspaceId).delete();
    },
    forget: async (matches) => {
      const gone: [string, number][] = [];
      await versions.each((version) => {
        if (matches(version)) gone.push([version.postId, version.at]);
      });
      await versions.bulkDelete(gone);
      return gone.length;
    },
    close: () => db.close(),
  };
}
