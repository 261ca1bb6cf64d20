import * as v from 'valibot';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import { deliveryId, intentIdSchema, type AccountId } from '../../../src-shared/ids.ts';
import { account, workspace } from '../../fixtures/rows.ts';

export const hour = 3_600_000;
export const minute = 60_000;
/** When the person leaves. */
export const left = Date.parse('2026-11-26T09:00:00Z');

let made = 0;

/** A post of one account as main tells of it; each has an id of its own. */
export function delivery(more: Partial<Delivery> = {}, on: AccountId = account): Delivery {
  made += 1;
  const intentId = v.parse(intentIdSchema, `01J${String(made).padStart(23, '0')}`);
  return {
    id: deliveryId(intentId, on),
    workspaceId: workspace,
    intentId,
    accountId: on,
    action: { tag: 'publish' },
    revision: 1,
    hash: '',
    content: { ...emptyContent, text: `post ${String(made)}` },
    state: 'scheduled',
    executor: 'machine',
    waiting: { tag: 'due', until: left + hour },
    failure: null,
    dueAt: left + hour,
    wall: '2026-11-26T10:00',
    zone: 'UTC',
    toleranceMs: 30 * minute,
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
    sequence: 3,
    createdAt: left - 24 * hour,
    updatedAt: left - 24 * hour,
    ...more,
  };
}

/** What leaves as soon as it can: it has no hour. */
export const atOnce = (more: Partial<Delivery> = {}): Delivery =>
  delivery({
    state: 'running',
    waiting: { tag: 'offline' },
    wall: null,
    zone: null,
    toleranceMs: null,
    createdAt: left + 10 * minute,
    dueAt: left + 10 * minute,
    ...more,
  });
