import type { Content } from '../../../src-shared/domain/content.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Moment, Post } from '../../../src-shared/domain/post.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import type { AccountId, IntentId, PostId, WorkspaceId } from '../../../src-shared/ids.ts';
import { standingOf, type Standing } from './standing.ts';

/** One thing in the calendar: a post of its own for each intent, whatever the number of its accounts. */
export interface CalendarEntry {
  /** The intent's id, or the draft's. */
  readonly key: string;
  readonly intentId: IntentId | null;
  /** Known for drafts and for what was not accepted yet; an accepted intent is asked for it when it is needed. */
  readonly postId: PostId | null;
  readonly workspaceId: WorkspaceId;
  /** Null for what left at once. */
  readonly moment: Moment | null;
  /** Where it stands, epoch ms. */
  readonly dueAt: number;
  readonly content: Content;
  readonly accountIds: readonly AccountId[];
  readonly standing: Standing;
  /** Why main refused the latest change; the entry stands where it was before. */
  readonly refusal: Failure | null;
  readonly deliveries: readonly Delivery[];
}

/** What the calendar needs of a wish that main has not accepted. */
export interface Unaccepted {
  readonly id: IntentId;
  readonly workspaceId: WorkspaceId;
  readonly postId: PostId | null;
  readonly revision: number;
  readonly handed: 'pending' | 'accepted' | 'refused';
  readonly refusal: Failure | null;
  readonly intent: {
    readonly action: { readonly tag: string };
    readonly targets: readonly { readonly accountId: AccountId; readonly content: Content }[];
    readonly when: { readonly tag: 'now' } | { readonly tag: 'at'; readonly moment: Moment };
  };
  readonly createdAt: number;
}

/** A move that main has accepted while the mirror still shows the moment before it. */
export interface PendingMove {
  readonly revision: number;
  readonly moment: Moment;
}

export interface CalendarSources {
  readonly deliveries: readonly Delivery[];
  readonly unaccepted: readonly Unaccepted[];
  readonly drafts: readonly Post[];
  readonly moves: Readonly<Record<string, PendingMove>>;
  readonly shows: (workspace: WorkspaceId) => boolean;
  /** Bounds in epoch ms: `until` is not shown any more. */
  readonly from: number;
  readonly until: number;
}

/** Everything between two instants, by due moment. */
export function calendarEntries(sources: CalendarSources): readonly CalendarEntry[] {
  const wishes = new Map(
    sources.unaccepted.filter((row) => sources.shows(row.workspaceId)).map((row) => [row.id, row]),
  );
  const groups = new Map<IntentId, Delivery[]>();
  for (const delivery of sources.deliveries) {
    if (!isShown(delivery)) continue;
    const group = groups.get(delivery.intentId);
    if (group === undefined) groups.set(delivery.intentId, [delivery]);
    else group.push(delivery);
  }
  const entries: CalendarEntry[] = [];
  for (const [id, deliveries] of groups) {
    const entry = ofDeliveries(deliveries, wishes.get(id), sources.moves[id]);
    if (entry !== null) entries.push(entry);
    wishes.delete(id);
  }
  for (const row of wishes.values()) {
    const entry = ofWish(row);
    if (entry !== null) entries.push(entry);
  }
  for (const post of sources.drafts) {
    if (post.planned !== null && sources.shows(post.workspaceId)) entries.push(ofDraft(post, post.planned));
  }
  return entries
    .filter((entry) => entry.dueAt >= sources.from && entry.dueAt < sources.until)
    .sort((a, b) => a.dueAt - b.dueAt || (a.key < b.key ? -1 : 1));
}

/** Posts, and answers that were given a moment. Likes and answers sent at once are the outbox's. */
const isShown = (delivery: Delivery): boolean =>
  delivery.state !== 'cancelled' && (delivery.action.tag === 'publish' || delivery.wall !== null);

function ofDeliveries(
  deliveries: readonly Delivery[],
  wish: Unaccepted | undefined,
  move: PendingMove | undefined,
): CalendarEntry | null {
  const [first] = deliveries;
  if (first === undefined) return null;
  const open = deliveries.filter((one) => one.state !== 'sent');
  const leading = (open.length > 0 ? open : deliveries).reduce((a, b) => (b.dueAt < a.dueAt ? b : a));
  const known: Moment | null =
    leading.wall === null || leading.zone === null
      ? null
      : { wall: leading.wall, zone: leading.zone, dueAt: leading.dueAt };
  const standing = standingOf(deliveries);
  const base = {
    key: first.intentId,
    intentId: first.intentId,
    postId: wish?.postId ?? null,
    workspaceId: first.workspaceId,
    content: leading.content,
    accountIds: deliveries.map((one) => one.accountId),
    deliveries,
  };
  if (wish?.handed === 'pending') {
    const moment = wish.intent.when.tag === 'at' ? wish.intent.when.moment : known;
    return {
      ...base,
      content: wish.intent.targets[0]?.content ?? leading.content,
      moment,
      dueAt: moment?.dueAt ?? leading.dueAt,
      standing: 'handing',
      refusal: null,
    };
  }
  const isBehind =
    wish === undefined && move !== undefined && open.some((one) => one.revision < move.revision);
  const moment = isBehind ? move.moment : known;
  return {
    ...base,
    moment,
    dueAt: moment?.dueAt ?? leading.dueAt,
    standing,
    refusal: wish?.refusal ?? null,
  };
}

function ofWish(row: Unaccepted): CalendarEntry | null {
  const { action, targets, when } = row.intent;
  if (action.tag !== 'publish' && when.tag !== 'at') return null;
  const [target] = targets;
  if (target === undefined) return null;
  const moment = when.tag === 'at' ? when.moment : null;
  return {
    key: row.id,
    intentId: row.id,
    postId: row.postId,
    workspaceId: row.workspaceId,
    moment,
    dueAt: moment?.dueAt ?? row.createdAt,
    content: target.content,
    accountIds: targets.map((one) => one.accountId),
    standing: row.handed === 'refused' ? 'refused' : 'handing',
    refusal: row.refusal,
    deliveries: [],
  };
}

function ofDraft(post: Post, planned: Moment): CalendarEntry {
  return {
    key: post.id,
    intentId: null,
    postId: post.id,
    workspaceId: post.workspaceId,
    moment: planned,
    dueAt: planned.dueAt,
    content: post.base,
    accountIds: post.accountIds,
    standing: 'draft',
    refusal: null,
    deliveries: [],
  };
}
