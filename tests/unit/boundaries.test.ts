import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkBoundaries } from '../../scripts/check-boundaries.mjs';

const repository = path.resolve(import.meta.dirname, '../..');
const made: string[] = [];

afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A tree of files with a registry of one network, `birdsong`, beside `seashell`. */
async function treeOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vigie-boundaries-'));
  made.push(folder);
  const registry = "export const networkIds = ['birdsong', 'seashell'] as const;\n";
  for (const [file, code] of Object.entries({ 'src-shared/networks/registry.ts': registry, ...files })) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), code);
  }
  return folder;
}

/** What is wrong with one file: `rule: message`, one each. */
async function breachesOf(file: string, code: string): Promise<readonly string[]> {
  const folder = await treeOf({ [file]: code });
  return checkBoundaries(folder).map((breach) => `${breach.rule}: ${breach.message}`);
}

describe('the repository', () => {
  it('keeps every rule', () => {
    expect(
      checkBoundaries(repository).map(({ file, line, message }) => `${file}:${line} ${message}`),
    ).toEqual([]);
  });
});

describe('an import that the table does not allow', () => {
  it.each([
    ['the renderer imports main', 'src-renderer/main.tsx', "import { x } from '../src-main/app/window.ts';"],
    ['a feature imports main', 'src-renderer/features/inbox/a.ts', "import '../../../src-main/main.ts';"],
    [
      'main imports the renderer',
      'src-main/app/a.ts',
      "import { x } from '../../src-renderer/store/streams.ts';",
    ],
    ['main imports the simulator', 'src-main/main.ts', "import { x } from '../src-simulator/index.ts';"],
    [
      'the simulator imports main',
      'src-simulator/core/a.ts',
      "import { x } from '../../src-main/engine/http.ts';",
    ],
    [
      'shared imports main',
      'src-shared/domain/a.ts',
      "import type { X } from '../../src-main/vault/vault.ts';",
    ],
    [
      'the preload imports the domain',
      'src-preload/preload.ts',
      "import { x } from '../src-shared/domain/post.ts';",
    ],
    [
      'a feature imports another',
      'src-renderer/features/inbox/a.ts',
      "import { x } from '../calendar/b.ts';",
    ],
    [
      'a feature imports a collection',
      'src-renderer/features/inbox/a.ts',
      "import { x } from '../../store/databases.ts';",
    ],
    ['the kit imports the store', 'src-renderer/ui/a.ts', "import { x } from '../store/queries/unread.ts';"],
    ['the kit imports the bridge', 'src-renderer/ui/a.ts', "import { x } from '../bridge.ts';"],
    ['the store imports a feature', 'src-renderer/store/a.ts', "import { x } from '../features/inbox/a.ts';"],
    [
      'a preview imports the store',
      'src-renderer/previews/card.tsx',
      "import { x } from '../store/queries/a.ts';",
    ],
    [
      'a connector imports another',
      'src-main/connectors/birdsong/a.ts',
      "import { x } from '../seashell/map.ts';",
    ],
    [
      'a connector imports what a family of others shares',
      'src-main/connectors/birdsong/a.ts',
      "import { x } from '../meta/graph.ts';",
    ],
    [
      'a simulator imports what a family of others shares',
      'src-simulator/birdsong/a.ts',
      "import { x } from '../meta/graph.ts';",
    ],
    [
      'a member of a family imports another member',
      'src-main/connectors/facebook/a.ts',
      "import { x } from '../instagram/map.ts';",
    ],
    [
      'a connector imports the index',
      'src-main/connectors/birdsong/a.ts',
      "import { x } from '../index.ts';",
    ],
    [
      'a connector imports the vault',
      'src-main/connectors/birdsong/a.ts',
      "import { x } from '../../vault/vault.ts';",
    ],
    [
      'the engine imports an adapter',
      'src-main/engine/a.ts',
      "import { x } from '../journal/level-journal.ts';",
    ],
    ['the engine imports the shell', 'src-main/engine/a.ts', "import type { X } from '../app/windows.ts';"],
    ['the journal imports the shell', 'src-main/journal/a.ts', "import { x } from '../app/windows.ts';"],
  ])('%s', async (_what, file, code) => {
    expect((await breachesOf(file, code)).join()).toMatch(/^import: .* may not import src-/);
  });

  it.each([
    ['a re-export', "export { x } from '../calendar/b.ts';"],
    ['a re-export of everything', "export * from '../calendar/b.ts';"],
    ['a type', "import type { X } from '../calendar/b.ts';"],
    ['a type in a type', "export type X = import('../calendar/b.ts').X;"],
    ['a dynamic import', "export const x = () => import('../calendar/b.ts');"],
    ['require', "export const x = require('../calendar/b.ts');"],
    ['import =', "import x = require('../calendar/b.ts');"],
    ['a worker', "new Worker(new URL('../calendar/b.ts', import.meta.url), { type: 'module' });"],
    ['a query of the bundler', "import x from '../calendar/b.ts?worker';"],
    ['a template', 'export const x = () => import(`../calendar/b.ts`);'],
  ])('is found as %s', async (_what, code) => {
    expect(await breachesOf('src-renderer/features/inbox/a.ts', code)).toContainEqual(
      'import: a feature may not import src-renderer/features/calendar/b.ts',
    );
  });

  it.each([
    ['a computed import', 'export const x = (name: string) => import(`../${name}.ts`);'],
    ['a glob', "export const x = import.meta.glob('../*/index.ts');"],
  ])('may not hide behind %s', async (_what, code) => {
    expect(await breachesOf('src-renderer/features/inbox/a.ts', code)).toEqual([
      'import: imports by a computed name, which nobody can check',
    ]);
  });

  it('is not one that the table allows', async () => {
    const folder = await treeOf({
      'src-renderer/features/inbox/a.ts':
        "import { x } from '../../store/queries/unread.ts';\nimport { y } from './b.ts';\nimport { z } from '../../../src-shared/result.ts';",
      'src-main/engine/a.ts':
        "import type { Journal } from '../journal/journal.ts';\nimport type { Connector } from '../connectors/contract.ts';",
      'src-main/connectors/birdsong/a.ts':
        "import type { Connector } from '../contract.ts';\nimport { x } from './map.ts';",
    });
    expect(checkBoundaries(folder)).toEqual([]);
  });
});

