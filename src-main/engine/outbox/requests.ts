import type { Account } from '../../../src-shared/domain/account.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import { err, type Result } from '../../../src-shared/result.ts';
import type { AccountAccess } from '../../accounts/account-access.ts';
import type { VitalsBook } from '../../accounts/vitals-book.ts';
import type { ServerTime } from '../../accounts/server-time.ts';
import type { Connector, ConnectorContext, ConnectorError } from '../../connectors/contract.ts';
import { failureOf } from '../../connectors/failure-of.ts';
import type { Log } from '../../diagnostics/log.ts';
import type { Clock } from '../clock.ts';
import type { Connectivity } from '../connectivity.ts';
import { threw } from './answers.ts';

/** The calls that the outbox makes, each counted until it has ended. */
export interface Requests {
  /** Keeps a piece of work in sight of `settled`. It must not reject. */
  track(work: () => Promise<void>): void;
  call<T>(
    id: AccountId,
    name: string,
    work: (connector: Connector, ctx: ConnectorContext) => Promise<Result<T, ConnectorError>>,
  ): Promise<Result<T, ConnectorError>>;
  /** Asks the account's server for the time, whether or not the account is refused. */
  serverTime(id: AccountId): Promise<ServerTime>;
  /** Everything under way has ended, or `boundMs` passed and what was left has been cut. */
  settled(boundMs: number): Promise<void>;
}

export function createRequests(deps: {
  readonly clock: Clock;
  readonly access: Pick<AccountAccess, 'use' | 'serverTime'>;
  readonly account: (id: AccountId) => Account | null;
  readonly connectivity: Connectivity;
  readonly log: Log;
  /** Hears of every answer whether it has the shape that its network promises. */
  readonly shape?: VitalsBook['shape'] | undefined;
}): Requests {
  const { clock, log } = deps;
  const inFlight = new Set<Promise<void>>();
  /** One for each call: any number of them are under way, and a signal is listened to by the one that it can cut. */
  const underWay = new Set<AbortController>();
  let isCut = false;

  const within = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      void (async () => {
        while (inFlight.size > 0) await Promise.all(inFlight);
        cancel();
        resolve();
      })();
    });

  const cuttable = async <T>(
    id: AccountId,
    name: string,
    work: (signal: AbortSignal) => Promise<T>,
    whenItThrows: () => T,
  ): Promise<T> => {
    const own = new AbortController();
    underWay.add(own);
    if (isCut) own.abort();
    try {
      return await work(own.signal);
    } catch (error) {
      log.error('outbox.threw', {
        account: id,
        call: name,
        error: error instanceof Error ? error.name : 'unknown',
      });
      return whenItThrows();
    } finally {
      underWay.delete(own);
    }
  };

  const tell = (id: AccountId, name: string, error: ConnectorError): void => {
    log.warn('outbox.trouble', { account: id, call: name, tag: error.tag, code: failureOf(error).code });
    const account = deps.account(id);
    if (error.tag === 'offline' && account) deps.connectivity.unreached(account.origin);
  };

  return {
    track: (work) => {
      const job: Promise<void> = work()
        .catch((error: unknown) => {
          log.error('outbox.threw', { error: error instanceof Error ? error.name : 'unknown' });
        })
        .finally(() => inFlight.delete(job));
      inFlight.add(job);
    },
    call: async (id, name, work) => {
      const answer = await cuttable(
        id,
        name,
        (signal) => deps.access.use(id, signal, work),
        () => err(threw),
      );
      deps.shape?.(id, name, answer);
      if (answer.tag === 'err') tell(id, name, answer.error);
      return answer;
    },
    serverTime: async (id) => {
      const name = 'server-time';
      const answer = await cuttable<ServerTime>(
        id,
        name,
        (signal) => deps.access.serverTime(id, signal),
        () => ({ at: null, error: threw }),
      );
      if (answer.error !== null) tell(id, name, answer.error);
      return answer;
    },
    settled: async (boundMs) => {
      await within(boundMs);
      isCut = true;
      for (const own of underWay) own.abort();
      await within(1_000);
    },
  };
}
