import type { Migrations } from '../../collection.ts';

/** One function a version, keyed by the version it leads to. */
export const migrations: Migrations = {};
