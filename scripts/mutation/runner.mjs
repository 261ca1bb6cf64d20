import { collectTests, getFn, getHooks } from '@vitest/runner';
import fc from 'fast-check';
import fs from 'node:fs';
import { TestRunner, vi } from 'vitest';

/**
 * @typedef {import('@vitest/runner').Test} Test
 * @typedef {import('@vitest/runner').Suite} Suite
 * @typedef {import('@vitest/runner').File} File
 * @typedef {{ places: Set<number>, ms: number, steps: number }} Covered
 */

/** @type {import('./job.mjs').Job} */
const job = JSON.parse(fs.readFileSync(process.env.VIGIE_MUTATION_JOB ?? '', 'utf8'));
// The tests may put the clock into their own hand.
const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis;

/** What the instrumented sources ask. `at` is called at each place that has mutants, and ends what does not end. */
const mutation = {
  active: 0,
  left: Infinity,
  isEndless: false,
  hits: new Uint8Array(job.count + 1),
  at(/** @type {number} */ place) {
    mutation.hits[place] = 1;
    if (--mutation.left < 0) {
      mutation.isEndless = true;
      throw new Error('goes on and on');
    }
    return mutation.active;
  },
};
Object.assign(globalThis, { __mutation: mutation });

fc.configureGlobal({
  seed: 20_260_101,
  endOnFailure: true,
  interruptAfterTimeLimit: job.propertyMs,
  markInterruptAsFailure: false,
});

/** Runs a test file once as it is, notes what each test runs, then lets it judge one mutant after the other. */
export default class MutationRunner extends TestRunner {
  /** @type {Map<string, Covered>} by the name of the test */
  covered = new Map();
  /** What is run while the file is loaded and in its `beforeAll`. */
  /** @type {Set<number>} */
  whileLoading = new Set();
  /** @type {unknown} */
  why;
  steps = 0;
  started = 0;

  /**
   * @override
   * @param {Test} test
   */
  onBeforeTryTask(test) {
    super.onBeforeTryTask(test);
    if (mutation.active !== 0) return;
    for (const place of takeHits()) this.whileLoading.add(place);
    this.started = performance.now();
    mutation.left = this.steps = 1e12;
  }

  /**
   * @override
   * @param {Test} test
   */
  onAfterRunTask(test) {
    super.onAfterRunTask(test);
    if (mutation.active !== 0) return;
    this.covered.set(nameOf(test), {
      places: new Set(takeHits()),
      ms: performance.now() - this.started,
      steps: this.steps - mutation.left,
    });
    stillAlive();
  }

  /**
   * @override
   * @param {Suite} suite
   */
  async onAfterRunSuite(suite) {
    if ('filepath' in suite && mutation.active === 0) await this.judgeAll(/** @type {File} */ (suite));
    await super.onAfterRunSuite(suite);
  }

  /** @param {File} file */
  async judgeAll(file) {
    const tests = testsIn(file);
    if (file.result?.state !== 'pass') throw new Error(`${job.test} fails without a mutant`);
    const repeated = await this.judge(tests, 0);
    stillAlive();
    const reloaded = await this.judgeLoaded(file, 0);
    stillAlive();
    for (const { by } of [repeated, reloaded])
      if (by) throw new Error(`${nameOf(by)} passes once only, without a mutant: ${String(this.why)}`);
    for (const { id, at } of job.mutants) {
      const covering = tests.filter((test) => this.covered.get(nameOf(test))?.places.has(at));
      const isLoading = this.whileLoading.has(at);
      if (!isLoading && covering.length === 0) continue;
      fs.writeFileSync(job.current, String(id));
      const started = performance.now();
      const judged = isLoading
        ? await this.judgeLoaded(file, id)
        : await this.judgeInPlace(file, covering, id);
      mutation.active = 0;
      const verdict = judged.by === undefined ? 'survived' : judged.isEndless ? 'timeout' : 'killed';
      fs.appendFileSync(
        job.results,
        `${JSON.stringify({ id, verdict, by: judged.by && nameOf(judged.by), ms: Math.round(performance.now() - started) })}\n`,
      );
      await new Promise((resolve) => setImmediate(resolve));
    }
    fs.writeFileSync(job.current, 'done');
  }

  /**
   * @param {readonly Test[]} tests
   * @param {number} id
   * @returns {Promise<{ by?: Test, isEndless?: boolean }>}
   */
  async judge(tests, id) {
    const quickFirst = [...tests].sort((a, b) => this.msOf(a) - this.msOf(b));
    for (const test of quickFirst) {
      mutation.active = id;
      const outcome = await this.attempt(test, id);
      if (outcome !== 'passed') return { by: test, isEndless: outcome === 'endless' };
    }
    return {};
  }

