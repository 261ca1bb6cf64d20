import type { Migrations } from '../../collection.ts';

/** One function a version, keyed by the version it leads to. */
export const migrations: Migrations = {
  // Contents may have further parts and a first comment. Those from before have none, and keep their hash.
  1: (old) => old,
  // Of an edit from before that main refused, nobody knows what it held.
  2: (old) => old,
};
