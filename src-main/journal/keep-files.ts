import { copyFile, link, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Keeps the files of `from` as they are in `to`, under the same names. LevelDB reads its newest rows into a table and
 * deletes their log as soon as it is opened, also when it could not read them all; it never changes a file in place,
 * so that a second name for each costs nothing.
 */
export async function keepFiles(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await mkdir(to);
  for (const name of await readdir(from)) {
    const [file, kept] = [path.join(from, name), path.join(to, name)];
    // Some file systems know no second name.
    await link(file, kept).catch(() => copyFile(file, kept));
  }
}
