import { createHash } from 'node:crypto';
import { cp, mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findCredentialsAsync } from '@napi-rs/keyring';
import type { Page } from '@playwright/test';
import { ClassicLevel } from 'classic-level';
import { descendants } from '../../scripts/process-tree.mjs';
import { checkKeychain } from '../servers/keychain.ts';
import {
  answer,
  ask,
  connectBluesky,
  connectMastodon,
  connectTwitter,
  goTo,
  leaveAtOnce,
  makeFirstClient,
  openConnectForm,
  publishNow,
  rowSaying,
  write,
} from './hands.ts';
import { findBelow, findIn, findInProcesses } from './secrets/find-secrets.ts';
import { expect, test } from './world.ts';

/** Row S12: no token anywhere but in the keychain, in no form; and the search finds what is put there on purpose. */

const serviceOf = (profile: string): string =>
  `Vigie ${createHash('sha256').update(profile).digest('hex').slice(0, 12)}`;

/** The values of a secret that would open an account: long, and not the app's own public ids. */
async function tokensIn(service: string): Promise<readonly string[]> {
  const entries = await findCredentialsAsync(service);
  return entries.flatMap(({ password }) =>
    [...password.matchAll(/"(\w+)":"([^"]{16,})"/gu)].flatMap(([, name = '', value = '']) =>
      /token|jwt|secret|password|refresh|access/iu.test(name) ? [value] : [],
    ),
  );
}

test('no token lies anywhere but in the keychain', async ({ world, app, page, running }) => {
  test.setTimeout(150_000);
  const keychain = await checkKeychain();
  test.skip('unavailable' in keychain, 'unavailable' in keychain ? keychain.unavailable : '');
  const [bluesky, mastodon] = [world.bluesky.accounts[0]!, world.mastodon.accounts[0]!];
  const login = { handle: bluesky.handle.replace(/^@/u, ''), password: bluesky.password };

  await leaveAtOnce(page);
  await makeFirstClient(page, 'Librairie du Port');
  await connectMastodon(app, page, { ...mastodon, server: world.mastodon.baseUrl });
  await openConnectForm(page);
  await connectBluesky(page, { ...login, server: world.bluesky.baseUrl });
  await openConnectForm(page);
  const own = world.twitter.accounts[0]!;
  const { client = '', port = '' } = own.form ?? {};
  await connectTwitter(app, page, { ...own, server: world.twitter.baseUrl, client, port });
  await goTo(page, 'Boîte');
  const { audience } = world.mastodon.control;
  await audience.say({
    kind: 'mention',
    person: audience.persons[0]!.handle,
    account: mastodon.id,
    text: 'Vous livrez à Sète ?',
  });
  await expect(rowSaying(page, 'Sète')).toBeVisible();
  await answer(page, 'Sète', 'Oui, dès demain.');
  await write(page, { text: 'Un post pour les deux.', accounts: [mastodon.handle, bluesky.handle] });
  await publishNow(page);
  for (const sim of [world.bluesky, world.mastodon])
    await sim.control.ledger.waitFor((entry) => entry.effects.some(({ kind }) => kind === 'post'));
  // A refused token makes its way through errors, logs and the report too.
  await world.mastodon.control.revoke(mastodon.id);
  await page.getByRole('button', { name: /^Synchro/u }).click();

  const service = serviceOf(running.profile);
  const tokens = [...(await tokensIn(service)), bluesky.password, mastodon.password];
  expect(tokens.length).toBeGreaterThanOrEqual(7);
  const pid = app.process().pid ?? 0;
  const living = await findInProcesses([pid, ...descendants(pid)], tokens);
  const stored = Buffer.from(await storedInPage(page));
  const said = Buffer.from(running.output());
  const report = Buffer.from(JSON.stringify(await ask(page, 'diagnostics.report', null)));
  await running.quit();

  expect(living).toEqual([]);
  expect(findIn('IndexedDB', stored, tokens)).toEqual([]);
  expect(findIn('output', said, tokens)).toEqual([]);
  expect(findIn('report', report, tokens)).toEqual([]);
  expect(await findBelow(running.profile, tokens)).toEqual([]);
});

test('the search finds canaries in every place and form', async ({ page, running }) => {
  const canary = 'canary-4f1c9e7ab2d08563';
  await page.evaluate(async (secret) => {
    const request = indexedDB.open('canary', 1);
    await new Promise<void>((resolve, reject) => {
      request.onupgradeneeded = () => request.result.createObjectStore('rows');
      request.onerror = () => reject(new Error('no database'));
      request.onsuccess = () => {
        const change = request.result.transaction('rows', 'readwrite', { durability: 'strict' });
        change.objectStore('rows').put({ token: secret, filler: 'x'.repeat(2_000) }, 'one');
        change.oncomplete = () => resolve();
      };
    });
  }, canary);
  const stored = Buffer.from(await storedInPage(page));
  await running.quit();
  expect(findIn('IndexedDB', stored, [canary])).not.toEqual([]);

  const found = async (folder: string): Promise<readonly string[]> =>
    (await findBelow(folder, [canary])).map(({ where, form }) => `${where}: ${form}`);
  // Chromium's own files, as it left them.
  expect(await found(path.join(running.profile, 'IndexedDB'))).not.toEqual([]);

  const folder = await mkdtemp(path.join(tmpdir(), 'vigie-canaries-'));
  try {
    // A row of the journal, and one that was deleted, both pressed into compressed tables.
    const rows = path.join(folder, 'rows');
    await cp(path.join(running.profile, 'journal', 'rows'), rows, { recursive: true });
    const level = new ClassicLevel(rows);
    await level.put('row/1', JSON.stringify({ token: canary, filler: 'y'.repeat(5_000) }));
    await level.compactRange('a', 'z');
    await level.close();
    expect((await found(rows)).some((hit) => hit.includes('(decoded)'))).toBe(true);

    const forms: readonly (readonly [string, Buffer])[] = [
      ['utf8', Buffer.from(`{"token":"${canary}"}`)],
      ['utf16', Buffer.from(`x${canary}x`, 'utf16le')],
      ['base64-0', Buffer.from(Buffer.from(`${canary}.more`).toString('base64'))],
      ['base64-1', Buffer.from(Buffer.from(`a${canary}.more`).toString('base64'))],
      ['base64-2', Buffer.from(Buffer.from(`ab${canary}.more`).toString('base64url'))],
      ['hex', Buffer.from(Buffer.from(canary).toString('hex'))],
    ];
    for (const [name, bytes] of forms) {
      const place = path.join(folder, name);
      await mkdir(place);
      await writeFile(path.join(place, 'file'), bytes);
      expect(await found(place), name).not.toEqual([]);
    }
    expect(
      findIn('address', Buffer.from(encodeURIComponent('a/secret+with=signs&more')), [
        'a/secret+with=signs&more',
      ]),
    ).not.toEqual([]);
    expect(await findInProcesses([process.pid], [process.env['PATH'] ?? 'none'])).not.toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** Everything that the page's databases hold, as JSON. */
function storedInPage(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const all: unknown[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(name));
      });
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(new Error(store));
        });
        all.push([name, store, rows]);
      }
      database.close();
    }
    return JSON.stringify(all);
  });
}