describe('a package where it does not belong', () => {
  it.each([
    ['shared imports Node', 'src-shared/a.ts', "import path from 'node:path';", 'node:path'],
    ['shared imports Node without its prefix', 'src-shared/a.ts', "import fs from 'fs/promises';", 'node:fs'],
    ['shared imports a library nobody listed', 'src-shared/a.ts', "import { of } from 'rxjs';", 'rxjs'],
    ['shared refers to Node’s types', 'src-shared/a.ts', '/// <reference types="node" />', 'node'],
    ['the engine imports electron', 'src-main/engine/a.ts', "import { net } from 'electron';", 'electron'],
    [
      'a connector imports electron',
      'src-main/connectors/birdsong/a.ts',
      "import { net } from 'electron';",
      'electron',
    ],
    [
      'a connector opens its own socket',
      'src-main/connectors/birdsong/a.ts',
      "import https from 'node:https';",
      'node:https',
    ],
    [
      'the vault imports electron',
      'src-main/vault/a.ts',
      "import { safeStorage } from 'electron';",
      'electron',
    ],
    [
      'the simulator imports electron',
      'src-simulator/core/a.ts',
      "import { app } from 'electron';",
      'electron',
    ],
    [
      'the renderer imports electron',
      'src-renderer/main.tsx',
      "import { shell } from 'electron';",
      'electron',
    ],
    ['the renderer imports Node', 'src-renderer/main.tsx', "import fs from 'node:fs';", 'node:fs'],
    [
      'a feature imports the database',
      'src-renderer/features/inbox/a.ts',
      "import { x } from 'rxdb/plugins/core';",
      'rxdb',
    ],
    ['the store imports React', 'src-renderer/store/a.ts', "import { useState } from 'react';", 'react'],
    ['the kit imports the database', 'src-renderer/ui/a.ts', "import Dexie from 'dexie';", 'dexie'],
    [
      'main starts a process',
      'src-main/app/a.ts',
      "import { spawn } from 'node:child_process';",
      'node:child_process',
    ],
  ])('%s', async (_what, file, code, name) => {
    expect((await breachesOf(file, code)).join()).toMatch(new RegExp(`^package: .* may not import ${name}$`));
  });
});

