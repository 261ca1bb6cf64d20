import type { Log } from '../../diagnostics/log.ts';
import type { Clock } from '../clock.ts';
import type { AccountLane } from './account-lane.ts';
import { troubleOf } from './answers.ts';
import type { Requests } from './requests.ts';

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
  const { at, error } = await requests.serverTime(lane.id);
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
  const trouble = error === null ? null : troubleOf(error);
  if (at !== null) {
    if (Math.abs(now - asked) > longestTripMs) again();
    // The header has whole seconds, cut off.
    else known(at + 500 - Math.round((asked + now) / 2));
  } else if (trouble?.tag === 'rate-limited') lane.clockAt = trouble.until;
  else if (trouble === null || ['protocol', 'rejected', 'gone'].includes(trouble.tag)) {
    // A server that names no time cannot contradict ours.
    log.warn('outbox.no-server-time', { account: lane.id, tag: trouble?.tag ?? 'none' });
    known(0);
  } else again();
  return trouble;
}
