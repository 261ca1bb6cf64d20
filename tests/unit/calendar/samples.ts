import type { Delivery, DeliveryState } from '../../../src-shared/domain/delivery.ts';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import type { Moment, Post } from '../../../src-shared/domain/post.ts';
import { momentOf } from '../../../src-shared/calendar/moment.ts';
import { accountId, deliveryId } from '../../../src-shared/ids.ts';
import type { IntentId, PostId, WorkspaceId } from '../../../src-shared/ids.ts';
import type { Unaccepted } from '../../../src-renderer/features/calendar/calendar-entry.ts';

export const client = 'client' as WorkspaceId;
export const paris = (wall: string): Moment => momentOf(wall, 'Europe/Paris').moment;
export const account = (name: string) => accountId('net', 'example.social', name);

export function delivery(
  intent: string,
  who: string,
  moment: Moment | null,
  state: DeliveryState,
  more: Partial<Delivery> = {},
): Delivery {
  const intentId = intent as IntentId;
  return {
    id: deliveryId(intentId, account(who)),
    workspaceId: client,
    intentId,
    accountId: account(who),
    action: { tag: 'publish' },
    revision: 1,
    hash: '',
    content: { ...emptyContent, text: `text of ${intent}` },
    state,
    executor: 'machine',
    waiting: null,
    failure: null,
    dueAt: moment?.dueAt ?? 0,
    wall: moment?.wall ?? null,
    zone: moment?.zone ?? null,
    toleranceMs: null,
    remoteId: null,
    remoteUrl: null,
    scheduledRemoteId: null,
    sentAt: null,
    stepsDone: 0,
    stepsTotal: 1,
    parts: [],
    step: null,
    progress: null,
    attempts: [],
    candidates: [],
    sequence: 1,
    createdAt: 0,
    updatedAt: 0,
    ...more,
  };
}

export function wish(
  intent: string,
  moment: Moment | null,
  handed: 'pending' | 'refused',
  revision = 1,
): Unaccepted {
  return {
    id: intent as IntentId,
    workspaceId: client,
    postId: `post of ${intent}` as PostId,
    revision,
    handed,
    refusal: handed === 'refused' ? { code: 'in-flight', detail: {} } : null,
    intent: {
      action: { tag: 'publish' },
      targets: [{ accountId: account('a'), content: { ...emptyContent, text: `text of ${intent}` } }],
      when: moment === null ? { tag: 'now' } : { tag: 'at', moment },
    },
    createdAt: paris('2026-11-26T08:00').dueAt,
  };
}

export function draft(id: string, planned: Moment | null): Post {
  return {
    id: id as PostId,
    workspaceId: client,
    accountIds: [account('a')],
    base: emptyContent,
    variants: {},
    target: null,
    planned,
    intentId: null,
    createdAt: 0,
    updatedAt: 0,
    deletedAt: null,
  };
}
