import { momentOf } from '../../../src-shared/calendar/moment.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import { emptyContent, type Content } from '../../../src-shared/domain/content.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Freeze } from '../../../src-shared/domain/freeze.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import type { Moment, Post } from '../../../src-shared/domain/post.ts';
import { usualPublishing } from '../../../src-shared/domain/publishing.ts';
import { noVitals, type Vitals } from '../../../src-shared/domain/vitals.ts';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import type { ForecastSources } from '../../../src-shared/forecast/sources.ts';
import type { WishRow } from '../../../src-shared/forecast/departure.ts';
import { accountId, deliveryId } from '../../../src-shared/ids.ts';
import type { AccountId, IntentId, MediaHash, PostId } from '../../../src-shared/ids.ts';
import { accountRow, workspace } from '../../fixtures/rows.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export const paris = 'Europe/Paris';
export const at = (wall: string, zone = paris): Moment => momentOf(wall, zone).moment;
export const now = at('2026-11-26T08:00').dueAt;

export const who = (name: string): AccountId => accountId('net', 'server.example', name);

export function account(name: string, more: Partial<Account> = {}): Account {
  return { ...accountRow(name), id: who(name), remoteId: name, ...more };
}

export const client: Workspace = {
  id: workspace,
  name: 'Atelier Lumière',
  colour: 'ambre',
  zone: paris,
  toleranceMs: 30 * minute,
  position: 0,
  training: false,
  archivedAt: null,
  createdAt: 0,
  updatedAt: 0,
};

/** Words that no other sample has. */
export const words = (of: string): Content => ({
  ...emptyContent,
  text: Array.from(of, (letter) => letter.repeat(6)).join(' '),
});

/** What the network holds, due at a wall time of Paris: nothing is wrong with it. */
export function post(
  name: string,
  wall: string,
  more: Partial<Delivery> & { readonly on?: string } = {},
): Delivery {
  const { on, ...rest } = more;
  const moment = at(wall);
  const intentId = name as IntentId;
  const owner = who(on ?? 'a');
  return {
    id: deliveryId(intentId, owner),
    workspaceId: workspace,
    intentId,
    accountId: owner,
    action: { tag: 'publish' },
    revision: 1,
    hash: '',
    content: words(name),
    state: 'handed-over',
    executor: 'native',
    waiting: null,
    failure: null,
    dueAt: moment.dueAt,
    wall: moment.wall,
    zone: moment.zone,
    toleranceMs: 30 * minute,
    remoteId: null,
    remoteUrl: null,
    scheduledRemoteId: '1',
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
    ...rest,
  };
}

/** This machine is to publish it. */
export const here = { state: 'scheduled', executor: 'machine', scheduledRemoteId: null } as const;

export function wish(
  name: string,
  wall: string,
  handed: WishRow['handed'],
  more: Partial<Intent> = {},
): WishRow {
  return {
    postId: `post ${name}` as PostId,
    handed,
    intent: {
      id: name as IntentId,
      workspaceId: workspace,
      revision: 1,
      postId: `post ${name}` as PostId,
      action: { tag: 'publish' },
      targets: [{ accountId: who('a'), content: words(name), hash: '' }],
      when: { tag: 'at', moment: at(wall), toleranceMs: 30 * minute },
      executor: 'machine',
      createdAt: now,
      ...more,
    },
  };
}

export function draft(name: string, wall: string | null, more: Partial<Post> = {}): Post {
  return {
    id: name as PostId,
    workspaceId: workspace,
    accountIds: [who('a')],
    base: words(name),
    variants: {},
    target: null,
    planned: wall === null ? null : at(wall),
    intentId: null,
    createdAt: 0,
    updatedAt: 0,
    deletedAt: null,
    ...more,
  };
}

export const freeze = (more: Partial<Freeze> = {}): Freeze => ({
  id: 'freeze-1',
  scope: null,
  by: 'Inès',
  why: '',
  startedAt: now - hour,
  endsAt: null,
  openAccounts: [],
  repliesOpen: true,
  ended: null,
  ...more,
});

export const hash = (letter: string): MediaHash => letter.repeat(64) as MediaHash;

export const image = (of: MediaHash, mime = 'image/png') => ({
  hash: of,
  mime,
  bytes: 2_000,
  width: 10,
  height: 10,
  name: 'lamp.png',
  alt: 'A lamp',
  decorative: false,
});

export interface World extends Omit<ForecastSources, 'vitals'> {
  readonly vitals: Readonly<Record<AccountId, Partial<Vitals>>>;
}

/** A client with one healthy account and nothing to leave, and what a test puts into it. */
export function world({ vitals = {}, ...more }: Partial<World> = {}): ForecastSources {
  return {
    now,
    zone: paris,
    dayCount: 14,
    clients: [client],
    accounts: [account('a')],
    vitals: (id) => ({ ...noVitals(id), ...vitals[id] }),
    deliveries: [],
    wishes: [],
    drafts: [],
    freezes: [],
    rules: () => usualPublishing,
    missingMedia: new Set(),
    ...more,
  };
}
