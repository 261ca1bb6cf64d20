import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The files of a folder, by their path within it. */
export type Image = ReadonlyMap<string, Buffer>;

/** A folder for images, in memory where the system has such a place: what is torn is torn by us, not by a power cut. */
export const imageFolder = (): Promise<string> =>
  mkdtemp(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'vigie-images-'));

export async function readImage(folder: string): Promise<Image> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const image = new Map<string, Buffer>();
  for (const one of names) {
    if (!one.isFile()) continue;
    const file = path.join(one.parentPath, one.name);
    image.set(path.relative(folder, file), await readFile(file));
  }
  return image;
}

/** Makes the folder hold these files and nothing else. */
export async function writeImage(folder: string, image: Image): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const folders = new Set([...image.keys()].map((name) => path.dirname(name)));
  for (const one of folders) await mkdir(path.join(folder, one), { recursive: true });
  for (const [name, bytes] of image) await writeFile(path.join(folder, name), bytes);
}

export const withFile = (image: Image, name: string, bytes: Buffer | null): Image => {
  const next = new Map(image);
  if (bytes === null) next.delete(name);
  else next.set(name, bytes);
  return next;
};
