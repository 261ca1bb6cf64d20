import type { accounts as contract } from '../../../src-shared/bridge/accounts.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { AccountAccess } from '../../accounts/account-access.ts';
import type { Connecting } from '../../accounts/connect.ts';
import type { Correct } from '../../accounts/correct.ts';
import type { Disconnect } from '../../accounts/disconnect.ts';
import type { VitalsBook } from '../../accounts/vitals-book.ts';
import { failureOf } from '../../connectors/failure-of.ts';

export function accountsHandlers(deps: {
  readonly manifests: readonly Manifest[];
  readonly connecting: Connecting;
  readonly correct: Correct;
  readonly disconnect: Disconnect;
  readonly access: AccountAccess;
  readonly vitals: Pick<VitalsBook, 'all'>;
}): Handlers<typeof contract> {
  return {
    networks: () => Promise.resolve(ok(deps.manifests)),
    connect: async (input) => {
      const connected = await deps.connecting.connect(input);
      return connected.tag === 'ok' ? ok({ accountIds: [...connected.value] }) : connected;
    },
    answerConnect: ({ attempt, answer }) => {
      deps.connecting.answer(attempt, answer);
      return Promise.resolve(ok(null));
    },
    cancelConnect: ({ attempt }) => {
      deps.connecting.cancel(attempt);
      return Promise.resolve(ok(null));
    },
    correct: async ({ accountId, network }) => {
      const corrected = await deps.correct(accountId, network);
      return corrected.tag === 'ok' ? ok({ accountIds: [...corrected.value] }) : corrected;
    },
    disconnect: async (input) => {
      const done = await deps.disconnect(input);
      return done.tag === 'ok' ? ok({ ...done.value, sharedWith: [...done.value.sharedWith] }) : done;
    },
    vitals: () => Promise.resolve(ok(deps.vitals.all())),
    findPeople: async ({ accountId, query }) => {
      const found = await deps.access.use(accountId, AbortSignal.timeout(10_000), (connector, ctx) =>
        connector.findPeople(ctx, query),
      );
      return found.tag === 'ok' ? found : err(failureOf(found.error));
    },
  };
}
