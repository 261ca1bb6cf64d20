import { execFile, type ExecFileException } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkBoundaries } from '../../scripts/check-boundaries.mjs';
import { registerNetworks } from '../../scripts/register-networks.mjs';

/**
 * A network that nobody has heard of is added to a copy of the sources as `docs/adding-a-network.md` says: its folder,
 * its simulator, its preview, its words, and one line in the registry. Then the copy must compile, keep its boundaries,
 * and the app in it must do with that network what it does with every other.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const toy = path.join(root, 'tests', 'toy-network');
const registry = 'src-shared/networks/registry.ts';
const programs = ['src-shared', 'src-main', 'src-preload', 'src-renderer', 'src-simulator'];
let copy: string;

/** Every file below the folders of the sources, by path, as it is. */
async function sourcesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const all = new Map<string, string>();
  for (const program of programs)
    for (const entry of await readdir(path.join(folder, program), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      all.set(path.relative(folder, file).replaceAll('\\', '/'), await readFile(file, 'latin1'));
    }
  return all;
}

/** Runs a program of node's in the copy; answers what it said. */
const run = (
  script: string,
  ...args: readonly string[]
): Promise<{ readonly ok: boolean; readonly said: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.join(root, 'node_modules', script), ...args],
      { cwd: copy, env: { ...process.env, NODE_OPTIONS: '', VITEST: '' }, maxBuffer: 64 * 1024 ** 2 },
      (failed: ExecFileException | null, said, wrong) => resolve({ ok: failed === null, said: said + wrong }),
    );
  });

beforeAll(async () => {
  // Beside the sources, so that packages are found where they are.
  await mkdir(path.join(root, '.cache'), { recursive: true });
  copy = await mkdtemp(path.join(root, '.cache', 'toy-network-'));
  for (const program of programs)
    await cp(path.join(root, program), path.join(copy, program), { recursive: true });
  for (const folder of ['tests/fixtures', 'resources'])
    await cp(path.join(root, folder), path.join(copy, folder), { recursive: true });
  for (const file of ['package.json', 'tsconfig.base.json', 'vitest.config.ts'])
    await cp(path.join(root, file), path.join(copy, file));
  await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
});
afterAll(() => rm(copy, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

describe('a network that nobody has heard of', () => {
  it('is added by its own files and one line, and nothing else is written by anybody', async () => {
    const before = await sourcesIn(copy);
    for (const program of await readdir(toy))
      if (program.startsWith('src-'))
        await cp(path.join(toy, program), path.join(copy, program), { recursive: true, force: false });
    const list = await readFile(path.join(copy, registry), 'utf8');
    await writeFile(
      path.join(copy, registry),
      list.replace("\n  'facebook',", "\n  'carillon',\n  'facebook',"),
    );
    const written = await registerNetworks(copy);

    const after = await sourcesIn(copy);
    expect([...before.keys()].filter((file) => !after.has(file))).toEqual([]);
    const changed = [...after].filter(([file, text]) => before.get(file) !== text).map(([file]) => file);
    const own = changed.filter((file) => !before.has(file));
    // Its folder, its simulator, its preview, and its words in each language: no other place.
    expect(
      [...new Set(own.map((file) => file.replace(/(carillon)(?:\/[^/]+|\.tsx?)$/u, '$1')))].toSorted(),
    ).toEqual([
      'src-main/connectors/carillon',
      'src-renderer/previews/carillon',
      'src-renderer/text/en/networks/carillon',
      'src-renderer/text/fr/networks/carillon',
      'src-simulator/carillon',
    ]);
    // One line by hand; the rest is written from it.
    expect(changed.filter((file) => before.has(file) && !written.includes(file))).toEqual([registry]);
    const lines = (text = ''): readonly string[] => text.split('\n');
    const old = new Set(lines(before.get(registry)));
    expect(lines(after.get(registry)).filter((line) => !old.has(line))).toEqual(["  'carillon',"]);
    expect(lines(after.get(registry))).toHaveLength(lines(before.get(registry)).length + 1);
  });

  it('keeps the boundaries: nobody else names it', () => {
    expect(checkBoundaries(copy)).toEqual([]);
  }, 300_000);

  it('compiles, and the app does with it all that it does with every network', async () => {
    await mkdir(path.join(copy, 'tests', 'integration'), { recursive: true });
    await cp(
      path.join(toy, 'tests', 'carillon.test.tsx'),
      path.join(copy, 'tests', 'integration', 'carillon.test.tsx'),
    );
    const tests = JSON.parse(await readFile(path.join(root, 'tests', 'tsconfig.json'), 'utf8')) as {
      references: readonly { readonly path: string }[];
    };
    const references = tests.references.filter(({ path: to }) => to !== '../scripts');
    await writeFile(
      path.join(copy, 'tests', 'tsconfig.json'),
      JSON.stringify({ ...tests, references, include: ['integration/**/*', 'fixtures/connector-words.ts'] }),
    );
    const [types, played] = await Promise.all([
      run('typescript/bin/tsc', '-b', 'src-preload', 'tests'),
      run('vitest/vitest.mjs', 'run', '--root', copy, '--project', 'integration'),
    ]);
    expect(types, types.said).toMatchObject({ ok: true });
    expect(played, played.said).toMatchObject({ ok: true });
    // It was truly played, and wholly.
    expect(stripVTControlCharacters(played.said)).toMatch(/Tests +10 passed \(10\)/u);
  }, 600_000);
});

it('the registrations are what the registry says (`npm run networks` writes them)', async () => {
  expect(await registerNetworks(root, { isCheck: true })).toEqual([]);
});
