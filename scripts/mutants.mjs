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
 * @typedef {import('./mutants/classic.mjs').Mutant} Mutant
 * @typedef {{ readonly name: string, readonly why: string }} Failed
 */

/**
 * @param {string} name
 * @param {readonly Mutant[]} bugs
 */
function playAll(name, bugs) {
  const folder = scratchCopy(name);
  const wanted = bugs.filter(({ bug }) => bug.includes(values.bug));
  let missed = 0;
  for (const some of batches(wanted)) {
    const before = [...failures(folder, some), ...some.flatMap((one) => violations(folder, one))];
    if (before.length > 0)
      throw new Error(`fails without the bug: ${before.map((one) => one.name).join(', ')}`);
    const restore = some.map((one) => spoil(folder, one));
    /** @type {Set<string>} */
    const ended = new Set();
    const failed = failures(folder, some, ended);
    for (const mutant of some) {
      const own = failed.filter((one) => mutant.name === undefined || isNamed(mutant.name, one.name));
      const played = violations(folder, mutant);
      const isCaught = own.length > 0 && (mutant.campaign === undefined || played.length > 0);
      if (!isCaught) missed += 1;
      console.log(`${isCaught ? 'caught    ' : 'NOT CAUGHT'}  ${mutant.bug} (${mutant.file})`);
      // What keeps the test's own preparations from working says nothing of the test.
      const { name } = mutant;
      if (!isCaught && name !== undefined && ![...ended].some((one) => isNamed(name, one)))
        console.log('            its test was never played: what comes before it failed');
      for (const by of [own, played])
        if (by[0])
          console.log(
            `            by "${by[0].name}"${by.length > 1 ? ` and ${by.length - 1} more` : ''}${by[0].why === '' ? '' : `: ${by[0].why}`}`,
          );
    }
    for (const back of restore.toReversed()) back();
  }
  console.log(`\n${wanted.length - missed} of ${wanted.length} caught`);
  return missed === 0 ? 0 : 1;
}

/**
 * @param {string} pattern
 * @param {string} name
 * @returns {boolean}
 */
function isNamed(pattern, name) {
  return new RegExp(pattern, 'u').test(name);
}

/**
 * Bugs that cannot be taken for one another are in the sources at once: a start of the tests takes longer than a case.
 *
 * @param {readonly Mutant[]} bugs
 * @returns {readonly (readonly Mutant[])[]}
 */
function batches(bugs) {
  /** @type {Mutant[][]} */
  const all = [];
  for (const bug of bugs) {
    const place = all.find((some) =>
      some.every(
        ({ reach, tests }) =>
          String(tests) === String(bug.tests) &&
          reach &&
          !reach.some((one) => bug.reach?.includes(one) ?? true),
      ),
    );
    if (place === undefined) all.push([bug]);
    else place.push(bug);
  }
  return all;
}

/**
 * What the mutant's campaign finds wrong; nothing for one that has none.
 *
 * @param {string} folder
 * @param {Mutant} mutant
 * @returns {readonly Failed[]}
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
    const said = [...ran.stdout.matchAll(/VIOLATED (.{0,160})/gu)].map(([, words]) => ({
      name: `${campaign?.row ?? ''}, seed ${seed}`,
      why: words ?? '',
    }));
    return ran.status === 0 || said.length > 0
      ? said
      : [{ name: `ended with ${ran.signal ?? ran.status}`, why: '' }];
  });
}

/**
 * The tests that fail, of those that are to notice the mutants.
 *
 * @param {string} folder
 * @param {readonly Mutant[]} mutants of the same tests
 * @param {Set<string>} [ended] is given the names of the tests that came to an end
 * @returns {readonly Failed[]}
 */
function failures(folder, mutants, ended = new Set()) {
  const report = path.join(folder, 'report.json');
  fs.rmSync(report, { force: true });
  const [first] = mutants;
  if (first === undefined) return [];
  const names = mutants.flatMap(({ name }) => (name === undefined ? [] : [`(?:${name})`]));
  const ran = spawnSync(
    process.execPath,
    [
      path.join(folder, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--project',
      first.project,
      '--reporter',
      'json',
      '--outputFile',
      report,
      // Whatever hangs has noticed, too.
      '--testTimeout',
      '40000',
      '--hookTimeout',
      '40000',
      ...(mutants.length > 1 ? [] : ['--bail', '3']),
      ...(names.length === 0 ? [] : ['-t', names.join('|')]),
      ...first.tests,
    ],
    { cwd: folder, encoding: 'utf8', timeout: 600_000 + 120_000 * mutants.length },
  );
  if (!fs.existsSync(report))
    return [
      {
        name: ran.error ? `no end: ${ran.error.message}` : `no report: ${ran.stderr.slice(-300)}`,
        why: '',
      },
    ];
  /** @type {{ testResults: { name: string, message: string, status: string, assertionResults: { status: string, fullName: string, failureMessages?: string[] }[] }[] }} */
  const { testResults } = JSON.parse(fs.readFileSync(report, 'utf8'));
  for (const { status, fullName } of testResults.flatMap((file) => file.assertionResults))
    if (status === 'passed' || status === 'failed') ended.add(fullName);
  const isPlayed = testResults.some(
    ({ status, assertionResults }) =>
      status === 'failed' || assertionResults.some((one) => one.status === 'passed'),
  );
  if (!isPlayed) throw new Error(`no test has this name: ${names.join(', ')}`);
  const named = testResults.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length > 0)
      return failed.map(({ fullName: name, failureMessages }) => ({
        name,
        why: (failureMessages?.[0] ?? '').split('\n')[0]?.slice(0, 160) ?? '',
      }));
    return file.status === 'failed'
      ? [{ name: `${path.basename(file.name)}: ${file.message.split('\n')[0]}`, why: '' }]
      : [];
  });
  return named.length > 0 || ran.status === 0
    ? named
    : [{ name: `ended with ${ran.signal ?? ran.status}`, why: '' }];
}
