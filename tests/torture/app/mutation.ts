import { open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Random } from '../../../src-simulator/core/random.ts';

/** Damages files of a folder as disks, crashes and other programs do. Answers what was done, in words. */
export async function mutate(folder: string, random: Random): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const kind = random.next();
  if (kind < 0.03) {
    await rm(folder, { recursive: true });
    return 'the folder is gone';
  }
  if (kind < 0.08) {
    for (const file of files) await writeFile(file, noise(random, 4_096));
    return 'every file is noise';
  }
  const done: string[] = [];
  for (let count = random.between(1, 3); count > 0; count -= 1) {
    const file = random.pick(files);
    if (file !== undefined) done.push(`${path.basename(file)} ${await damage(file, random)}`);
  }
  return done.join(', ');
}

async function damage(file: string, random: Random): Promise<string> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return 'was gone already';
  const { length } = bytes;
  const at = random.between(0, Math.max(0, length - 1));
  switch (random.between(0, 6)) {
    case 0:
      await rm(file);
      return 'deleted';
    case 1:
      await writeFile(file, bytes.subarray(0, at));
      return `cut to ${String(at)} of ${String(length)} bytes`;
    case 2:
      await writeFile(file, '');
      return 'emptied';
    case 3: {
      const end = Math.min(length, at + random.between(1, 4_096));
      await writeFile(file, Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]));
      return `lacks ${String(end - at)} bytes at ${String(at)}`;
    }
    case 4: {
      const over = noise(random, random.between(1, 4_096));
      const handle = await open(file, 'r+');
      await handle.write(over, 0, over.length, at);
      await handle.close();
      return `has noise at ${String(at)}`;
    }
    default: {
      const flips = random.between(1, 8);
      for (let flip = 0; flip < flips && length > 0; flip += 1) {
        const where = random.between(0, length - 1);
        bytes[where] = (bytes[where] ?? 0) ^ (1 << random.between(0, 7));
      }
      await writeFile(file, bytes);
      return `has ${String(flips)} bits flipped`;
    }
  }
}

const noise = (random: Random, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => random.between(0, 255)));
