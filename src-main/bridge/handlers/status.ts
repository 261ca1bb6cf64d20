import type { status as contract, Status } from '../../../src-shared/bridge/status.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import { ok } from '../../../src-shared/result.ts';

export function statusHandlers(deps: {
  readonly read: () => Promise<Status>;
  readonly hint: (online: boolean) => void;
}): Handlers<typeof contract> {
  return {
    read: async () => ok(await deps.read()),
    hint: ({ online }) => {
      deps.hint(online);
      return Promise.resolve(ok(null));
    },
  };
}
