import type { Content } from '../domain/content.ts';
import type { Delivery, DeliveryState } from '../domain/delivery.ts';
import type { Action, Executor, Intent } from '../domain/intent.ts';
import type { Moment, Post } from '../domain/post.ts';
import {
  deliveryId,
  type AccountId,
  type DeliveryId,
  type IntentId,
  type PostId,
  type WorkspaceId,
} from '../ids.ts';
import { publisherOf } from '../composing/publisher.ts';
import { contentFor } from '../composing/variant.ts';
import type { Manifest } from '../networks/manifest.ts';
import { holderOf, type Holder } from '../outbox/holder.ts';

/**
 * One thing that is to leave for one account, wherever it stands: main's delivery, a wish that main has not taken, or
 * a draft that was only planned.
 */
export interface Departure {
  /** The delivery's id, also before main has made one; `post id/account id` for a draft. */
  readonly key: string;
  readonly workspaceId: WorkspaceId;
  /** Null: a draft for which no account was chosen. */
  readonly accountId: AccountId | null;
  readonly intentId: IntentId | null;
  /** The draft that it is written in; null where main's row does not say. */
  readonly postId: PostId | null;
  /** Main's row of it; null: main has none. */
  readonly deliveryId: DeliveryId | null;
  readonly action: Action;
  readonly content: Content;
  readonly executor: Executor;
  /** `handing`: main has not answered. `refused`: main said no, and has no other of it. */
  readonly state: DeliveryState | 'handing' | 'refused' | 'draft';
  /** Who sees to it that it leaves; null: nobody, as things stand. */
  readonly holder: Holder | null;
  /** Epoch ms. */
  readonly dueAt: number;
  /** Null: it has no hour of its own. */
  readonly moment: Moment | null;
  /** How late (ms) it may still leave by itself; null: whenever. */
  readonly toleranceMs: number | null;
  readonly delivery: Delivery | null;
}

/** What of a wish's row bears on its departures. */
export interface WishRow {
  readonly postId: PostId | null;
  readonly handed: 'pending' | 'accepted' | 'refused';
  readonly intent: Intent;
}

/**
 * Everything that may still leave, once for each account: what was sent or cancelled is not among it.
 *
 * @param deliveries main's rows
 * @param wishes what main has not taken: it speaks before main's row of an earlier revision
 * @param drafts posts that were never handed over; those without a planned moment are left out
 * @param manifestOf what an account can do; null: it is not known
 */
export function departuresOf(
  deliveries: readonly Delivery[],
  wishes: readonly WishRow[],
  drafts: readonly Post[],
  manifestOf: (account: AccountId) => Manifest | null = () => null,
): readonly Departure[] {
  const found = new Map<string, Departure>();
  for (const delivery of deliveries) {
    if (delivery.state !== 'sent' && delivery.state !== 'cancelled')
      found.set(delivery.id, ofDelivery(delivery));
  }
  const known = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  for (const row of wishes) {
    if (row.handed === 'accepted') continue;
    for (const target of row.intent.targets) {
      const id = deliveryId(row.intent.id, target.accountId);
      const delivery = known.get(id) ?? null;
      // Main's row may come down before the store has noted that main took it; what has left is not wished any more.
      if (delivery !== null && (delivery.revision >= row.intent.revision || delivery.state === 'sent'))
        continue;
      // A change that was refused leaves main's row as it was.
      if (delivery !== null && row.handed === 'refused') continue;
      found.set(id, ofWish(row, target, id, delivery, manifestOf));
    }
  }
  for (const post of drafts) {
    if (post.planned === null || post.intentId !== null || post.deletedAt !== null) continue;
    const accounts: readonly (AccountId | null)[] = post.accountIds.length === 0 ? [null] : post.accountIds;
    for (const accountId of accounts) {
      const departure = ofDraft(post, post.planned, accountId, manifestOf);
      found.set(departure.key, departure);
    }
  }
  return [...found.values()].sort((a, b) => a.dueAt - b.dueAt || (a.key < b.key ? -1 : 1));
}

/** Its hour is to come and nothing has been decided about it: scheduled, whoever holds it or holds it back. */
export const isPlanned = ({ state }: Departure): boolean =>
  state === 'scheduled' ||
  state === 'handed-over' ||
  state === 'recalling' ||
  state === 'frozen' ||
  state === 'blocked' ||
  state === 'handing';

function ofDelivery(delivery: Delivery): Departure {
  const { id, workspaceId, accountId, intentId, action, content, executor, state, dueAt } = delivery;
  return {
    key: id,
    workspaceId,
    accountId,
    intentId,
    postId: null,
    deliveryId: id,
    action,
    content,
    executor,
    state,
    holder: holderOf(delivery),
    dueAt,
    moment:
      delivery.wall === null || delivery.zone === null
        ? null
        : { wall: delivery.wall, zone: delivery.zone, dueAt },
    toleranceMs: delivery.toleranceMs,
    delivery,
  };
}

function ofWish(
  { intent, handed, postId }: WishRow,
  target: Intent['targets'][number],
  id: DeliveryId,
  delivery: Delivery | null,
  manifestOf: (account: AccountId) => Manifest | null,
): Departure {
  const { when } = intent;
  return {
    key: id,
    workspaceId: intent.workspaceId,
    accountId: target.accountId,
    intentId: intent.id,
    postId,
    deliveryId: delivery?.id ?? null,
    action: intent.action,
    content: target.content,
    executor: publisherOf(intent, target, manifestOf(target.accountId)),
    state: handed === 'refused' ? 'refused' : 'handing',
    holder: null,
    dueAt: when.tag === 'at' ? when.moment.dueAt : intent.createdAt,
    moment: when.tag === 'at' ? when.moment : null,
    toleranceMs: when.tag === 'at' ? when.toleranceMs : null,
    delivery,
  };
}

function ofDraft(
  post: Post,
  planned: Moment,
  accountId: AccountId | null,
  manifestOf: (account: AccountId) => Manifest | null,
): Departure {
  const action: Action = post.target === null ? { tag: 'publish' } : { tag: 'reply', target: post.target };
  const content = accountId === null ? post.base : contentFor(post, accountId);
  const manifest = accountId === null ? null : manifestOf(accountId);
  return {
    key: `${post.id}/${accountId ?? ''}`,
    workspaceId: post.workspaceId,
    accountId,
    intentId: null,
    postId: post.id,
    deliveryId: null,
    action,
    content,
    executor: publisherOf({ action, executor: 'machine' }, { content }, manifest),
    state: 'draft',
    holder: null,
    dueAt: planned.dueAt,
    moment: planned,
    toleranceMs: null,
    delivery: null,
  };
}
