/** Looks for the programs that the test network needs from the system. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Full path of a program on PATH (or in /usr/sbin, which an ordinary user's PATH leaves out), if there is one.
 * @param {string} name
 * @returns {string | undefined}
 */
export function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin', '/usr/local/bin'];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/**
 * How to run a Redis server here.
 *
 * Debian and Ubuntu put the server's binary into `redis-tools`, under the name redis-check-rdb: which program it is
 * depends on the name it was called by. Using it that way needs no `redis-server` package, whose installation would
 * start a system service.
 * @returns {{ file: string, argv0: string } | undefined}
 */
export function findRedis() {
  for (const name of ['redis-server', 'valkey-server']) {
    const file = findProgram(name);
    if (file !== undefined) return { file, argv0: name };
  }
  const file = findProgram('redis-check-rdb');
  return file === undefined ? undefined : { file, argv0: 'redis-server' };
}
