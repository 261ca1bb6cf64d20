import type { Keytar } from './keyring-vault.ts';

/**
 * The system's keychain through keytar's successor, with keytar's interface. On Linux it is pinned to the Secret
 * Service: the library's own keytar module falls back, without a word, to the kernel's keyring, which forgets
 * everything when the machine restarts. Throws where none answers.
 */
export async function loadSystemKeychain(): Promise<Keytar> {
  const { AsyncEntry } = await import('./keyring.ts');
  const entry = (service: string, account: string) =>
    new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
  return {
    getPassword: async (service, account) => (await entry(service, account).getPassword()) ?? null,
    setPassword: async (service, account, password) => {
      await entry(service, account).setPassword(password);
    },
    deletePassword: (service, account) => entry(service, account).deletePassword(),
  };
}
