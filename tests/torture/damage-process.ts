import { readFileSync, writeFileSync } from 'node:fs';
import { nothingYet, playImages, type Progress } from './damage/play-images.ts';
import { playRebuilt } from './damage/play-rebuilt.ts';
import { playSnapshots } from './damage/play-snapshots.ts';
import { sum } from './results.ts';

/** Opens images of damaged journals in a process of its own, because a native library may end the process. */
const [seed, count, lives, folders, base, file] = process.argv.slice(2);
if (base === undefined || file === undefined)
  throw new Error('seed, images, lives, folders of snapshots, folder, file');
const load = (): Progress => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Progress;
  } catch {
    return nothingYet;
  }
};
const keep = (progress: Progress): void => writeFileSync(file, JSON.stringify(progress));
let progress = await playImages(Number(seed), Number(count), base, load(), keep);
progress = {
  ...progress,
  snapshots: await playSnapshots(Number(seed), Number(folders), `${base}-snapshots`),
};
keep(progress);
for (let n = 0; n < Number(lives); n += 1) {
  const played = await playRebuilt(Number(seed) * 1_000 + n);
  progress = {
    ...progress,
    rebuilt: {
      figures: { ...progress.rebuilt.figures, ...sum([progress.rebuilt, played]) },
      violations: [...progress.rebuilt.violations, ...played.violations],
    },
  };
  keep(progress);
}
keep(progress);
