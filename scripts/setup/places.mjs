import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Everything that belongs to this machine and not to the project: ignored by git, may be deleted at any time. */
export const cache = path.join(root, '.cache');

export const electronCache = path.join(cache, 'electron');

/** Says which Electron to run: `{ executable, dist, version, source }`. Written by setup, read by runtime.mjs. */
export const electronPathFile = path.join(electronCache, 'path.json');
