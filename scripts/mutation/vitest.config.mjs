import fs from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { root } from '../setup/places.mjs';
import { withMutants } from './instrument.mjs';
import { digest } from './scope.mjs';

/** @type {import('./job.mjs').Job} */
const job = JSON.parse(fs.readFileSync(process.env.VIGIE_MUTATION_JOB ?? '', 'utf8'));
const files = new Map(job.files.map((one) => [path.join(root, one.file), one]));

export default defineConfig({
  root,
  cacheDir: path.join(root, '.cache', 'mutation', 'vite'),
  plugins: [
    {
      name: 'mutants',
      enforce: 'pre',
      transform(code, id) {
        const planned = files.get(id);
        if (planned === undefined) return undefined;
        if (digest(code) !== planned.content) throw new Error(`${id} was changed meanwhile: begin again`);
        return withMutants(id, code, planned.first);
      },
    },
  ],
  test: {
    include: [job.test],
    environment: 'node',
    runner: path.join(import.meta.dirname, 'runner.mjs'),
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['dot'],
    expect: { poll: { timeout: 5000 } },
    dangerouslyIgnoreUnhandledErrors: true,
  },
});
