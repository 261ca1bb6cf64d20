#!/usr/bin/env node
/**
 * Names in package-lock.json every platform's package that an installed package lists as optional. npm leaves out those
 * that the registry at hand does not serve, and then `npm ci` refuses the lockfile everywhere. What is added has
 * no hash: it is only ever fetched on the platform that it is for. Run after any `npm install`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './setup/places.mjs';

/**
 * @typedef {object} Entry
 * @property {string} [version]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {readonly (string | undefined)[]} [os]
 * @property {readonly (string | undefined)[]} [cpu]
 * @property {readonly string[]} [libc]
 * @property {string} [license]
 * @property {Readonly<Record<string, string>>} [optionalDependencies]
 *
 * @typedef {{ packages: Record<string, Entry> }} Lockfile
 */

/**
 * @param {Lockfile} lockfile
 * @returns {{ where: string, by: Entry, name: string, version: string }[]} optional packages without an entry
 */
export function missingOptionals({ packages }) {
  return Object.entries(packages).flatMap(([place, by]) =>
    Object.entries(by.optionalDependencies ?? {})
      .filter(([name]) => !isResolved(packages, place, name))
      .map(([name, version]) => ({ where: `node_modules/${name}`, by, name, version })),
  );
}

/**
 * Whether a package in `place` finds `name` in its own node_modules or in one above.
 *
 * @param {Lockfile['packages']} packages
 * @param {string} place
 * @param {string} name
 */
function isResolved(packages, place, name) {
  for (let folder = place; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

/**
 * The platform that a package's name ends with, as npm writes it in a lockfile.
 *
 * @param {string} name `@scope/binding-linux-x64-musl`
 */
function platformOf(name) {
  const found =
    /(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|ia32|ppc64|riscv64|s390x|x64)(?:-(\w+))?$/.exec(
      name,
    );
  if (!found) throw new Error(`the name ${name} does not say for which platform it is`);
  const [, os, cpu, abi] = found;
  const libc =
    os === 'linux' && abi?.startsWith('musl')
      ? 'musl'
      : os === 'linux' && abi?.startsWith('gnu')
        ? 'glibc'
        : undefined;
  return { os: [os], cpu: [cpu], ...(libc !== undefined && { libc: [libc] }) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = path.join(root, 'package-lock.json');
  /** @type {Lockfile} */
  const lockfile = JSON.parse(fs.readFileSync(file, 'utf8'));
  for (const { where, by, name, version } of missingOptionals(lockfile)) {
    if (!/^\d/.test(version))
      throw new Error(`${name} is wanted as ${version}: only exact versions can be added`);
    const { cpu, os, libc } = platformOf(name);
    lockfile.packages[where] = {
      version,
      cpu,
      ...(by.dev && { dev: true }),
      ...(libc && { libc }),
      ...(by.license && { license: by.license }),
      optional: true,
      os,
    };
    console.log(`added ${name}@${version}`);
  }
  const sorted = Object.entries(lockfile.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lockfile.packages = Object.fromEntries(sorted);
  fs.writeFileSync(file, `${JSON.stringify(lockfile, undefined, 2)}\n`);
}
