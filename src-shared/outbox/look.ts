import { exhaustive } from '../exhaustive.ts';
import type { Trouble } from './event.ts';
import type { Candidate, Remote, Sighting } from './operation.ts';
import { outboxPolicy } from './policy.ts';
import type { Cause, Look } from './record.ts';
import { backoffMs } from './retry.ts';

/**
 * Reading back. Presence is proof at any moment. Absence is proof only when the server's settling time has passed
 * since the connection closed and two looks, a pause apart, saw nothing: servers commit late and lists lag.
 */

/** Starts looking for something whose connection closed at `from` (epoch ms). */
export const newLook = (from: number, settleMs: number): Look => ({
  from,
  lookAt: nextEarlyLook({ from }, settleMs, from),
  absences: 0,
  troubles: 0,
});

/**
 * The same, settling anew from `now` on (epoch ms). Presence needs no clock to be believed: it is looked for at the
 * moments at which it was to be seen at the latest, too, or a machine that is started again and again would find what
 * is there ever later.
 */
export function lookAnew(look: Look, now: number, settleMs: number): Look {
  const lost = look.lost ?? look.from;
  return { ...newLook(now, settleMs), lost, lookAt: nextEarlyLook({ from: now, lost }, settleMs, now) };
}

const settledAt = (from: number, settleMs: number): number =>
  from + Math.max(outboxPolicy.minSettleMs, settleMs);

/** The next moment at which looking makes sense before absence can count; at the latest the end of the settling. */
function nextEarlyLook({ from, lost }: Pick<Look, 'from' | 'lost'>, settleMs: number, now: number): number {
  const settled = settledAt(from, settleMs);
  const early = outboxPolicy.earlyLooksMs.map((ms) => from + ms);
  const late =
    lost === undefined ? [] : [0, outboxPolicy.betweenLooksMs].map((ms) => settledAt(lost, settleMs) + ms);
  return Math.min(settled, ...[...early, ...late].filter((at) => at > now));
}

export type LookVerdict =
  | { readonly tag: 'present'; readonly remote: Remote }
  /** Nothing is there, and nothing will come any more. */
  | { readonly tag: 'absent' }
  | { readonly tag: 'unclear'; readonly candidates: readonly Candidate[] }
  | { readonly tag: 'again'; readonly look: Look }
  | { readonly tag: 'refused'; readonly failure: Cause; readonly look: Look }
  | {
      readonly tag: 'limited';
      readonly until: number;
      readonly failure: Cause | undefined;
      readonly look: Look;
    }
  /** Reading back does not work. */
  | { readonly tag: 'unreadable'; readonly failure: Cause };

/**
 * What one look means.
 *
 * @param startedAt epoch ms at which the look began: only looks begun after the settling time count as absences
 * @param pauses pauses between counted looks; the last but one absence is followed by the last pause
 */
export function judgeLook(
  look: Look,
  settleMs: number,
  seen: Sighting | Trouble,
  startedAt: number,
  now: number,
  jitter: number,
  pauses: readonly number[] = provingPauses,
): LookVerdict {
  const settled = settledAt(look.from, settleMs);
  switch (seen.tag) {
    case 'present':
      return { tag: 'present', remote: seen.remote };
    case 'absent':
    case 'unclear': {
      // Before the server has settled, neither "nothing" nor "one of these" is the last word.
      if (startedAt < settled)
        return {
          tag: 'again',
          look: { ...look, troubles: 0, lookAt: Math.max(now, nextEarlyLook(look, settleMs, now)) },
        };
      if (seen.tag === 'unclear') return { tag: 'unclear', candidates: seen.candidates };
      const pause = pauses[look.absences];
      if (pause === undefined) return { tag: 'absent' };
      return {
        tag: 'again',
        look: { ...look, troubles: 0, absences: look.absences + 1, lookAt: now + pause },
      };
    }
    case 'offline':
      // The runner asks again once the server answers; the pause only keeps a flapping line from spinning.
      return { tag: 'again', look: { ...look, lookAt: now + backoffMs(1, jitter) } };
    case 'rate-limited': {
      const until = Math.max(seen.until, now + outboxPolicy.minRateLimitMs);
      return { tag: 'limited', until, failure: seen.failure, look: { ...look, lookAt: until } };
    }
    case 'auth':
      return { tag: 'refused', failure: seen.failure, look: { ...look, lookAt: now } };
    case 'rejected':
    case 'gone':
    case 'unknown-outcome':
    case 'server':
    case 'protocol': {
      const troubles = look.troubles + 1;
      if (troubles >= outboxPolicy.maxLookTroubles && now >= settled)
        return { tag: 'unreadable', failure: seen.failure };
      return { tag: 'again', look: { ...look, troubles, lookAt: now + backoffMs(troubles, jitter) } };
    }
    default:
      return exhaustive(seen);
  }
}

/** One pause between two looks: the second absence proves. */
const provingPauses: readonly number[] = Array.from(
  { length: outboxPolicy.absencesNeeded - 1 },
  () => outboxPolicy.betweenLooksMs,
);
