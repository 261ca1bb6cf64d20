import type { diagnostics as contract } from '../../../src-shared/bridge/diagnostics.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import { ok } from '../../../src-shared/result.ts';
import type { Parked } from '../../../src-shared/sync/parked.ts';
import type { DownStream } from '../../engine/down-stream.ts';
import type { Log } from '../../diagnostics/log.ts';

const mostParked = 500;

export function diagnosticsHandlers(deps: {
  readonly log: Log;
  readonly report: () => Promise<string>;
  readonly parked: () => Promise<readonly Parked[]>;
  readonly unpark: DownStream['unpark'];
}): Handlers<typeof contract> {
  return {
    log: ({ limit, errorsOnly }) => Promise.resolve(ok(deps.log.recent(Math.min(limit, 2_000), errorsOnly))),
    report: async () => ok({ text: await deps.report() }),
    parked: async () => {
      const all = await deps.parked();
      return ok({ count: all.length, items: all.slice(0, mostParked) });
    },
    unpark: ({ id }) => deps.unpark(id),
    note: ({ kind, code }) => {
      // Codes only: anything with a space in it could be somebody's words.
      deps.log.error('interface.error', { kind, code: code.replace(/[^\w.:-]+/g, '_').slice(0, 120) });
      return Promise.resolve(ok(null));
    },
  };
}
