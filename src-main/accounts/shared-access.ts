import type { Account } from '../../src-shared/domain/account.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import type { Connector } from '../connectors/contract.ts';
import type { Vault } from '../vault/vault.ts';
import type { AccountBook } from './account-book.ts';

/** Connected accounts that hold the very access of this one: it is revoked, or replaced, for all of them at once. */
export type SharersOf = (id: AccountId) => Promise<readonly Account[]>;

export function createSharersOf(deps: {
  readonly book: AccountBook;
  readonly vault: Vault;
  readonly connectorFor: (account: Account) => Connector;
}): SharersOf {
  /** Null: an access of its own, or none that can be read. */
  const grantOf = async (account: Account): Promise<string | null> => {
    const { grantOf: read } = deps.connectorFor(account);
    if (read === undefined || account.manifest.byHand === true) return null;
    const secret = await deps.vault.read(account.id);
    return secret.tag === 'ok' && secret.value !== null ? read(secret.value) : null;
  };
  return async (id) => {
    const account = deps.book.get(id);
    const grant = account === null ? null : await grantOf(account);
    if (account === null || grant === null) return [];
    const sharers: Account[] = [];
    for (const other of deps.book.list()) {
      const isOther = other.id !== id && other.network === account.network && other.server === account.server;
      if (isOther && other.health.tag !== 'disconnected' && (await grantOf(other)) === grant)
        sharers.push(other);
    }
    return sharers;
  };
}
