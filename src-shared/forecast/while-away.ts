import { deliveryId, type AccountId, type WorkspaceId } from '../ids.ts';
import { lateness } from '../outbox/lateness.ts';
import type { Wish } from '../outbox/record.ts';
import { waitsItsTurnUntil, type LastPost } from '../outbox/spacing.ts';
import type { Departure } from './departure.ts';

/**
 * What becomes of a departure while this machine is away. `leaves`: the network holds it and publishes it. `late`: it
 * waits, and leaves at `at` once the machine is back. `missed`: by then it is too late for it. `by-hand`: a person is
 * to publish it, and Vigie is not there to say so. `stuck`: nobody holds it, away or not.
 */
export type Fate =
  { readonly tag: 'leaves' | 'missed' | 'by-hand' | 'stuck' } | { readonly tag: 'late'; readonly at: number };

export interface Fated {
  readonly departure: Departure;
  readonly fate: Fate;
}

/**
 * What happens to what is due while this machine sleeps or has no network, from `from` until `until` (epoch ms), and
 * what it does when it is back: the same gate of lateness and the same pause between posts as the outbox keeps.
 *
 * @param departures only those due within are judged, in their order
 * @param spacingMs least pause between posts of one account that are due together, by client
 */
export function whileAway(
  departures: readonly Departure[],
  from: number,
  until: number,
  spacingMs: (client: WorkspaceId) => number,
): readonly Fated[] {
  const last = new Map<AccountId, LastPost>();
  return departures
    .filter(({ dueAt, moment }) => moment !== null && dueAt >= from && dueAt < until)
    .map((departure) => ({ departure, fate: fateOf(departure, until, last, spacingMs) }));
}

function fateOf(
  departure: Departure,
  back: number,
  lasts: Map<AccountId, LastPost>,
  spacingMs: (client: WorkspaceId) => number,
): Fate {
  const { holder, accountId, intentId, moment } = departure;
  if (holder === 'network') return { tag: 'leaves' };
  if (holder === 'person') return { tag: 'by-hand' };
  if (holder === null || accountId === null || intentId === null || moment === null) return { tag: 'stuck' };
  const wish: Wish = {
    revision: 1,
    hash: '',
    content: departure.content,
    leaving: { tag: 'at', moment, toleranceMs: departure.toleranceMs ?? Number.MAX_SAFE_INTEGER },
    executor: departure.executor,
    releasedAt: null,
  };
  const id = deliveryId(intentId, accountId);
  const turn = waitsItsTurnUntil(
    { id, action: departure.action, wish, phase: { tag: 'scheduled' }, steps: [] },
    { last: lasts.get(accountId) ?? null, ms: spacingMs(departure.workspaceId) },
    back,
  );
  const at = turn ?? back;
  const expiresAt = null;
  if (lateness({ wish, expiresAt }, at) === 'missed') return { tag: 'missed' };
  lasts.set(accountId, { id, at, planned: moment.dueAt, sure: true, scheduled: true });
  return { tag: 'late', at };
}
