#!/usr/bin/env node
/**
 * Spoils a copy of the sources in ways that matter and looks whether a test notices.
 *   npm run mutants                          the classic bugs of tools that publish, each with the test that caught it
 *   npm run mutants -- --of connectors       a break of a connector for every fault that the connector suite plays
 *   npm run mutants -- --bug "one look"      those whose name has this
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { classicBugs } from './mutants/classic.mjs';
import { connectorBugs } from './mutants/connectors.mjs';
import { scratchCopy, spoil } from './mutants/scratch.mjs';

const { values } = parseArgs({
  options: { of: { type: 'string', default: 'classic' }, bug: { type: 'string', default: '' } },
});
const lists = new Map([
  ['classic', classicBugs],
  ['connectors', connectorBugs],
]);
const list = lists.get(values.of);
if (list === undefined)
  throw new Error(`no such list: ${values.of} (there are ${[...lists.keys()].join(', ')})`);
process.exitCode = playAll(values.of, list);

/**
 * @param {string} name
 * @param {readonly import('./mutants/classic.mjs').Mutant[]} bugs
 */
function playAll(name, bugs) {
  const folder = scratchCopy(name);
  const wanted = bugs.filter(({ bug }) => bug.includes(values.bug));
  let missed = 0;
  for (const mutant of wanted) {
    const before = [...failures(folder, mutant), ...violations(folder, mutant)];
    if (before.length > 0) throw new Error(`fails without the bug: ${before.join(', ')}`);
    const restore = spoil(folder, mutant);
    const failed = failures(folder, mutant);
    const played = violations(folder, mutant);
    restore();
    const isCaught = failed.length > 0 && (mutant.campaign === undefined || played.length > 0);
    if (!isCaught) missed += 1;
    console.log(`${isCaught ? 'caught    ' : 'NOT CAUGHT'}  ${mutant.bug} (${mutant.file})`);
    for (const by of [failed, played])
      if (by.length > 0)
        console.log(`            by "${by[0]}"${by.length > 1 ? ` and ${by.length - 1} more` : ''}`);
  }
  console.log(`\n${wanted.length - missed} of ${wanted.length} caught`);
  return missed === 0 ? 0 : 1;
}

/**
 * What the mutant's campaign finds wrong; nothing for one that has none.
 *
 * @param {string} folder
 * @param {import('./mutants/classic.mjs').Mutant} mutant
 * @returns {readonly string[]}
 */
function violations(folder, { campaign }) {
  return (campaign?.seeds ?? []).flatMap((seed) => {
    const ran = spawnSync(
      process.execPath,
      [
        path.join(folder, 'scripts', 'torture.mjs'),
        '--row',
        campaign?.row ?? '',
        '--seed',
        String(seed),
        '--runs',
        '1',
        '--again',
        '--quiet',
      ],
      { cwd: folder, encoding: 'utf8', timeout: 300_000 },
    );
    const said = [...ran.stdout.matchAll(/VIOLATED (.{0,160})/gu)].map(
      ([, words]) => `${campaign?.row ?? ''}, seed ${seed}: ${words ?? ''}`,
    );
    return ran.status === 0 || said.length > 0 ? said : [`ended with ${ran.signal ?? ran.status}`];
  });
}

/**
 * The full names of the tests that fail.
 *
 * @param {string} folder
 * @param {import('./mutants/classic.mjs').Mutant} mutant
 * @returns {readonly string[]}
 */
function failures(folder, { project, tests, name }) {
  const report = path.join(folder, 'report.json');
  fs.rmSync(report, { force: true });
  const ran = spawnSync(
    process.execPath,
    [
      path.join(folder, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--project',
      project,
      '--reporter',
      'json',
      '--outputFile',
      report,
      // Whatever hangs has noticed, too.
      '--testTimeout',
      '40000',
      '--hookTimeout',
      '40000',
      '--bail',
      '3',
      ...(name === undefined ? [] : ['-t', name]),
      ...tests,
    ],
    { cwd: folder, encoding: 'utf8', timeout: 300_000 },
  );
  if (!fs.existsSync(report))
    return [ran.error ? `no end: ${ran.error.message}` : `no report: ${ran.stderr.slice(-300)}`];
  /** @type {{ testResults: { name: string, message: string, status: string, assertionResults: { status: string, fullName: string }[] }[] }} */
  const { testResults } = JSON.parse(fs.readFileSync(report, 'utf8'));
  const named = testResults.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length > 0) return failed.map(({ fullName }) => fullName);
    return file.status === 'failed' ? [`${path.basename(file.name)}: ${file.message.split('\n')[0]}`] : [];
  });
  return named.length > 0 || ran.status === 0 ? named : [`ended with ${ran.signal ?? ran.status}`];
}
