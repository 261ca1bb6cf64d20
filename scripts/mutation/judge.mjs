import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { killTree } from '../process-tree.mjs';
import { cache, root } from '../setup/places.mjs';

const patienceMs = 90_000;

/**
 * Lets a test file judge the mutants that are still open, in a process of its own. One that makes it hang is noted as timed
 * out and the process begins again behind it.
 *
 * @param {object} asked
 * @param {import('./tests.mjs').TestFile} asked.test
 * @param {readonly import('./scope.mjs').PlannedMutant[]} asked.open
 * @param {readonly import('./scope.mjs').PlannedFile[]} asked.files
 * @param {number} asked.count
 * @param {import('./results.mjs').Results} asked.results
 * @param {number} asked.propertyMs
 */
export async function judgeBy({ test, open, files, count, results, propertyMs }) {
  const folder = fs.mkdtempSync(path.join(cache, 'mutation', 'job-'));
  const current = path.join(folder, 'current');
  const verdicts = path.join(folder, 'verdicts.jsonl');
  const counts = { killed: 0, timeout: 0, survived: 0 };
  /** @type {Map<number, import('./scope.mjs').PlannedMutant>} */
  const left = new Map(open.map((mutant) => [mutant.id, mutant]));
  let read = 0;
  const readOn = () => {
    if (!fs.existsSync(verdicts)) return;
    const lines = fs.readFileSync(verdicts, 'utf8').split('\n').slice(0, -1);
    for (const line of lines.slice(read)) {
      /** @type {import('./job.mjs').Verdict} */
      const { id, verdict, by } = JSON.parse(line);
      const mutant = left.get(id);
      if (!mutant) continue;
      left.delete(id);
      counts[verdict] += 1;
      results.add(test, mutant, verdict, by);
    }
    read = lines.length;
  };
  try {
    for (;;) {
      fs.writeFileSync(current, '');
      fs.writeFileSync(
        path.join(folder, 'job.json'),
        JSON.stringify({
          test: test.file,
          files,
          mutants: [...left.values()].map(({ id, at }) => ({ id, at })),
          count,
          results: verdicts,
          current,
          propertyMs,
        }),
      );
      const hanging = await play(folder, current, readOn);
      readOn();
      const at = fs.readFileSync(current, 'utf8');
      if (at === 'done') break;
      const mutant = left.get(Number(at));
      if (!mutant) throw new Error(`${test.file} cannot judge: see what its own run says\n${hanging.output}`);
      left.delete(mutant.id);
      counts.timeout += 1;
      results.add(test, mutant, 'timeout', 'hangs, or ends the process');
    }
    results.finish(test);
    return counts;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {string} current
 * @param {() => void} readOn
 * @returns {Promise<{ output: string }>}
 */
function play(folder, current, readOn) {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(
      process.execPath,
      [
        path.join(root, 'node_modules', 'vitest', 'vitest.mjs'),
        'run',
        '--config',
        path.join(import.meta.dirname, 'vitest.config.mjs'),
      ],
      {
        cwd: root,
        env: { ...process.env, VIGIE_MUTATION_JOB: path.join(folder, 'job.json') },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    if (child.pid !== undefined) os.setPriority(child.pid, 10);
    const keep = (/** @type {Buffer} */ said) => (output = (output + String(said)).slice(-4000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const watch = setInterval(() => {
      readOn();
      if (Date.now() - fs.statSync(current).mtimeMs > patienceMs && child.pid !== undefined)
        void killTree(child.pid);
    }, 2000);
    child.on('error', reject);
    child.on('exit', () => {
      clearInterval(watch);
      resolve({ output });
    });
  });
}
