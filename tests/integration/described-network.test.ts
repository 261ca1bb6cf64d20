import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as v from 'valibot';
import { createLog } from '../../src-main/diagnostics/log.ts';
import { systemClock } from '../../src-main/engine/clock.ts';
import { openServices, type Services } from '../../src-main/services.ts';
import { byHandValues } from '../../src-renderer/features/accounts/use-connect-form.ts';
import { describedOf, type Described } from '../../src-shared/domain/described.ts';
import { failure } from '../../src-shared/errors.ts';
import { workspaceIdSchema, type AccountId } from '../../src-shared/ids.ts';
import { err } from '../../src-shared/result.ts';
import { value } from '../fixtures/connector-words.ts';

/** Accounts of a network that a person described, through main: who they are outlives every correction. */

const workspaceId = v.parse(workspaceIdSchema, '01JLAMPS000000000000000000');
let folder: string;
let services: Services;

async function open(): Promise<void> {
  services = value(
    await openServices({
      folder,
      log: createLog({ now: () => Date.now(), file: null }),
      clock: systemClock,
      version: '0.0.0',
      loadKeytar: () => Promise.reject(new Error('nothing is secret here')),
      keychainService: 'vigie-test',
      openBrowser: () => Promise.resolve(err(failure('internal'))),
      startSimulators: () => Promise.resolve(err(failure('internal'))),
      events: {
        offer: () => undefined,
        status: () => undefined,
        connectProgress: () => undefined,
        connectAsk: () => undefined,
        syncProgress: () => undefined,
        brakes: () => undefined,
        askToResume: () => undefined,
      },
    }),
  );
}
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-described-'));
  await open();
});
afterEach(async () => {
  await services.stop();
  await rm(folder, { recursive: true, force: true });
});

const connect = (fields: Readonly<Record<string, string>>, reconnect: AccountId | null = null) =>
  services.connecting.connect({ attempt: 'one', workspaceId, network: 'handmade', fields, reconnect });
const form = { network: 'Forum', account: 'Atelier', page: 'https://forum.exemple.fr/nouveau', limit: '80' };
const better: Described = {
  name: 'Forum photo',
  page: 'https://photo.exemple.org/ecrire',
  limit: 60,
  images: 0,
  colour: 'rose',
};

it('stay themselves under a corrected name and page, across a restart and a disconnection', async () => {
  const [id] = value(await connect(form));
  if (id === undefined) throw new Error('not connected');
  value(await services.correct(id, better));
  await services.stop();
  await open();
  const account = services.book.get(id) ?? expect.fail('gone');
  expect(describedOf(account.manifest)).toEqual(better);

  const again = await connect({ ...byHandValues(account), account: 'atelier' });
  expect(again).toMatchObject({ error: { code: 'already-connected' } });

  value(await services.disconnect({ accountId: id, keepHistory: true, queued: 'keep', native: 'leave' }));
  const left = services.book.get(id) ?? expect.fail('gone');
  expect(left.health.tag).toBe('disconnected');
  expect(value(await connect(byHandValues(left), id))).toEqual([id]);
  expect(services.book.get(id)).toMatchObject({ health: { tag: 'ok' }, origin: 'https://photo.exemple.org' });
  expect(describedOf((services.book.get(id) ?? left).manifest)).toEqual(better);
  expect(services.book.list()).toHaveLength(1);
});
