import * as v from 'valibot';
import { expect, test } from 'vitest';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Action, Intent } from '../../../src-shared/domain/intent.ts';
import { accountId, deliveryId, intentIdSchema, rowId, workspaceIdSchema } from '../../../src-shared/ids.ts';
import {
  conversationKey,
  deletionKey,
  gatherOutgoing,
  nothingOutgoing,
  outgoingByMessage,
} from '../../../src-renderer/features/inbox/outgoing.ts';
import type { IntentRow } from '../../../src-renderer/store/queries/intents.ts';

const client = v.parse(workspaceIdSchema, 'client');
const account = accountId('net', 'example.social', '1');
const message = rowId(client, account, 'hello');
const target = {
  messageId: message,
  remoteId: 'hello',
  conversationId: 'root',
  handleData: '{}',
  box: 'public',
  authorHandle: 'camille',
} as const;
const reply: Action = { tag: 'reply', target };
const like: Action = { tag: 'like', target };

const intent = (id: string, action: Action, at = 1): Intent => ({
  id: v.parse(intentIdSchema, id),
  workspaceId: client,
  revision: 1,
  postId: null,
  action,
  targets: [{ accountId: account, content: { ...emptyContent, text: `words of ${id}` }, hash: '' }],
  when: { tag: 'now', graceMs: 0 },
  executor: 'machine',
  createdAt: at,
});
const wish = (id: string, action: Action, handed: IntentRow['handed'] = 'pending', at = 1): IntentRow => ({
  id: v.parse(intentIdSchema, id),
  workspaceId: client,
  postId: null,
  revision: 1,
  handed,
  refusal: handed === 'refused' ? { code: 'parent-gone', detail: {} } : null,
  intent: intent(id, action, at),
  createdAt: at,
  updatedAt: at,
});
const delivery = (
  id: string,
  action: Action,
  state: Delivery['state'],
  waiting: Delivery['waiting'] = null,
  at = 1,
): Delivery => ({
  id: deliveryId(v.parse(intentIdSchema, id), account),
  workspaceId: client,
  intentId: v.parse(intentIdSchema, id),
  accountId: account,
  action,
  revision: 1,
  hash: '',
  content: { ...emptyContent, text: `words of ${id}` },
  state,
  executor: 'machine',
  waiting,
  failure: state === 'failed' ? { code: 'rejected', detail: {} } : null,
  dueAt: at,
  wall: null,
  zone: null,
  toleranceMs: null,
  remoteId: state === 'sent' ? 'remote' : null,
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
  createdAt: at,
  updatedAt: at,
});
const stages = (...args: Parameters<typeof gatherOutgoing>): readonly string[] =>
  gatherOutgoing(...args).map((one) => one.stage.tag);

test('a wish that main has not answered is to be handed over, never more', () => {
  expect(stages([], [wish('a', reply)])).toEqual(['to-hand-over']);
});

test('a wish that main has just accepted does not vanish before its delivery is there', () => {
  expect(stages([], [wish('a', reply, 'accepted')])).toEqual(['grace']);
});

test('a delivery says more than the wish it comes from, and there is one of them', () => {
  expect(
    stages([delivery('a', reply, 'running', { tag: 'offline' })], [wish('a', reply, 'accepted')]),
  ).toEqual(['offline']);
});

test('what the person cancelled is not told, though its wish was accepted', () => {
  expect(gatherOutgoing([delivery('a', reply, 'cancelled')], [wish('a', reply, 'accepted')])).toEqual([]);
});

test('a refusal keeps its reason', () => {
  expect(gatherOutgoing([], [wish('a', reply, 'refused')])[0]?.stage).toEqual({
    tag: 'failed',
    failure: { code: 'parent-gone', detail: {} },
  });
});

test('a doubtful departure is never said to be waiting or sent', () => {
  expect(stages([delivery('a', reply, 'running', { tag: 'verifying', until: 5 })], [])).toEqual([
    'verifying',
  ]);
  expect(stages([delivery('a', reply, 'needs-decision', { tag: 'person' })], [])).toEqual(['person']);
});

test('the oldest comes first', () => {
  const all = gatherOutgoing(
    [delivery('b', reply, 'sent', null, 5)],
    [wish('c', reply, 'pending', 9), wish('a', reply, 'pending', 2)],
  );
  expect(all.map((one) => one.at)).toEqual([2, 5, 9]);
});

test('a like on its way shows as a like at once, and rolls back when it fails', () => {
  expect(outgoingByMessage(gatherOutgoing([], [wish('a', like)])).get(message)).toEqual({
    ...nothingOutgoing,
    like: 'on',
  });
  expect(outgoingByMessage(gatherOutgoing([delivery('a', like, 'failed')], [])).get(message)).toEqual({
    ...nothingOutgoing,
    like: null,
    likeFailed: true,
  });
});

test('a like that failed and was asked for again is on its way, not failed', () => {
  const all = gatherOutgoing([delivery('a', like, 'failed', null, 1)], [wish('b', like, 'pending', 2)]);
  expect(outgoingByMessage(all).get(message)).toMatchObject({ like: 'on', likeFailed: false });
});

test('a private answer belongs to its conversation, and is not told once it is there', () => {
  const answer: Action = { tag: 'reply', target: { ...target, box: 'private' } };
  const key = conversationKey(account, 'root');
  const waiting = outgoingByMessage(gatherOutgoing([], [wish('a', answer)]));
  expect(waiting.get(key)?.reply).toBe('to-hand-over');
  expect(waiting.get(message)).toBeUndefined();
  expect(outgoingByMessage(gatherOutgoing([delivery('a', answer, 'sent')], [])).get(key)?.reply).toBeNull();
});

test('a deletion is known by account and remote id, and is known to be ours once it happened', () => {
  const remove: Action = { tag: 'delete', remoteId: 'mine', handleData: '{}' };
  const key = deletionKey(account, 'mine');
  expect(outgoingByMessage(gatherOutgoing([], [wish('a', remove)])).get(key)?.deletion).toBe('waiting');
  expect(outgoingByMessage(gatherOutgoing([delivery('a', remove, 'sent')], [])).get(key)?.deletion).toBe(
    'done',
  );
});

test('a private answer to a public comment is told at that comment', () => {
  const answer: Action = { tag: 'private-reply', target: { ...target, privately: true } };
  expect(outgoingByMessage(gatherOutgoing([delivery('a', answer, 'sent')], [])).get(message)?.reply).toBe(
    'sent',
  );
});

test('an answer that the person gives on the page of the network is theirs, not in doubt', () => {
  expect(stages([delivery('a', reply, 'assisted', { tag: 'person' })], [])).toEqual(['hand']);
});
