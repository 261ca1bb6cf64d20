import { openLevel } from '../../../src-main/journal/level-rows.ts';
import { openMarkFile } from '../../../src-main/journal/mark-file.ts';
import type { JournalPlace } from '../../../src-main/journal/open-journal.ts';

export interface FaultyDisk extends Required<Pick<JournalPlace, 'level' | 'marks' | 'room'>> {
  fill(full: boolean): void;
}

const full = (): Error => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

/** The journal's disk: it may be full, and the process dies at a chosen one of its steps, each write being two. */
export function createFaultyDisk(given: {
  readonly dieAtStep: number | null;
  readonly diskFull: boolean;
}): FaultyDisk {
  let isFull = given.diskFull;
  let steps = 0;
  const pass = (): void => {
    steps += 1;
    if (steps === given.dieAtStep) process.kill(process.pid, 'SIGKILL');
  };
  const write = async (work: () => Promise<void>): Promise<void> => {
    pass();
    if (isFull) throw full();
    await work();
    pass();
  };
  return {
    fill: (now) => {
      isFull = now;
    },
    level: async (folder, create) => {
      const level = await openLevel(folder, create);
      const batch = level.batch.bind(level) as (operations: unknown, options: unknown) => Promise<void>;
      Object.assign(level, {
        batch: (operations: unknown, options: unknown) => write(() => batch(operations, options)),
      });
      return level;
    },
    marks: async (file) => {
      const mark = await openMarkFile(file);
      return { ...mark, save: (next) => write(() => mark.save(next)) };
    },
    room: () => Promise.resolve(isFull ? 0 : Infinity),
  };
}
