import type { Delivery, DeliveryState, Waiting } from '../domain/delivery.ts';
import type { Intent } from '../domain/intent.ts';
import { deliveryId, type DeliveryId } from '../ids.ts';
import type { Failure } from '../errors.ts';
import { exhaustive } from '../exhaustive.ts';
import type { DepartureHead, Fate, FateLine } from './departure.ts';

/** A wish that main has not accepted. */
export interface Unaccepted {
  readonly handed: 'pending' | 'accepted' | 'refused';
  readonly refusal: Failure | null;
  readonly intent: Intent;
}

/**
 * What the ledger says now of an absence: one line for each departure that was to leave while the person was away, that
 * ended meanwhile, or that they asked for meanwhile. Nothing is counted on the way: the report is always read from the
 * deliveries themselves.
 *
 * @param open deliveries that were due and not over when the person left, with their number in the ledger then
 * @param deliveries at least every one that was due since, was asked for since, or is in `open`
 * @param now the end of an absence that has not ended, epoch ms
 */
export function ledgerLines(
  head: Pick<DepartureHead, 'leftAt' | 'returnedAt'>,
  open: ReadonlyMap<DeliveryId, number>,
  deliveries: readonly Delivery[],
  unaccepted: readonly Unaccepted[],
  now: number,
): readonly FateLine[] {
  const { leftAt } = head;
  const end = head.returnedAt ?? now;
  const lines = new Map<DeliveryId, FateLine>();
  for (const delivery of deliveries) {
    if (!belongs(delivery, open.get(delivery.id), leftAt, end)) continue;
    lines.set(delivery.id, {
      id: delivery.id,
      intentId: delivery.intentId,
      accountId: delivery.accountId,
      fate: fateOf(delivery.state, delivery.failure),
      kind: kindOf(delivery.action),
      state: delivery.state,
      executor: delivery.executor,
      isNew: delivery.createdAt > leftAt,
      failure: delivery.failure,
      at: delivery.sentAt ?? delivery.dueAt,
      sequence: delivery.sequence,
    });
  }
  const known = new Set(deliveries.map(({ id }) => id));
  for (const { handed, refusal, intent } of unaccepted) {
    if (handed === 'accepted' || intent.createdAt <= leftAt || intent.createdAt > end) continue;
    for (const { accountId, executor } of intent.targets) {
      const id = deliveryId(intent.id, accountId);
      if (known.has(id)) continue;
      lines.set(id, {
        id,
        intentId: intent.id,
        accountId,
        fate: handed === 'refused' ? 'refused' : 'waiting',
        kind: kindOf(intent.action),
        state: null,
        executor: executor ?? intent.executor,
        isNew: true,
        failure: refusal,
        at: intent.when.tag === 'at' ? intent.when.moment.dueAt : intent.createdAt,
        sequence: 0,
      });
    }
  }
  return [...lines.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function belongs(delivery: Delivery, before: number | undefined, leftAt: number, end: number): boolean {
  const { state, sentAt, createdAt, updatedAt, dueAt, wall, sequence } = delivery;
  if (createdAt > end) return false;
  if (state === 'sent' && (sentAt === null || sentAt <= leftAt)) return false;
  if (createdAt > leftAt) return true;
  if (state === 'cancelled') return updatedAt > leftAt && (updatedAt <= end || dueAt <= end);
  // Its hour comes after the return: only what left before its hour was part of the absence.
  if (wall !== null && dueAt > end)
    return state === 'sent' && sentAt !== null && sentAt < Math.min(dueAt, end);
  // It stood so when the person left, and nothing has become of it.
  return !(needsPerson(state) && before === sequence);
}

/** Nothing goes on by itself: unchanged, it is no news of the absence. */
function needsPerson(state: DeliveryState): boolean {
  return (
    state === 'failed' ||
    state === 'missed' ||
    state === 'needs-decision' ||
    state === 'assisted' ||
    state === 'frozen' ||
    state === 'blocked'
  );
}

export function fateOf(state: DeliveryState, failure: Failure | null | Delivery['failure']): Fate {
  switch (state) {
    case 'sent':
      return 'sent';
    case 'failed':
      // Past answering is no refusal: it came too late.
      return failure?.code === 'reply-window-closed' || failure?.code === 'too-late' ? 'missed' : 'refused';
    case 'missed':
      return 'missed';
    case 'needs-decision':
      return 'verify';
    case 'blocked':
      return 'blocked';
    case 'assisted':
      return 'hand';
    case 'frozen':
      return 'frozen';
    case 'cancelled':
      return 'dropped';
    case 'grace':
    case 'scheduled':
    case 'running':
    case 'handed-over':
    case 'recalling':
      return 'waiting';
    default:
      return exhaustive(state);
  }
}

function kindOf(action: Delivery['action']): FateLine['kind'] {
  if (action.tag === 'reply') return 'reply';
  return action.tag === 'publish' ? 'post' : 'other';
}

/** Whether something of the absence is still on its way: the report is not final while it is. */
export function isMoving(
  lines: readonly FateLine[],
  waitingOf: (id: DeliveryId) => Waiting | null,
  end: number,
): boolean {
  return lines.some(({ id, fate, state, at }) => {
    if (fate !== 'waiting') return false;
    // Main has not even taken it.
    if (state === null) return true;
    const waiting = waitingOf(id);
    // What has its hour to come waits for nothing else.
    return !(at > end && (state === 'handed-over' || waiting?.tag === 'due'));
  });
}

/** How many lines have met each fate. */
export function tally(lines: readonly FateLine[]): Readonly<Record<Fate, number>> {
  const counts: Record<Fate, number> = {
    sent: 0,
    refused: 0,
    missed: 0,
    verify: 0,
    blocked: 0,
    hand: 0,
    waiting: 0,
    frozen: 0,
    dropped: 0,
  };
  for (const { fate } of lines) counts[fate] += 1;
  return counts;
}
