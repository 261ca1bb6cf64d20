import type { Log } from '../diagnostics/log.ts';
import { createKeyringVault, type Keytar } from './keyring-vault.ts';
import { createSessionVault } from './session-vault.ts';
import type { Vault } from './vault.ts';

/**
 * Opens the keychain if it really answers (a value written, read and erased within `patienceMs`), else this
 * session's memory. A keychain that waits for its password for ever must not keep the app from starting.
 */
export async function openVault(deps: {
  readonly load: () => Promise<Keytar>;
  readonly service: string;
  readonly log: Log;
  readonly patienceMs?: number;
}): Promise<Vault> {
  const probe = async (): Promise<Vault> => {
    const keytar = await deps.load();
    const name = 'probe';
    await keytar.setPassword(deps.service, name, 'vigie');
    const read = await keytar.getPassword(deps.service, name);
    await keytar.deletePassword(deps.service, name);
    if (read !== 'vigie') throw new Error('the keychain gave back something else');
    return createKeyringVault(keytar, deps.service);
  };
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the keychain did not answer')), deps.patienceMs ?? 8_000);
  });
  try {
    return await Promise.race([probe(), patience]);
  } catch (error) {
    deps.log.warn('vault.no-keychain', { error: error instanceof Error ? error.name : 'unknown' });
    return createSessionVault();
  } finally {
    clearTimeout(timer);
  }
}
