import type { Account } from '../../../src-shared/domain/account.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import { err, type Result } from '../../../src-shared/result.ts';
import type { AccountAccess } from '../../accounts/account-access.ts';
import type { Connector, ConnectorContext, ConnectorError } from '../../connectors/contract.ts';
import { failureOf } from '../../connectors/failure-of.ts';
import type { Log } from '../../diagnostics/log.ts';
import type { Clock } from '../clock.ts';
import type { Connectivity } from '../connectivity.ts';
import type { AccountLane } from './account-lane.ts';
import { threw, troubleOf } from './answers.ts';

/** The calls that the outbox makes, each counted until it has ended. */
export interface Requests {
  /** Keeps a piece of work in sight of `settled`. It must not reject. */
  track(work: () => Promise<void>): void;
  call<T>(
    id: AccountId,
    name: string,
    work: (connector: Connector, ctx: ConnectorContext) => Promise<Result<T, ConnectorError>>,
  ): Promise<Result<T, ConnectorError>>;
  /** Everything under way has ended, or `boundMs` passed and what was left has been cut. */
  settled(boundMs: number): Promise<void>;
}

export function createRequests(deps: {
  readonly clock: Clock;
  readonly use: AccountAccess['use'];
  readonly account: (id: AccountId) => Account | null;
  readonly connectivity: Connectivity;
  readonly log: Log;
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
      let answer: Awaited<ReturnType<typeof work>>;
      const own = new AbortController();
      underWay.add(own);
      if (isCut) own.abort();
      try {
        answer = await deps.use(id, own.signal, work);
      } catch (error) {
        log.error('outbox.threw', {
          account: id,
          call: name,
          error: error instanceof Error ? error.name : 'unknown',
        });
        answer = err(threw);
      } finally {
        underWay.delete(own);
      }
      if (answer.tag === 'ok') return answer;
      log.warn('outbox.trouble', {
        account: id,
        call: name,
        tag: answer.error.tag,
        code: failureOf(answer.error).code,
      });
      const account = deps.account(id);
      if (answer.error.tag === 'offline' && account) deps.connectivity.unreached(account.origin);
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

/** A longer round trip says too little about the server's clock. */
const longestTripMs = 60_000;
const clockRetryMs = 5_000;
const longestClockRetryMs = 5 * 60_000;
/** A clock that was found wrong is looked at again this often. */
const wrongClockMs = 60_000;

/**
 * Reads the clock of the account's server and notes in the lane how far it is from ours.
 *
 * @returns what else the answer says about the account, or null
 */
export async function readServerClock(
  lane: AccountLane,
  deps: { readonly clock: Clock; readonly requests: Requests; readonly log: Log },
): Promise<ReturnType<typeof troubleOf> | null> {
  const { clock, requests, log } = deps;
  const asked = clock.now();
  const said = await requests.call(lane.id, 'server-time', (connector, ctx) => connector.serverTime(ctx));
  const now = clock.now();
  const again = (): void => {
    lane.clockFailures += 1;
    const pause = Math.min(longestClockRetryMs, clockRetryMs * 2 ** Math.min(lane.clockFailures - 1, 8));
    lane.clockAt = now + pause;
  };
  const known = (skewMs: number): void => {
    lane.skewMs = skewMs;
    lane.readAgainst = now - clock.monotonic();
    // Half a second of the header's, and wherever in the round trip it was written.
    lane.skewErrorMs = 500 + Math.abs(now - asked) / 2;
    lane.clockFailures = 0;
    lane.clockAt = now + wrongClockMs;
  };
  if (said.tag === 'ok') {
    if (Math.abs(now - asked) > longestTripMs) again();
    // The header has whole seconds, cut off.
    else known(said.value + 500 - Math.round((asked + now) / 2));
    return null;
  }
  const trouble = troubleOf(said.error);
  if (trouble.tag === 'rate-limited') lane.clockAt = trouble.until;
  else if (trouble.tag === 'protocol' || trouble.tag === 'rejected' || trouble.tag === 'gone') {
    // A server that names no time cannot contradict ours.
    log.warn('outbox.no-server-time', { account: lane.id, tag: trouble.tag });
    known(0);
  } else again();
  return trouble;
}
