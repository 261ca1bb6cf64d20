import type { departure as contract } from '../../../src-shared/bridge/departure.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import { ok } from '../../../src-shared/result.ts';
import type { FetchAhead } from '../../engine/fetch-ahead.ts';

export function departureHandlers(ahead: FetchAhead): Handlers<typeof contract> {
  return {
    fetch: async (order) => ok(await ahead.run(order)),
    stop: () => {
      ahead.stop();
      return Promise.resolve(ok(null));
    },
  };
}
