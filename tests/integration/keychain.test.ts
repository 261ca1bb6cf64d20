import { AsyncEntry } from '@napi-rs/keyring';
import { afterAll, beforeEach, expect, test } from 'vitest';
import {
  checkKeychain,
  listKeychainEntries,
  removeKeychainEntries,
  startSecretService,
} from '../servers/keychain.ts';

const SERVICE = 'vigie-test-keychain';
const inherited = process.env['DBUS_SESSION_BUS_ADDRESS'];
const service = await startSecretService();

beforeEach(({ skip }) => {
  if ('unavailable' in service) skip(service.unavailable);
  else process.env['DBUS_SESSION_BUS_ADDRESS'] = service.busAddress;
});

afterAll(async () => {
  if (inherited === undefined) delete process.env['DBUS_SESSION_BUS_ADDRESS'];
  else process.env['DBUS_SESSION_BUS_ADDRESS'] = inherited;
  if (!('unavailable' in service)) await service.close();
});

const write = async (account: string, value: string) =>
  new AsyncEntry(SERVICE, account, { linux: { store: 'secret-service' } }).setPassword(value);

test('a real Secret Service answers, and forgets what a test removes', async () => {
  expect(await checkKeychain()).toEqual({ available: true });
  expect(await listKeychainEntries(SERVICE)).toEqual([]);

  await write('two', 'a');
  await write('one', 'b'.repeat(100_000));
  await new AsyncEntry(`${SERVICE}-other`, 'kept', { linux: { store: 'secret-service' } }).setPassword('c');
  expect(await listKeychainEntries(SERVICE)).toEqual(['one', 'two']);

  expect(await removeKeychainEntries(SERVICE)).toEqual(['one', 'two']);
  expect(await listKeychainEntries(SERVICE)).toEqual([]);
  expect(await listKeychainEntries(`${SERVICE}-other`)).toEqual(['kept']);
});
