import type { Content } from '../../../src-shared/domain/content.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { executorFor, type Action, type Intent } from '../../../src-shared/domain/intent.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import {
  deliveryId,
  type AccountId,
  type DeliveryId,
  type IntentId,
  type WorkspaceId,
} from '../../../src-shared/ids.ts';

/** The revision of a wish that main has not accepted: still on its way, or refused with the reason. */
export interface Unaccepted {
  readonly revision: number;
  readonly content: Content;
  readonly when: Intent['when'];
  readonly refusal: Failure | null;
  readonly isRefused: boolean;
}

/** One thing that is to happen on one account, as the outbox shows it. */
export interface OutboxLine {
  /** The delivery's id, also before main has made one: a line stays itself when it is accepted. */
  readonly id: DeliveryId;
  readonly workspaceId: WorkspaceId;
  readonly accountId: AccountId;
  readonly intentId: IntentId;
  readonly action: Action;
  /** What was sent or will be: main's word when it has one. */
  readonly content: Content;
  readonly executor: Delivery['executor'];
  /** Epoch ms. */
  readonly dueAt: number;
  /** Null: main has not accepted it, nothing may be said of its leaving. */
  readonly delivery: Delivery | null;
  readonly unaccepted: Unaccepted | null;
}

/** What `realm.tables.unaccepted` holds, as far as this screen reads it. */
export interface UnacceptedRow {
  readonly handed: 'pending' | 'accepted' | 'refused';
  readonly refusal: Failure | null;
  readonly intent: Intent;
}

/** Deliveries with the revisions that main has not taken, and the wishes that it does not know yet. */
export function outboxLines(
  deliveries: readonly Delivery[],
  rows: readonly UnacceptedRow[],
): readonly OutboxLine[] {
  const lines = new Map<DeliveryId, OutboxLine>();
  for (const delivery of deliveries) {
    const { id, workspaceId, accountId, intentId, action, content, executor, dueAt } = delivery;
    lines.set(id, {
      id,
      workspaceId,
      accountId,
      intentId,
      action,
      content,
      executor,
      dueAt,
      delivery,
      unaccepted: null,
    });
  }
  for (const row of rows) {
    if (row.handed === 'accepted') continue;
    const { intent } = row;
    for (const target of intent.targets) {
      const { accountId, content } = target;
      const id = deliveryId(intent.id, accountId);
      const known = lines.get(id);
      // Main's row may come down before the store has noted that main took it.
      if (known?.delivery && known.delivery.revision >= intent.revision) continue;
      const unaccepted: Unaccepted = {
        revision: intent.revision,
        content,
        when: intent.when,
        refusal: row.refusal,
        isRefused: row.handed === 'refused',
      };
      lines.set(
        id,
        known
          ? { ...known, unaccepted }
          : {
              id,
              workspaceId: intent.workspaceId,
              accountId,
              intentId: intent.id,
              action: intent.action,
              content,
              executor: executorFor(intent, target),
              dueAt: intent.when.tag === 'at' ? intent.when.moment.dueAt : intent.createdAt,
              delivery: null,
              unaccepted,
            },
      );
    }
  }
  return [...lines.values()];
}

/** In the order of the screen: what needs a person first, what is over last. */
export const groups = [
  'decide',
  'missed',
  'failed',
  'frozen',
  'handing',
  'waiting',
  'leaving',
  'held',
  'scheduled',
  'hand',
  'sent',
  'cancelled',
] as const;
export type Group = (typeof groups)[number];

export function groupOf({ delivery, unaccepted }: Pick<OutboxLine, 'delivery' | 'unaccepted'>): Group {
  if (delivery === null) {
    if (!unaccepted?.isRefused) return 'handing';
    // A later revision speaks of something that main has had: what became of that is not known to be a failure.
    return unaccepted.revision > 1 ? 'decide' : 'failed';
  }
  if (unaccepted?.isRefused) return 'decide';
  switch (delivery.state) {
    case 'needs-decision':
    case 'assisted':
      return 'decide';
    case 'missed':
      return 'missed';
    case 'failed':
    case 'blocked':
      return 'failed';
    case 'frozen':
      return 'frozen';
    case 'handed-over':
      return 'held';
    case 'grace':
    case 'recalling':
      return 'leaving';
    case 'scheduled':
      if (delivery.executor === 'assisted') return 'hand';
      return isHindered(delivery) ? 'waiting' : 'scheduled';
    case 'running':
      return isHindered(delivery) ? 'waiting' : 'leaving';
    case 'sent':
    case 'cancelled':
      return delivery.state;
    default:
      return exhaustive(delivery.state);
  }
}

/** Something other than its hour keeps it. */
function isHindered({ waiting }: Delivery): boolean {
  switch (waiting?.tag) {
    case 'offline':
    case 'retry':
    case 'rate-limited':
    case 'credit':
    case 'clock-skew':
    case 'account':
      return true;
    case undefined:
    case 'grace':
    case 'due':
    case 'processing':
    case 'verifying':
    case 'person':
    case 'network':
      return false;
    default:
      return exhaustive(waiting);
  }
}

/** What is over is kept in sight this long and this much. */
export const recentMs = 3 * 24 * 3_600_000;
const most: Readonly<Partial<Record<Group, number>>> = { sent: 50, cancelled: 20 };

/** Lines in their groups; within one, what leaves first is first, and what is over goes backwards. */
export function grouped(lines: readonly OutboxLine[]): ReadonlyMap<Group, readonly OutboxLine[]> {
  const found = new Map<Group, OutboxLine[]>(groups.map((group) => [group, []]));
  for (const line of lines) found.get(groupOf(line))?.push(line);
  for (const [group, members] of found) {
    const over = group === 'sent' || group === 'cancelled';
    members.sort((a, b) => (over ? endOf(b) - endOf(a) : a.dueAt - b.dueAt) || (a.id < b.id ? -1 : 1));
    members.splice(most[group] ?? members.length);
  }
  return found;
}

const endOf = ({ delivery, dueAt }: OutboxLine): number => delivery?.sentAt ?? delivery?.updatedAt ?? dueAt;
