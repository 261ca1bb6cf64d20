import { riskOf, type Risk, type Standing } from '../accounts/at-risk.ts';
import type { Account } from '../domain/account.ts';
import type { Delivery } from '../domain/delivery.ts';
import { departuresOf } from '../forecast/departure.ts';
import { whileAway } from '../forecast/while-away.ts';
import type { WorkspaceId } from '../ids.ts';
import { holderOf } from '../outbox/holder.ts';
import { handable } from './hand-over.ts';

/** A departure that needs this machine, awake and connected. */
export interface Waits {
  readonly delivery: Delivery;
  /** Later than this (epoch ms) it no longer leaves by itself; null: it has no hour, and leaves on return. */
  readonly latestAt: number | null;
  /** That is before its turn on return: it will be among those that were missed. */
  readonly isMissed: boolean;
  /** Its account's access stands in its way besides. */
  readonly risk: Risk | null;
}

/** What happens to departures from now until the return, as far as is known now. */
export interface Outlook {
  /** The network holds them: they leave with this machine closed. */
  readonly alone: readonly Delivery[];
  readonly waits: readonly Waits[];
  /** Of those: what could be left to the network instead, now. */
  readonly handable: readonly Delivery[];
  /** A person publishes them, on the network's own page. */
  readonly hand: readonly Delivery[];
  /** Nobody holds them: they do not leave before the person has done something. */
  readonly stuck: readonly Delivery[];
  /** Accesses that end meanwhile and are not renewed by themselves. */
  readonly ending: readonly { readonly account: Account; readonly endsAt: number }[];
}

/**
 * @param open every delivery that is not over
 * @param now when the person leaves, epoch ms
 * @param until when they are back, epoch ms
 * @param spacingMs least pause between posts of one account that are due together, by client
 */
export function outlook(
  open: readonly Delivery[],
  accounts: readonly Account[],
  standingOf: (account: Account['id']) => Standing | null,
  now: number,
  until: number,
  spacingMs: (client: WorkspaceId) => number,
): Outlook {
  const due = open.filter((one) => one.dueAt <= until).sort((a, b) => a.dueAt - b.dueAt);
  // On return they leave one after the other: the last of them may be too late when the first is not.
  const judged = new Map(
    whileAway(departuresOf(due, [], []), 0, until, spacingMs).map(({ departure, fate }) => [
      departure.key,
      fate.tag,
    ]),
  );
  const alone: Delivery[] = [];
  const waits: Waits[] = [];
  const hand: Delivery[] = [];
  const stuck: Delivery[] = [];
  for (const delivery of due) {
    switch (holderOf(delivery)) {
      case 'network':
        alone.push(delivery);
        break;
      case 'machine': {
        const latestAt = latestOf(delivery);
        const standing = standingOf(delivery.accountId);
        waits.push({
          delivery,
          latestAt,
          isMissed:
            latestAt !== null &&
            (isReleased(delivery) ? latestAt < until : judged.get(delivery.id) === 'missed'),
          risk: standing === null ? 'disconnected' : riskOf(delivery, standing),
        });
        break;
      }
      case 'person':
        hand.push(delivery);
        break;
      case null:
        if (delivery.state !== 'sent' && delivery.state !== 'cancelled') stuck.push(delivery);
    }
  }
  const byId = new Map<string, Account>(accounts.map((account) => [account.id, account]));
  return {
    alone,
    waits,
    handable: handable(
      waits.map(({ delivery }) => delivery),
      open,
      byId,
      now,
    ),
    hand,
    stuck,
    ending: accounts.flatMap((account) => {
      const access = standingOf(account.id)?.access ?? null;
      const ends = access !== null && !access.renews ? access.endsAt : null;
      return ends !== null && ends > now && ends <= until && account.health.tag !== 'disconnected'
        ? [{ account, endsAt: ends }]
        : [];
    }),
  };
}

/** What has an hour of its own has a tolerance; what was let go after its hour counts from then. */
function latestOf(delivery: Delivery): number | null {
  const { wall, dueAt, toleranceMs, waiting } = delivery;
  if (wall === null || toleranceMs === null) return null;
  return (isReleased(delivery) && waiting?.tag === 'due' ? waiting.until : dueAt) + toleranceMs;
}

const isReleased = ({ waiting, dueAt }: Delivery): boolean => waiting?.tag === 'due' && waiting.until > dueAt;
