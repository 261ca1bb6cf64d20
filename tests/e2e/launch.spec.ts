import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { electronArgs, electronPath } from '../../scripts/runtime.mjs';
import { killTree } from '../../scripts/process-tree.mjs';
import { root } from '../../scripts/setup/places.mjs';
import { lockFolder } from '../../src-main/journal/folder-lock.ts';
import { expect, test } from './fixtures.ts';

test('opens one window, served from its own scheme, with nothing of Node in it', async ({ app, page }) => {
  expect(new URL(page.url()).protocol).toBe('app:');
  expect(app.windows()).toHaveLength(1);
  expect(
    await page.evaluate(() => ['require', 'process', 'Buffer'].filter((name) => name in globalThis)),
  ).toEqual([]);
});

test('keeps everything in the profile that it is given', async ({ app, running }) => {
  expect(await app.evaluate((electron) => electron.app.getPath('userData'))).toBe(running.profile);
});

test('opens again on the same profile after a regular quit', async ({ running }) => {
  const before = running.app.process().pid;
  await running.restart();
  expect(running.app.process().pid).not.toBe(before);
  await expect(running.page).toHaveTitle(/\S/);
});

test('opens again on the same profile after its whole process tree was killed', async ({ running }) => {
  await running.kill();
  expect(() => running.page).toThrow(/does not run/);
  await running.restart();
  await expect(running.page).toHaveTitle(/\S/);
});

test.describe('a program that the browser lets in beside another', () => {
  test.skip(process.platform === 'win32', 'the browser leaves no lock behind there');

  /** As a program that was killed leaves it: two that find it at the same time may both take it away. */
  const leaveLock = async (profile: string): Promise<void> => {
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    await symlink(`${hostname()}-${String(gone.pid)}`, path.join(profile, 'SingletonLock'));
  };
  let started: ChildProcess | undefined;
  test.afterEach(async () => {
    if (started?.pid !== undefined) await killTree(started.pid);
  });
  const exitOf = async (profile: string): Promise<number | null> => {
    started = spawn(electronPath(), [...electronArgs(), root], {
      cwd: root,
      env: { ...process.env, VIGIE_PROFILE: profile },
      stdio: 'ignore',
    });
    const [code] = (await once(started, 'exit')) as [number | null];
    return code;
  };

  test('ends before it touches anything when somebody else was faster', async ({ freshProfile, launch }) => {
    const profile = await freshProfile();
    await leaveLock(profile);
    const other = await lockFolder(profile);
    expect(await exitOf(profile)).toBe(0);
    expect(await readdir(profile)).not.toContain('IndexedDB');
    expect(await readdir(profile)).not.toContain('journal');
    await other.release();

    await leaveLock(profile).catch(() => undefined);
    const { page } = await launch({ profile });
    await expect(page).toHaveTitle(/\S/);
    await expect(lockFolder(profile)).rejects.toMatchObject({ code: 'LEVEL_DATABASE_NOT_OPEN' });
  });

  test('ends without a word when the journal is in other hands', async ({ freshProfile }) => {
    const profile = await freshProfile();
    await mkdir(path.join(profile, 'journal'));
    const other = await lockFolder(path.join(profile, 'journal'));
    expect(await exitOf(profile)).toBe(0);
    await other.release();
  });
});
