import { AsyncEntry } from '@napi-rs/keyring';
import { afterEach, expect, test, vi } from 'vitest';
import { checkKeychain, listKeychainEntries } from '../servers/keychain.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

// In a file, hence a process, of its own: the bus library keeps the first address that it has read.
test.runIf(process.platform === 'linux')('where no Secret Service answers, the reason is told', async () => {
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', undefined);
  expect(await checkKeychain()).toEqual({ unavailable: expect.stringContaining('no session bus') });

  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nonexistent/bus');
  expect(await checkKeychain()).toEqual({
    unavailable: expect.stringMatching(/^no keychain here: .*\/nonexistent\/bus/u),
  });
  await expect(listKeychainEntries('vigie-test-absent')).rejects.toThrow('/nonexistent/bus');
  // Pinned, the library refuses; unpinned it would write to the kernel's memory and say nothing.
  expect(() => new AsyncEntry('vigie-test-absent', 'a', { linux: { store: 'secret-service' } })).toThrow(
    'DBus error',
  );
});
