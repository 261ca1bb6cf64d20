import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { electronRuntime } from '../../../scripts/runtime.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-runtime-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs a script in the Node of this machine's Electron and gives what it printed. */
function inElectron(script: string): string {
  const { stdout, stderr, status } = spawnSync(electronRuntime().executable, ['-e', script], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.trim();
}

it('the recorded Electron is the one that runs', () => {
  expect(inElectron('console.log(process.versions.electron)')).toBe(electronRuntime().version);
});

it('the journal’s native module loads in it and keeps what it is given', () => {
  const script = `
    const { ClassicLevel } = require('classic-level');
    const open = () => new ClassicLevel(${JSON.stringify(path.join(folder, 'journal'))});
    (async () => {
      const first = open();
      await first.batch([{ type: 'put', key: 'a', value: 'b' }], { sync: true });
      await first.close();
      console.log(await open().get('a'));
    })();`;
  expect(inElectron(script)).toBe('b');
});

it('the keychain’s native module loads in it', () => {
  expect(inElectron("console.log(typeof require('@napi-rs/keyring').AsyncEntry)")).toBe('function');
});
