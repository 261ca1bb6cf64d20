import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { inboundSchema, type Inbound } from '../../../src-shared/sync/inbound.ts';
import { parkedSchema } from '../../../src-shared/sync/parked.ts';
import {
  batchSchema,
  isStreamRow,
  rowIdOf,
  streamRowSchema,
  type StreamRow,
} from '../../../src-shared/sync/stream-row.ts';
import { newestFirst, remoteMessageSchema } from '../../../src-shared/domain/message.ts';
import { rowId } from '../../../src-shared/ids.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import { account, accountRow, messageRow, workspace } from '../../fixtures/rows.ts';
import { drive } from '../outbox/samples.ts';

const author = { remoteId: 'p1', handle: 'ada.example', name: 'Ada', avatarUrl: null };

/** A message as the network tells it, without what we add. */
const remoteMessage = v.parse(remoteMessageSchema, messageRow(1).row);

/** One of each kind that a feed can bring. */
const brought: readonly Inbound[] = [
  { tag: 'message', message: remoteMessage },
  {
    tag: 'conversation',
    conversation: {
      remoteId: 'c1',
      kind: 'private',
      people: [author],
      unread: true,
      lastAt: 7,
      handleData: '{}',
    },
  },
  { tag: 'person', person: { ...author, url: null, bio: 'Counts.', followers: 3 } },
  { tag: 'metric', subject: 'm1', name: 'likes', value: 4 },
  { tag: 'gone', remoteId: 'm1' },
];

const mine = { id: rowId(workspace, account, 'x1'), workspaceId: workspace, accountId: account };

/** One of each kind of the down stream. */
const streamed: readonly StreamRow[] = [
  { tag: 'account', row: accountRow() },
  { tag: 'account-removed', id: account },
  messageRow(1),
  { tag: 'message-gone', id: 'm', at: 5 },
  {
    tag: 'conversation',
    row: {
      ...mine,
      remoteId: 'c1',
      kind: 'private',
      people: [author],
      unread: true,
      lastAt: 7,
      order: newestFirst(7),
      handleData: '{}',
    },
  },
  { tag: 'person', row: { ...mine, ...author, url: null, bio: 'Counts.', followers: 3, seenAt: 9 } },
  { tag: 'metric', row: { ...mine, subject: 'm1', name: 'likes', value: 4, at: 9 } },
  { tag: 'delivery', row: toDelivery(drive().record) },
  { tag: 'reaction', id: 'm', liked: true, likeRemoteId: null },
  { tag: 'visibility', id: 'm', visibility: 'hidden' },
  { tag: 'forget-account', id: account },
];

/** Whether nothing of it may be left out: each field, one after the other. */
function needsAll(schema: v.GenericSchema, value: object): void {
  for (const name of Object.keys(value)) {
    const lacking = Object.fromEntries(Object.entries(value).filter(([one]) => one !== name));
    expect(v.is(schema, lacking), `without ${name}`).toBe(false);
  }
}

describe('what a feed brings', () => {
  it.each(brought.map((one) => [one.tag, one] as const))(
    '"%s" is read as it is, and only whole',
    (_, one) => {
      expect(v.parse(inboundSchema, one)).toEqual(one);
      needsAll(inboundSchema, one);
      for (const [name, value] of Object.entries(one)) {
        if (typeof value !== 'object' || value === null) continue;
        for (const part of Object.keys(value as object)) {
          const lacking = Object.fromEntries(
            Object.entries(value as object).filter(([other]) => other !== part),
          );
          expect(v.is(inboundSchema, { ...one, [name]: lacking }), `${name} without ${part}`).toBe(false);
        }
      }
    },
  );

  it.each(['thread', 'private'])('conversations may be "%s"', (kind) => {
    const one = brought[1];
    if (one?.tag !== 'conversation') throw new Error('not a conversation');
    expect(v.is(inboundSchema, { ...one, conversation: { ...one.conversation, kind } })).toBe(true);
  });

  it.each(['likes', 'replies', 'reposts', 'quotes', 'followers', 'following', 'posts'])(
    'figures may be of "%s", and of nothing unknown',
    (name) => {
      expect(v.is(inboundSchema, { tag: 'metric', subject: 'm', name, value: 1 })).toBe(true);
      expect(v.is(inboundSchema, { tag: 'metric', subject: 'm', name: '', value: 1 })).toBe(false);
    },
  );
});

describe('rows of the down stream', () => {
  it.each(streamed.map((one) => [one.tag, one] as const))(
    '"%s" is read as it is, and only whole',
    (_, one) => {
      expect(v.parse(streamRowSchema, one)).toEqual(one);
      needsAll(streamRowSchema, one);
    },
  );

  it('come in numbered batches', () => {
    const batch = { number: 3, rows: streamed };
    expect(v.parse(batchSchema, batch)).toEqual(batch);
    needsAll(batchSchema, batch);
    expect(v.is(batchSchema, { number: 3, rows: [{ tag: 'unheard-of', id: 'x' }] })).toBe(false);
  });
});

it('a row is known by its kind, and named by its id', () => {
  for (const row of streamed) expect(isStreamRow(row), row.tag).toBe(true);
  expect(isStreamRow({ tag: 'unheard-of', id: 'x' })).toBe(false);
  expect(streamed.map(rowIdOf)).toEqual(streamed.map((one) => ('row' in one ? one.row.id : one.id)));
});

it('what was set aside is kept whole', () => {
  for (const place of ['stream', 'store', 'journal'] as const) {
    const parked = {
      id: 'p',
      at: null,
      place,
      kind: 'message',
      reason: 'row.id',
      text: '{}',
      isRetryable: true,
    };
    expect(v.parse(parkedSchema, parked)).toEqual(parked);
    needsAll(parkedSchema, parked);
    expect(v.is(parkedSchema, { ...parked, place: '' })).toBe(false);
  }
});
