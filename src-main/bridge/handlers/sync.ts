import type { sync as contract } from '../../../src-shared/bridge/sync.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import { ok } from '../../../src-shared/result.ts';
import type { SyncRunner } from '../../engine/sync-runner.ts';

export function syncHandlers(
  runner: SyncRunner,
  /** The person asks for one account: what waits for its network to be paid may try as well. */
  asked: (account: AccountId) => void,
): Handlers<typeof contract> {
  return {
    refresh: async ({ accountId }) => {
      if (accountId !== null) asked(accountId);
      await runner.refresh(accountId);
      return ok(null);
    },
    thread: async ({ accountId, ...input }) => {
      const read = await runner.thread(accountId, input);
      return read.tag === 'ok' ? ok({ items: read.value }) : read;
    },
    older: ({ accountId }) => runner.older(accountId),
  };
}
