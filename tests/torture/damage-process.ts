import { readFileSync, writeFileSync } from 'node:fs';
import { nothingYet, playImages, type Progress } from './damage/play-images.ts';

/** Opens images of damaged journals in a process of its own, because a native library may end the process. */
const [seed, count, base, file] = process.argv.slice(2);
if (base === undefined || file === undefined) throw new Error('seed, count, folder, file');
const load = (): Progress => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Progress;
  } catch {
    return nothingYet;
  }
};
const keep = (progress: Progress): void => writeFileSync(file, JSON.stringify(progress));
keep(await playImages(Number(seed), Number(count), base, load(), keep));