  /**
   * With what is loaded already. What an earlier mutant left behind must not speak for this one: a test that fails without
   * it as well has no say before everything is loaded anew.
   *
   * @param {File} file
   * @param {readonly Test[]} covering
   * @param {number} id
   */
  async judgeInPlace(file, covering, id) {
    const judged = await this.judge(covering, id);
    const isSpoilt = judged.by !== undefined && (await this.judge([judged.by], 0)).by !== undefined;
    return isSpoilt ? this.judgeLoaded(file, id) : judged;
  }

  /**
   * With everything loaded anew while the mutant lives.
   *
   * @param {File} file
   * @param {number} id
   * @returns {Promise<{ by?: Test | File, isEndless?: boolean }>}
   */
  async judgeLoaded(file, id) {
    vi.resetModules();
    mutation.active = id;
    mutation.isEndless = false;
    mutation.left = 1e8;
    // Nobody is to be told of a second collection.
    const quiet = Object.create(this, {
      onCollected: { value: undefined },
      onBeforeCollect: { value: undefined },
    });
    const [again] = await collectTests([{ filepath: file.filepath, testLocations: undefined }], quiet);
    if (!again || again.result?.state === 'fail') return { by: file, isEndless: mutation.isEndless };
    try {
      for (const suite of suitesIn(again))
        for (const hook of getHooks(suite).beforeAll) {
          mutation.left = 1e8;
          await hook(/** @type {any} */ (suite));
        }
    } catch {
      return { by: file, isEndless: mutation.isEndless };
    }
    return this.judge(testsIn(again), id);
  }

  /**
   * @param {Test} test
   * @param {number} id
   * @returns {Promise<'passed' | 'failed' | 'endless'>}
   */
  async attempt(test, id) {
    const known = this.covered.get(nameOf(test)) ?? { ms: 1000, steps: 1e6 };
    mutation.isEndless = false;
    mutation.left = known.steps * 50 + 100_000;
    const suites = lineOf(test);
    /** @type {'passed' | 'failed' | 'endless'} */
    let outcome = 'passed';
    /** @type {(() => unknown)[]} */
    const cleanups = [];
    try {
      super.onBeforeTryTask(test);
      for (const suite of suites)
        for (const hook of getHooks(suite).beforeEach) {
          const cleanup = await hook(test.context, suite);
          if (typeof cleanup === 'function') cleanups.push(/** @type {() => unknown} */ (cleanup));
        }
      outcome = await within(known.ms * 4 + 3000, getFn(test));
      if (outcome === 'passed') this.onAfterTryTask(test);
    } catch (error) {
      this.why = error;
      outcome = 'failed';
    }
    mutation.left = Infinity;
    try {
      for (const suite of suites.toReversed())
        for (const hook of getHooks(suite).afterEach.toReversed())
          await within(10_000, () => hook(test.context, suite));
      for (const cleanup of cleanups.toReversed()) await cleanup();
    } catch {
      if (outcome === 'passed') outcome = 'failed';
    }
    if (mutation.isEndless) outcome = 'endless';
    mutation.active = id;
    return outcome;
  }

  /** @param {Test} test */
  msOf(test) {
    return this.covered.get(nameOf(test))?.ms ?? 1000;
  }
}

/**
 * @param {number} ms
 * @param {() => unknown} run
 * @returns {Promise<'passed' | 'endless'>} what `run` throws is thrown
 */
async function within(ms, run) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((/** @type {(value: 'endless') => void} */ resolve) => {
    timer = startTimer(() => resolve('endless'), ms);
  });
  try {
    return await Promise.race([Promise.resolve(run()).then(() => /** @type {'passed'} */ ('passed')), late]);
  } finally {
    stopTimer(timer);
  }
}

/** Before the first mutant, for who watches that this does not hang. */
function stillAlive() {
  fs.writeFileSync(job.current, '');
}

function takeHits() {
  /** @type {number[]} */
  const hit = [];
  mutation.hits.forEach((is, place) => is === 1 && hit.push(place));
  mutation.hits.fill(0);
  return hit;
}

/**
 * @param {Suite} suite
 * @returns {readonly Test[]}
 */
function testsIn(suite) {
  return suite.tasks.flatMap((task) =>
    task.type === 'suite' ? testsIn(task) : task.mode === 'run' || task.mode === 'queued' ? [task] : [],
  );
}

/**
 * @param {Suite} suite
 * @returns {readonly Suite[]}
 */
function suitesIn(suite) {
  return [suite, ...suite.tasks.flatMap((task) => (task.type === 'suite' ? suitesIn(task) : []))];
}

/**
 * The suites that a test is in, the file first.
 *
 * @param {Test} test
 * @returns {readonly Suite[]}
 */
function lineOf(test) {
  /** @type {Suite[]} */
  const line = [];
  for (let suite = test.suite; suite; suite = suite.suite) line.unshift(suite);
  return line.includes(test.file) ? line : [test.file, ...line];
}

/** @param {Test | File} task */
function nameOf(task) {
  return task.type === 'suite' ? task.name : task.fullTestName;
}
