import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Action } from '../../../src-shared/domain/intent.ts';
import type { Message } from '../../../src-shared/domain/message.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import { deliveryId, type AccountId, type DeliveryId, type IntentId } from '../../../src-shared/ids.ts';
import type { IntentRow } from '../../store/queries/intents.ts';

/** How far something that we asked for has come, in the words of a row. */
export type Stage =
  | { readonly tag: 'to-hand-over' }
  | { readonly tag: 'grace' }
  | { readonly tag: 'offline' }
  | { readonly tag: 'account' }
  | { readonly tag: 'sending' }
  | { readonly tag: 'retry'; readonly at: number }
  | { readonly tag: 'verifying' }
  | { readonly tag: 'person' }
  /** The person gives it on the network's own page. */
  | { readonly tag: 'hand' }
  | { readonly tag: 'failed'; readonly failure: Delivery['failure'] }
  | { readonly tag: 'sent' };

/** An own reply, like, deletion … that is on its way, or was until lately. */
export interface Outgoing {
  readonly id: DeliveryId;
  readonly intentId: IntentId;
  readonly accountId: AccountId;
  readonly action: Action;
  readonly text: string;
  readonly stage: Stage;
  /** Main knows it: the outbox can show it. */
  readonly isHeld: boolean;
  readonly remoteId: string | null;
  /** Epoch ms. */
  readonly at: number;
}

/**
 * What is on its way, oldest first: deliveries as main tells them, and wishes that main has not answered or has only
 * just accepted. A delivery says more than the wish it comes from, so it wins.
 */
export function gatherOutgoing(
  deliveries: readonly Delivery[],
  wishes: readonly IntentRow[],
): readonly Outgoing[] {
  const all = new Map<string, Outgoing>();
  for (const row of wishes) {
    const { intent } = row;
    for (const { accountId, content } of intent.targets) {
      const id = deliveryId(intent.id, accountId);
      all.set(id, {
        id,
        intentId: intent.id,
        accountId,
        action: intent.action,
        text: content.text,
        stage:
          row.handed === 'refused'
            ? { tag: 'failed', failure: row.refusal }
            : { tag: row.handed === 'accepted' ? 'grace' : 'to-hand-over' },
        isHeld: false,
        remoteId: null,
        at: intent.createdAt,
      });
    }
  }
  for (const delivery of deliveries) {
    const stage = stageOf(delivery);
    if (stage === null) all.delete(delivery.id);
    else
      all.set(delivery.id, {
        id: delivery.id,
        intentId: delivery.intentId,
        accountId: delivery.accountId,
        action: delivery.action,
        text: delivery.content.text,
        stage,
        isHeld: true,
        remoteId: delivery.remoteId,
        at: delivery.createdAt,
      });
  }
  return [...all.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** Null: it will not happen, and nobody is to be told (cancelled by the person). */
function stageOf(delivery: Delivery): Stage | null {
  switch (delivery.state) {
    case 'cancelled':
      return null;
    case 'sent':
      return { tag: 'sent' };
    case 'failed':
    case 'missed':
      return { tag: 'failed', failure: delivery.failure };
    case 'needs-decision':
    case 'frozen':
      return { tag: 'person' };
    case 'assisted':
      return { tag: 'hand' };
    case 'blocked':
      return { tag: 'account' };
    case 'grace':
    case 'scheduled':
    case 'handed-over':
    case 'recalling':
    case 'running':
      return waitingStage(delivery);
    default:
      return exhaustive(delivery.state);
  }
}

function waitingStage({ waiting, state }: Delivery): Stage {
  switch (waiting?.tag) {
    case undefined:
      return { tag: state === 'running' ? 'sending' : 'grace' };
    case 'grace':
    case 'due':
    case 'network':
      return { tag: 'grace' };
    case 'offline':
      return { tag: 'offline' };
    case 'retry':
    case 'rate-limited':
    case 'credit':
      return { tag: 'retry', at: waiting.until };
    case 'processing':
      return { tag: 'sending' };
    case 'verifying':
      return { tag: 'verifying' };
    case 'account':
      return { tag: 'account' };
    case 'clock-skew':
    case 'person':
      return { tag: 'person' };
    default:
      return exhaustive(waiting);
  }
}

/** What a row says of the things that are on their way from it. Flat, so that equal ones compare equal. */
export interface RowOutgoing {
  readonly reply: Stage['tag'] | null;
  /** What the like will be, once what is on its way has arrived; null: nothing is. */
  readonly like: 'on' | 'off' | null;
  readonly likeFailed: boolean;
  /** `done`: by us, lately. */
  readonly deletion: 'waiting' | 'failed' | 'done' | null;
}

export const nothingOutgoing: RowOutgoing = { reply: null, like: null, likeFailed: false, deletion: null };

const isOver = (stage: Stage): boolean => stage.tag === 'sent' || stage.tag === 'failed';

/** By message, or by private conversation: the latest word about each. Deletions know no row: see `deletionKey`. */
export function outgoingByMessage(all: readonly Outgoing[]): ReadonlyMap<string, RowOutgoing> {
  const rows = new Map<string, RowOutgoing>();
  const change = (key: string, part: Partial<RowOutgoing>): void => {
    rows.set(key, { ...(rows.get(key) ?? nothingOutgoing), ...part });
  };
  for (const { action, stage, accountId } of all) {
    switch (action.tag) {
      case 'private-reply':
        change(action.target.messageId, { reply: stage.tag });
        break;
      case 'reply':
        if (action.target.box === 'public') change(action.target.messageId, { reply: stage.tag });
        // Once sent, a private answer is itself the last message of its conversation.
        else
          change(conversationKey(accountId, action.target.conversationId), {
            reply: stage.tag === 'sent' ? null : stage.tag,
          });
        break;
      case 'like':
      case 'unlike':
        change(action.target.messageId, {
          like: isOver(stage) ? null : action.tag === 'like' ? 'on' : 'off',
          likeFailed: stage.tag === 'failed',
        });
        break;
      case 'delete':
        change(deletionKey(accountId, action.remoteId), {
          deletion: stage.tag === 'sent' ? 'done' : stage.tag === 'failed' ? 'failed' : 'waiting',
        });
        break;
      default:
        break;
    }
  }
  return rows;
}

/** Whether a message shows as liked, and the like or its end that is still on its way: a press on "like" takes it back. */
export function likeOf(
  message: Pick<Message, 'id' | 'liked'>,
  own: RowOutgoing,
  all: readonly Outgoing[],
): { readonly isLiked: boolean; readonly pending: IntentId | null } {
  const pending = all.findLast(
    ({ action, stage }) =>
      (action.tag === 'like' || action.tag === 'unlike') &&
      action.target.messageId === message.id &&
      stage.tag !== 'sent' &&
      stage.tag !== 'failed',
  );
  return {
    isLiked: own.like === null ? message.liked : own.like === 'on',
    pending: pending?.intentId ?? null,
  };
}

export const conversationKey = (accountId: AccountId, conversationId: string): string =>
  `conversation|${accountId}|${conversationId}`;

export const deletionKey = (accountId: AccountId, remoteId: string): string => `${accountId}|${remoteId}`;