describe('a global where it does not belong', () => {
  it.each([
    ['fetch', 'export const load = () => fetch("https://example.org");'],
    ['window', 'export const width = window.innerWidth;'],
    ['process', 'export const home = process.env.HOME;'],
    ['Date.now', 'export const now = () => Date.now();'],
    ['Date.now', "export const now = () => Date['now']();"],
    ['new Date()', 'export const now = () => new Date();'],
    ['Math.random', 'export const dice = () => Math.random();'],
    ['globalThis', 'export const hidden = globalThis;'],
    ['setTimeout', 'export const later = (f: () => void) => setTimeout(f, 1);'],
    ['fetch', 'declare const fetch: () => void; export const x = fetch();'],
    ['fetch', 'export const f = () => { const fetch = 1; return fetch; }; export const g = fetch;'],
    ['fetch', 'export const f = (load = fetch) => load;'],
    ['fetch', 'export const deps = { fetch };'],
    ['console', 'export class A { log() { console.log(1); } }'],
  ])('src-shared may not use %s: %s', async (name, code) => {
    expect(await breachesOf('src-shared/a.ts', code)).toContainEqual(
      `global: src-shared may not use ${name}`,
    );
  });

  it.each([
    ['a property', 'export const load = (deps: { fetch: () => void }) => deps.fetch();'],
    ['a parameter', 'export const load = (fetch: () => void) => fetch();'],
    ['a destructured parameter', 'export const load = ({ fetch }: { fetch: () => void }) => fetch();'],
    ['a local', 'export function load() { var process = 1; return process; }'],
    ['an import', "import { performance } from './b.ts';\nexport const x = performance;"],
    ['a key', 'export const names = { window: 1, process() { return 2; } };'],
    ['a label', 'export const f = () => { self: for (;;) break self; };'],
    ['a type', 'export interface Window { document: string }\nexport type F = (process: string) => void;'],
    ['a date with a moment', 'export const at = (ms: number) => new Date(ms);'],
  ])('%s of that name is none', async (_what, code) => {
    expect(await breachesOf('src-shared/a.ts', code)).toEqual([]);
  });

  it.each([
    ['src-main/connectors/birdsong/api.ts', 'export const x = fetch("/");'],
    ['src-main/connectors/birdsong/api.ts', 'export const x = Date.now();'],
    ['src-main/engine/outbox-runner.ts', 'export const x = Date.now();'],
    ['src-main/app/updater.ts', 'export const x = fetch("/");'],
  ])('%s: %s', async (file, code) => {
    expect((await breachesOf(file, code)).join()).toMatch(/^global: /);
  });
});

describe('a name that one place keeps', () => {
  it.each([
    ['ipcMain', 'src-main/app/windows.ts', "import { app, ipcMain } from 'electron';"],
    ['ipcMain', 'src-main/bridge/handlers/a.ts', "import { ipcMain as talk } from 'electron';"],
    ['ipc', 'src-main/app/windows.ts', "export const f = (w: any) => w.webContents.ipc.handle('x', f);"],
    ['ipcRenderer', 'src-main/app/windows.ts', "import { ipcRenderer } from 'electron';"],
    [
      'openExternal',
      'src-main/app/menu.ts',
      "import { shell } from 'electron';\nvoid shell.openExternal('x');",
    ],
    [
      'openExternal',
      'src-main/app/menu.ts',
      "import { shell } from 'electron';\nconst { openExternal } = shell;",
    ],
    [
      'openExternal',
      'src-main/app/menu.ts',
      "import { shell } from 'electron';\nvoid shell['openExternal']('x');",
    ],
    ['innerHTML', 'src-renderer/ui/a.ts', "export const f = (e: Element) => { e.innerHTML = 'x'; };"],
    [
      'dangerouslySetInnerHTML',
      'src-renderer/ui/a.tsx',
      "export const A = () => <p dangerouslySetInnerHTML={{ __html: 'x' }} />;",
    ],
  ])('%s in %s', async (name, file, code) => {
    const found = (await breachesOf(file, code)).filter((breach) => breach.startsWith('kept-name'));
    expect(found.join()).toMatch(new RegExp(`^kept-name: may not (import|use) ${name}: `));
  });

  it.each([
    ['everything', "import * as electron from 'electron';"],
    ['a default', "import electron from 'electron';"],
    ['require', "export const electron = require('electron');"],
    ['a dynamic import', "export const electron = () => import('electron');"],
  ])('may not be reached through %s of its package', async (_what, code) => {
    expect(await breachesOf('src-main/app/a.ts', code)).toContainEqual(
      'kept-name: imports electron whole: name what is used',
    );
  });

  it('may be used in its place, as a kept package may', async () => {
    const folder = await treeOf({
      'src-main/bridge/register.ts': "import { ipcMain } from 'electron';\nipcMain.handle('x', () => 1);",
      'src-main/app/security.ts':
        "import { shell } from 'electron';\nvoid shell.openExternal('https://example.org');",
      'src-preload/preload.ts':
        "import { contextBridge, ipcRenderer } from 'electron';\nvoid contextBridge; void ipcRenderer;",
    });
    expect(checkBoundaries(folder)).toEqual([]);
  });
});

