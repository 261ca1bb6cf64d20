/** The keychain of this machine, as tests see it: whether it answers, and which entries a test has left in it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { AsyncEntry, findCredentialsAsync } from '@napi-rs/keyring';

const PROBE_SERVICE = 'vigie-test-probe';

/**
 * One entry. On Linux it is pinned to the Secret Service: without that (also through `@napi-rs/keyring/keytar`) an
 * unreachable service is silently replaced by the kernel's keyring, which forgets everything when the machine restarts.
 */
function entry(service: string, account: string): AsyncEntry {
  return new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
}

/** Whether a value that is written can be read again; if not, why, in one line for a skipped test. */
export async function checkKeychain(): Promise<
  { readonly available: true } | { readonly unavailable: string }
> {
  if (process.platform === 'linux' && (process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '') === '') {
    return { unavailable: 'no keychain here: no session bus (DBUS_SESSION_BUS_ADDRESS is not set)' };
  }
  try {
    const probe = entry(PROBE_SERVICE, `probe ${process.pid}`);
    await probe.setPassword('written');
    const read = await probe.getPassword();
    await probe.deletePassword();
    return read === 'written'
      ? { available: true }
      : { unavailable: 'the keychain gives back something else' };
  } catch (error) {
    return { unavailable: `no keychain here: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Names of the accounts that have an entry under the service. Throws where no Secret Service answers. */
export async function listKeychainEntries(service: string): Promise<readonly string[]> {
  const found = await findCredentialsAsync(service);
  return found.map(({ account }) => account).toSorted();
}

/**
 * Removes all entries of a test's own service and no others.
 * @returns the accounts that had one
 */
export async function removeKeychainEntries(service: string): Promise<readonly string[]> {
  const accounts = await listKeychainEntries(service);
  for (const account of accounts) await entry(service, account).deletePassword();
  return accounts;
}

/**
 * A throw-away Secret Service for an integration test, without a display or a session (`npm test` runs the end-to-end
 * tests in one already). `busAddress` is for `DBUS_SESSION_BUS_ADDRESS`, to be set before the first use of the keychain:
 * the bus library reads it once in a process, even where the connection fails.
 */
export async function startSecretService(): Promise<
  { readonly busAddress: string; readonly close: () => Promise<void> } | { readonly unavailable: string }
> {
  if (process.platform !== 'linux')
    return { unavailable: `a Secret Service needs Linux, this is ${process.platform}` };
  const script = fileURLToPath(new URL('../../scripts/with-keychain.sh', import.meta.url));
  // Lasts until its standard input ends: with close(), or with this process.
  const inside = ['bash', '-c', 'echo "$DBUS_SESSION_BUS_ADDRESS"; cat'];
  const child = spawn('bash', [script, ...inside], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<undefined>((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('close', () => resolve(undefined));
  });
  child.stdin.on('error', () => undefined);
  const address = once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line));
  const busAddress = await Promise.race([address, ended]);
  if (busAddress === undefined)
    return { unavailable: 'no Secret Service here: dbus or gnome-keyring is missing' };
  return {
    busAddress,
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
