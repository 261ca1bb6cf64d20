import type { Failure } from '../../src-shared/errors.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Secret } from '../connectors/contract.ts';

/** Where secrets live: the OS keychain, or this process's memory when none answers. Nowhere else. */
export interface Vault {
  readonly kind: 'keychain' | 'session';
  read(account: AccountId): Promise<Result<Secret | null, Failure>>;
  /** The new value is whole before the old one is given up. */
  write(account: AccountId, secret: Secret): Promise<Result<null, Failure>>;
  erase(account: AccountId): Promise<Result<null, Failure>>;
}
