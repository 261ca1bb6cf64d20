import { lockFolder, type FolderLock } from '../../../src-main/journal/folder-lock.ts';
import { openLevel, type Level } from '../../../src-main/journal/level-rows.ts';
import { openMarkFile, type MarkFile } from '../../../src-main/journal/mark-file.ts';
import type { WorldOptions } from '../../fixtures/outbox-world.ts';
import type { Cuts } from './cuts.ts';

type Files = ReturnType<NonNullable<WorldOptions['files']>>;

/** The journal's disk: each batch of rows and each mark is a step before it is written, and one after. */
export function gatedFiles(cuts: Cuts): Files {
  const locks: FolderLock[] = [];
  const levels: Level[] = [];
  const marks: MarkFile[] = [];
  const gate = async (kind: string): Promise<void> => {
    if (!(await cuts.pass(kind)))
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  };
  return {
    lock: async (folder) => {
      const lock = await lockFolder(folder);
      locks.push(lock);
      return lock;
    },
    level: async (folder, create) => {
      const level = await openLevel(folder, create);
      levels.push(level);
      const batch = level.batch.bind(level) as (operations: unknown, options: unknown) => Promise<void>;
      Object.assign(level, {
        batch: async (operations: unknown, options: unknown) => {
          await gate('rows before');
          await batch(operations, options);
          await gate('rows after');
        },
      });
      return level;
    },
    marks: async (file) => {
      const mark = await openMarkFile(file);
      marks.push(mark);
      return {
        ...mark,
        save: async (next) => {
          await gate('mark before');
          await mark.save(next);
          await gate('mark after');
        },
      };
    },
    room: () => Promise.resolve(Infinity),
    release: async () => {
      for (const level of levels) if (level.status === 'open') await level.close();
      for (const mark of marks.splice(0)) await mark.close();
      for (const lock of locks.splice(0)) await lock.release();
    },
  };
}
