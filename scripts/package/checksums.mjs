#!/usr/bin/env node
/**
 * Prints the SHA-512 of every installer in a folder, as `sha512sum --check` reads it.
 *   node scripts/package/checksums.mjs release
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const folder = process.argv[2];
if (folder === undefined) throw new Error('name the folder');

const installers = fs
  .readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isFile() && !/\.ya?ml$|^SHA512SUMS/.test(entry.name))
  .map((entry) => entry.name)
  .sort();
for (const name of installers) {
  const hash = createHash('sha512').update(fs.readFileSync(path.join(folder, name)));
  console.log(`${hash.digest('hex')}  ${name}`);
}