describe('a network named outside its places', () => {
  it.each([
    ['a string', 'src-shared/domain/a.ts', "export const is = (n: string) => n === 'birdsong';"],
    ['a type', 'src-shared/domain/a.ts', "export type N = 'birdsong' | 'other';"],
    ['an identifier', 'src-shared/domain/a.ts', 'export const birdsong = 1;'],
    ['a part of an identifier', 'src-renderer/ui/a.ts', 'export const isBirdsongPost = true;'],
    ['a key', 'src-renderer/features/inbox/a.ts', 'export const icons = { birdsong: 1 };'],
    ['an import', 'src-main/main.ts', "import { x } from './connectors/birdsong/connector.ts';"],
    ['an address', 'src-renderer/ui/a.ts', "export const home = 'https://birdsong.example/';"],
    ['a template', 'src-renderer/ui/a.ts', 'export const key = (id: string) => `birdsong:${id}`;'],
    ['an attribute', 'src-renderer/ui/a.tsx', 'export const A = () => <img alt="Birdsong" />;'],
    ['a text in JSX', 'src-renderer/ui/a.tsx', 'export const A = () => <b>Birdsong</b>;'],
    ['its own path', 'src-renderer/features/birdsong/a.ts', 'export const x = 1;'],
    ['another network’s connector', 'src-main/connectors/seashell/a.ts', "export const n = 'birdsong';"],
    ['another network’s simulator', 'src-simulator/seashell/a.ts', "export const n = 'birdsong';"],
  ])('%s', async (_what, file, code) => {
    expect(await breachesOf(file, code)).toContainEqual(
      'network-name: names birdsong, which only its own folders, texts and the registries know',
    );
  });

  it('is not one in its own folders, the registries and the texts', async () => {
    const folder = await treeOf({
      'src-main/connectors/birdsong/manifest.ts': "export const manifest = { id: 'birdsong' };",
      'src-main/connectors/registered.ts':
        "import { manifest as birdsong } from './birdsong/manifest.ts';\nvoid birdsong;",
      'src-simulator/birdsong/server.ts': "export const id = 'birdsong';",
      'src-simulator/registered.ts': "import { id } from './birdsong/server.ts';\nvoid id;",
      'src-renderer/previews/birdsong.tsx': 'export const BirdsongPreview = () => null;',
      'src-renderer/previews/registered.ts': "export { BirdsongPreview } from './birdsong.tsx';",
      'src-renderer/text/fr/networks.ts': "export const words = { birdsong: 'Birdsong' };",
    });
    expect(checkBoundaries(folder)).toEqual([]);
  });

  it('reads the ids from the registry', async () => {
    const folder = await treeOf({
      'src-shared/networks/registry.ts':
        "export const networkIds = ['seashell'] as const satisfies readonly string[];",
      'src-shared/domain/a.ts': "export const a = 'birdsong'; export const b = 'seashell';",
    });
    expect(checkBoundaries(folder).map(({ file, message }) => `${file} ${message.split(',')[0]}`)).toEqual([
      'src-shared/domain/a.ts names seashell',
    ]);
  });

  it('fails when the registry cannot be read', async () => {
    const folder = await treeOf({ 'src-shared/networks/registry.ts': 'export const networks = [];' });
    expect(checkBoundaries(folder).map(({ rule }) => rule)).toEqual(['unreadable']);
  });
});

describe('a cycle between folders', () => {
  it('is found, with the files that make it', async () => {
    const folder = await treeOf({
      'src-shared/outbox/a.ts': "import { b } from '../calendar/b.ts';\nexport const a = b;",
      'src-shared/calendar/b.ts': "import { c } from '../composing/c.ts';\nexport const b = c;",
      'src-shared/composing/c.ts': "import { d } from '../outbox/d.ts';\nexport const c = d;",
      'src-shared/outbox/d.ts': 'export const d = 1;',
    });
    const [breach, ...others] = checkBoundaries(folder);
    expect(others).toEqual([]);
    expect(breach).toMatchObject({ rule: 'cycle' });
    expect(breach?.message).toContain(
      'src-shared/calendar → src-shared/composing → src-shared/outbox → src-shared/calendar',
    );
  });

  it('is none when one of its imports is of types only', async () => {
    const folder = await treeOf({
      'src-shared/outbox/a.ts': "import { b } from '../calendar/b.ts';\nexport const a = b;",
      'src-shared/calendar/b.ts':
        "import type { A } from '../outbox/a.ts';\nexport const b = 1;\nexport type B = A;",
    });
    expect(checkBoundaries(folder)).toEqual([]);
  });
});

describe('what the rules do not know', () => {
  it('a folder without a rule is a breach, not a hole', async () => {
    expect((await breachesOf('src-renderer/helpers/a.ts', 'export const x = 1;')).join()).toMatch(
      /^no-zone: /,
    );
  });

  it('a file that cannot be parsed is a breach', async () => {
    expect((await breachesOf('src-shared/a.ts', 'export const = ;')).join()).toMatch(/unreadable: /);
  });

  it('an absolute path is a breach', async () => {
    expect((await breachesOf('src-renderer/ui/a.ts', "import '/src-main/main.ts';")).join()).toMatch(
      /^import: /,
    );
  });
});
