import type { diagnostics as contract } from '../../../src-shared/bridge/diagnostics.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import { ok } from '../../../src-shared/result.ts';
import type { Log } from '../../diagnostics/log.ts';

export function diagnosticsHandlers(deps: {
  readonly log: Log;
  readonly report: () => Promise<string>;
}): Handlers<typeof contract> {
  return {
    log: ({ limit, errorsOnly }) => Promise.resolve(ok(deps.log.recent(Math.min(limit, 2_000), errorsOnly))),
    report: async () => ok({ text: await deps.report() }),
    note: ({ kind, code }) => {
      // Codes only: anything with a space in it could be somebody's words.
      deps.log.error('interface.error', { kind, code: code.replace(/[^\w.:-]+/g, '_').slice(0, 120) });
      return Promise.resolve(ok(null));
    },
  };
}
