import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src-main/diagnostics/log.ts';
import type { Journal } from '../../src-main/journal/journal.ts';
import { openJournal } from '../../src-main/journal/open-journal.ts';
import { createSettingsStore } from '../../src-main/settings/settings-store.ts';
import { defaultSettings } from '../../src-shared/bridge/app.ts';
import { failure } from '../../src-shared/errors.ts';
import { err, ok } from '../../src-shared/result.ts';

const key = 'settings/app';
let folder: string;
let journal: Journal;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-settings-'));
  await reopen();
});
afterEach(async () => {
  await journal.close();
  await rm(folder, { recursive: true, force: true });
});
async function reopen(): Promise<void> {
  const log = createLog({ now: () => 0, file: null });
  const opened = await openJournal({ folder, log, now: () => 0 });
  if (opened.tag === 'err') return expect.fail(opened.error.code);
  journal = opened.value.journal;
}

describe('settings', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'dark'],
    ['a list', ['dark']],
    ['a number', 12],
    ['nothing that is known', { colour: 'pink', __proto__: { theme: 'dark' } }],
  ])('of %s are the defaults', async (_, stored) => {
    await journal.write([{ tag: 'put', key, value: stored }]);
    expect((await createSettingsStore(journal)).read()).toEqual(defaultSettings);
  });

  it('are read one by one: what another version wrote costs only itself', async () => {
    const stored = {
      locale: 'en',
      theme: 'sepia',
      onClose: 7,
      startAtLogin: true,
      notifications: 'yes',
      undoSeconds: 3_600,
      fromTheFuture: { deep: true },
    };
    await journal.write([{ tag: 'put', key, value: stored }]);
    const store = await createSettingsStore(journal);
    expect(store.read()).toEqual({ ...defaultSettings, locale: 'en', startAtLogin: true });
  });

  it('are kept when they are changed, and as they were when they cannot be', async () => {
    const store = await createSettingsStore(journal);
    expect(store.read()).toEqual(defaultSettings);
    expect(await store.change({ theme: 'dark' })).toEqual(ok({ ...defaultSettings, theme: 'dark' }));
    await journal.close();
    await reopen();
    expect((await createSettingsStore(journal)).read().theme).toBe('dark');
    const full = { ...journal, write: () => Promise.resolve(err(failure('disk-full'))) };
    const stuck = await createSettingsStore(full);
    expect(await stuck.change({ theme: 'light' })).toEqual(err(failure('disk-full')));
    expect(stuck.read().theme).toBe('dark');
  });
});
