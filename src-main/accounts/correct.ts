import type { Account } from '../../src-shared/domain/account.ts';
import { describedOf, isSameName, type Described } from '../../src-shared/domain/described.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import type { NetworkId } from '../../src-shared/networks/registry.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Connector } from '../connectors/contract.ts';
import type { AccountBook } from './account-book.ts';

/**
 * Corrects how a person described the network of this account, for all of its accounts, which stay who they are: what
 * is planned on them is theirs still. Safe to repeat.
 *
 * @returns those accounts; `already-connected` when another described network has that name, `not-readable` when
 *   nobody described this one, or what is given describes none
 */
export type Correct = (id: AccountId, network: Described) => Promise<Result<readonly AccountId[], Failure>>;

export function createCorrect(deps: {
  readonly book: Pick<AccountBook, 'list' | 'get' | 'save'>;
  readonly connectorOf: (network: NetworkId) => Connector;
}): Correct {
  const { book } = deps;
  return async (id, network) => {
    const account = book.get(id);
    if (account === null) return err(failure('account-missing'));
    const before = describedOf(account.manifest);
    const manifest = deps.connectorOf(account.network).describe?.(network) ?? null;
    if (before === null || manifest === null) return err(failure('not-readable'));
    const isTaken =
      !isSameName(before.name, network.name) && describedAs(book.list(), network.name).length > 0;
    if (isTaken) return err(failure('already-connected', { handle: network.name }));
    const { host, origin } = new URL(network.page);
    const own = describedAs(book.list(), before.name);
    for (const one of own) {
      const saved = await book.save({ ...one, server: host, origin, manifest });
      if (saved.tag === 'err') return saved;
    }
    return ok(own.map((one) => one.id));
  };
}

/** The accounts of the described network of this name. */
export const describedAs = (accounts: readonly Account[], name: string): readonly Account[] =>
  accounts.filter(({ manifest }) => isSameName(describedOf(manifest)?.name ?? '', name));
