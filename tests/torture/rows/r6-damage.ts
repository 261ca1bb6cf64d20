import { spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { imageFolder } from '../damage/image.ts';
import type { Progress } from '../damage/play-images.ts';
import type { Played, Row } from '../row.ts';

const imagesASeed = { full: 1_000, short: 200 } as const;
/** Folders of snapshots of which some are damaged. */
const snapshotsASeed = { full: 200, short: 40 } as const;
/** Damaged journals that are played on to the end. */
const livesASeed = { full: 5, short: 3 } as const;

export const damage: Row = {
  id: 'R6',
  title:
    'damaged journals and snapshots: torn after the last fsync; flipped, cut, missing, exchanged, gone back in time',
  target: 'torn: 0 acknowledged rows lost; damaged: 100 % detected, told once, rebuilt, 0 sent twice',
  runs: { full: 100, short: 4 },
  counted: { figure: 'images', full: 100_000 },
  jobs: 2,
  open: async ({ isShort }) => {
    const base = await imageFolder();
    return {
      play: (seed) => play(base, seed, isShort ? 'short' : 'full'),
      close: () => rm(base, { recursive: true, force: true }),
    };
  },
};

/** Starts the process again behind an image that ended it. */
async function play(base: string, seed: number, form: 'full' | 'short'): Promise<Played> {
  const sizes = [imagesASeed[form], livesASeed[form], snapshotsASeed[form]];
  const file = path.join(base, `${seed}.json`);
  for (;;) {
    const said = await run([...[seed, ...sizes].map(String), path.join(base, String(seed)), file]);
    const progress = JSON.parse(await readFile(file, 'utf8')) as Progress;
    const { next, rebuilt, snapshots } = progress;
    const figures = { ...progress.figures, ...rebuilt.figures, ...snapshots.figures };
    const violations = [...progress.violations, ...rebuilt.violations, ...snapshots.violations];
    if (said === null) return { figures, violations };
    const died = `image ${next - 1} (${progress.opening}): ended the process: ${said}`;
    if (next >= imagesASeed[form]) return { figures, violations: [...violations, died] };
    await writeFile(file, JSON.stringify({ ...progress, violations: [...progress.violations, died] }));
  }
}

/** Null: it ran to its end; else its last words. What it throws is no fault of what it opens. */
function run(args: readonly string[]): Promise<string | null> {
  const script = path.join(path.dirname(process.argv[1] ?? ''), 'damage-process.mjs');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', script, ...args], {
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    let words = '';
    child.stderr.on('data', (bytes: Buffer) => {
      words = (words + bytes.toString()).slice(-1_500);
    });
    child.on('close', (code, signal) => {
      if (signal !== null) resolve(`${signal} ${words.trim()}`);
      else if (code === 0) resolve(null);
      else reject(new Error(words));
    });
  });
}
