import type { Migrations } from '../../collection.ts';

/** One function a version, keyed by the version it leads to. */
export const migrations: Migrations = {
  // What stands of a thread. Every delivery from before is one post.
  1: (old) => ({ ...old, parts: [], step: null }),
  2: (old) => ({ ...old, progress: null }),
};
