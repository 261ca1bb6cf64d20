import type { Failure } from '../../src-shared/errors.ts';
import { failure } from '../../src-shared/errors.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Clock } from '../engine/clock.ts';
import type { AccountAccess } from './account-access.ts';
import type { AccountBook } from './account-book.ts';
import type { SharersOf } from './shared-access.ts';

export interface DisconnectInput {
  readonly accountId: AccountId;
  readonly keepHistory: boolean;
  readonly queued: 'cancel' | 'keep';
  readonly native: 'recall' | 'leave';
}
export type Disconnect = (input: DisconnectInput) => Promise<
  Result<
    {
      readonly revoked: boolean;
      /** Handles of other accounts that need the access: the server was not told to forget it. */
      readonly sharedWith: readonly string[];
      readonly notRecalled: number;
    },
    Failure
  >
>;

/**
 * Disconnects an account in the only safe order: what the network holds is recalled while the token still works,
 * what waits here is cancelled or parked, the server is told to forget the token unless other accounts need it, the
 * secret is erased whatever the server said, and the history is kept or deleted as the person chose.
 */
export function createDisconnect(deps: {
  readonly book: AccountBook;
  readonly access: AccountAccess;
  readonly sharersOf: SharersOf;
  readonly clock: Clock;
  /** Recalls every post of the account that its network holds; answers how many could not be. */
  readonly recallAll: (account: AccountId, signal: AbortSignal) => Promise<number>;
  /** Cancels, or leaves blocked, whatever of the account waits here. */
  readonly settleQueued: (account: AccountId, choice: 'cancel' | 'keep') => Promise<void>;
  /** The account is gone from the book: nobody follows it any more. */
  readonly removed: (account: AccountId) => Promise<void>;
}): Disconnect {
  return async (input) => {
    const account = deps.book.get(input.accountId);
    if (!account) return err(failure('account-missing'));
    const signal = AbortSignal.timeout(30_000);
    const notRecalled = input.native === 'recall' ? await deps.recallAll(account.id, signal) : 0;
    await deps.settleQueued(account.id, input.queued);
    const sharers = await deps.sharersOf(account.id);
    const isRevoked =
      sharers.length === 0 &&
      (await deps.access.use(account.id, signal, (connector, ctx) => connector.revoke(ctx))).tag === 'ok';
    const erased = await deps.access.forget(account.id);
    if (erased.tag === 'err') return erased;
    if (input.keepHistory) {
      const saved = await deps.book.save({
        ...account,
        health: { tag: 'disconnected', since: deps.clock.now() },
      });
      if (saved.tag === 'err') return saved;
    } else {
      const removed = await deps.book.remove(account.id, true);
      if (removed.tag === 'err') return removed;
      await deps.removed(account.id);
    }
    return ok({ revoked: isRevoked, sharedWith: sharers.map(({ handle }) => handle), notRecalled });
  };
}
