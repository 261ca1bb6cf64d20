#!/usr/bin/env node
/**
 * Campaigns that try to make Vigie lose or repeat something, one for each row of the quality goals.
 *   npm run torture                                    every row at its full size (hours)
 *   npm run torture -- --row R1 --runs 50 --seed 7     50 seeds of one row, from the seventh
 *   npm run torture -- --row R1 --network bluesky      on one network alone
 *   npm run torture -- --minutes 30                    no new seed after so long; the next call goes on
 *   npm run torture -- --row R1 --mixed --jobs 6       seeds that held with any commit count as played; six at once
 *   npm run torture -- --short                         the short form of each, as `npm test` runs it
 *   npm run torture -- --table                         what has been played so far, by row
 * Finished seeds are kept under .cache/torture/results with the commit that they were played with.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { buildIfStale } from './build.mjs';
import { keepScripts } from './keep-scripts.mjs';
import { ensureDisplay, keychainPrefix } from './runtime.mjs';
import { cache, root } from './setup/places.mjs';

const from = path.join(root, 'tests', 'torture');
const bundle = path.join(cache, 'torture', 'code');
/** Rows that play in the real app, which must be built for them. */
const inTheApp = ['R2', 'R7', 'R8', 'R9'];

async function run() {
  const { values } = parseArgs({ options: { row: { type: 'string' } }, strict: false });
  const isAppNeeded =
    typeof values.row !== 'string' || values.row.split(',').some((id) => inTheApp.includes(id));
  if (isAppNeeded && !process.argv.includes('--table') && !buildIfStale()) return 1;
  await bundleRows();
  const [command = process.execPath, ...args] = [
    ...keychainPrefix(),
    ...ensureDisplay({ virtual: true }),
    process.execPath,
    '--enable-source-maps',
    path.join(bundle, 'main.mjs'),
    '--commit',
    commit(),
    '--results',
    path.join(cache, 'torture', 'results'),
    ...process.argv.slice(2),
  ];
  return spawnSync(command, args, { stdio: 'inherit', cwd: root }).status ?? 1;
}

/** Our own modules in one place; packages are taken from node_modules. A file named `*-process.ts` is a program of its own. */
async function bundleRows() {
  const programs = fs.readdirSync(from).filter((name) => name.endsWith('-process.ts'));
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    root,
    plugins: [keepScripts()],
    build: {
      ssr: true,
      outDir: bundle,
      emptyOutDir: true,
      target: 'node20',
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(
          ['main.ts', ...programs].map((name) => [name.replace(/\.ts$/, ''), path.join(from, name)]),
        ),
        output: { format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
      },
    },
  });
}

/** The commit that is checked out, with a mark when the sources differ from it. */
function commit() {
  try {
    const git = (/** @type {string[]} */ ...args) =>
      execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
    const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${isChanged ? '+' : ''}`;
  } catch {
    return 'unknown';
  }
}

process.exitCode = await run();
