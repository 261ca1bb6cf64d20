import type { AccountId } from '../../src-shared/ids.ts';
import { ok } from '../../src-shared/result.ts';
import type { Secret } from '../connectors/contract.ts';
import type { Vault } from './vault.ts';

/** Secrets for as long as this process lives: what is left where no keychain answers. The interface says so. */
export function createSessionVault(): Vault {
  const secrets = new Map<AccountId, Secret>();
  return {
    kind: 'session',
    read: (account) => Promise.resolve(ok(secrets.get(account) ?? null)),
    write: (account, secret) => {
      secrets.set(account, secret);
      return Promise.resolve(ok(null));
    },
    erase: (account) => {
      secrets.delete(account);
      return Promise.resolve(ok(null));
    },
  };
}
