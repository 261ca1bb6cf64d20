import { mkdir, open, readdir, rename } from 'node:fs/promises';
import path from 'node:path';

const prefix = 'set-aside-';

/**
 * Moves entries of `folder` (now → then names) into a dated folder beside them. Nothing is deleted. Answers its name.
 */
export async function setAside(
  folder: string,
  entries: Readonly<Record<string, string>>,
  now: number,
): Promise<string> {
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
  let name = prefix + stamp;
  for (let n = 2; ; n += 1) {
    try {
      await mkdir(path.join(folder, name));
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      name = `${prefix}${stamp}-${String(n)}`;
    }
  }
  for (const [from, to] of Object.entries(entries)) {
    try {
      await rename(path.join(folder, from), path.join(folder, name, to));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  await syncFolder(folder);
  return name;
}

/** The newest folder that was set aside; null when there is none. */
export async function newestSetAside(folder: string): Promise<string | null> {
  const names = await readdir(folder);
  return (
    names
      .filter((name) => name.startsWith(prefix))
      .sort()
      .at(-1) ?? null
  );
}

/** So that the names themselves survive a loss of power. Not every system can do it, and those do not need it. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
