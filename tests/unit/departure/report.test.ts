import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Fate } from '../../../src-shared/departure/departure.ts';
import { isMoving, ledgerLines, tally, type Unaccepted } from '../../../src-shared/departure/report.ts';
import { deliveryStates, type Delivery, type DeliveryState } from '../../../src-shared/domain/delivery.ts';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import { intentIdSchema, rowId, type DeliveryId } from '../../../src-shared/ids.ts';
import { account, workspace } from '../../fixtures/rows.ts';
import { atOnce, delivery, hour, left, minute } from './samples.ts';

const back = left + 4 * hour;
const head = { leftAt: left, returnedAt: back };
const target = {
  messageId: rowId(workspace, account, 'm1'),
  remoteId: 'm1',
  conversationId: 'c1',
  handleData: '{}',
  box: 'public',
  authorHandle: 'ada.example',
} as const;

/** The fates of these deliveries; those of which nothing is said are absent. */
const fatesOf = (
  deliveries: readonly Delivery[],
  open: ReadonlyMap<DeliveryId, number> = new Map(),
  now = back + minute,
): readonly Fate[] => ledgerLines(head, open, deliveries, [], now).map(({ fate }) => fate);

describe('what the report says', () => {
  it.each<[DeliveryState, Fate]>([
    ['sent', 'sent'],
    ['failed', 'refused'],
    ['missed', 'missed'],
    ['needs-decision', 'verify'],
    ['blocked', 'blocked'],
    ['assisted', 'hand'],
    ['frozen', 'frozen'],
    ['cancelled', 'dropped'],
    ['running', 'waiting'],
    ['scheduled', 'waiting'],
    ['handed-over', 'waiting'],
    ['recalling', 'waiting'],
    ['grace', 'waiting'],
  ])('of a post that is %s now', (state, fate) => {
    const one = delivery({ state, sentAt: state === 'sent' ? left + hour : null, updatedAt: left + hour });
    expect(fatesOf([one])).toEqual([fate]);
  });

  it('of an answer that came after its window: too late, not refused', () => {
    const late = atOnce({ state: 'failed', failure: { code: 'reply-window-closed', detail: {} } });
    expect(fatesOf([late])).toEqual(['missed']);
  });

  it('of what was sent, by whom and when it left', () => {
    const by = (executor: Delivery['executor']) =>
      delivery({ state: 'sent', executor, sentAt: left + 61 * minute });
    const lines = ledgerLines(head, new Map(), [by('native'), by('machine'), by('assisted')], [], back);
    expect(lines.map(({ executor }) => executor)).toEqual(['native', 'machine', 'assisted']);
    expect(lines.map(({ at }) => at)).toEqual([left, left, left].map((at) => at + 61 * minute));
  });

  it('of what was waiting when the person left, found by its number in the ledger', () => {
    const waiting = atOnce({ createdAt: left - hour, dueAt: left - hour, state: 'sent', sentAt: back + 1 });
    expect(fatesOf([waiting], new Map([[waiting.id, 4]]))).toEqual(['sent']);
  });
});

describe('what the report leaves out', () => {
  it('what was over before the person left', () => {
    const sent = delivery({ state: 'sent', dueAt: left - hour, sentAt: left - hour });
    const dropped = delivery({ state: 'cancelled', dueAt: left - hour });
    expect(fatesOf([sent, dropped])).toEqual([]);
  });

  it.each<DeliveryState>(['failed', 'missed', 'needs-decision', 'blocked', 'frozen', 'assisted'])(
    'what was %s already, unless something has become of it since',
    (state) => {
      const one = delivery({ state, dueAt: left - hour });
      expect(fatesOf([one], new Map([[one.id, one.sequence]]))).toEqual([]);
      expect(fatesOf([one], new Map([[one.id, one.sequence - 1]]))).toHaveLength(1);
    },
  );

  it('what is due after the return, and what was asked for after it', () => {
    const later = delivery({ dueAt: back + hour });
    const sentLater = delivery({ dueAt: back + hour, state: 'sent', sentAt: back + hour });
    const asked = atOnce({ createdAt: back + minute, dueAt: back + minute });
    expect(fatesOf([later, sentLater, asked], new Map(), back + 2 * hour)).toEqual([]);
  });

  it('not what was planned meanwhile for after the return', () => {
    const planned = delivery({ createdAt: left + hour, dueAt: back + 24 * hour });
    expect(fatesOf([planned])).toEqual(['waiting']);
  });
});

describe('a wish that main has not taken', () => {
  const intent = (createdAt: number): Unaccepted['intent'] => ({
    id: v.parse(intentIdSchema, '01JWISHAAAAAAAAAAAAAAAAAAA'),
    workspaceId: workspace,
    revision: 1,
    postId: null,
    action: { tag: 'reply', target },
    targets: [{ accountId: account, content: { ...emptyContent, text: 'hello' }, hash: '' }],
    when: { tag: 'now', graceMs: 0 },
    executor: 'machine',
    createdAt,
  });

  it('waits, or was refused with its cause, and is counted as an answer of the absence', () => {
    const refusal = { code: 'text-too-long', detail: {} } as const;
    const lines = (handed: Unaccepted['handed']) =>
      ledgerLines(head, new Map(), [], [{ handed, refusal, intent: intent(left + hour) }], back);
    expect(lines('pending')).toMatchObject([{ fate: 'waiting', kind: 'reply', isNew: true, state: null }]);
    expect(lines('refused')).toMatchObject([{ fate: 'refused', failure: refusal }]);
    expect(lines('accepted')).toEqual([]);
  });

  it('is left out when it was written before leaving or after the return', () => {
    for (const at of [left - 1, left, back + 1])
      expect(
        ledgerLines(head, new Map(), [], [{ handed: 'pending', refusal: null, intent: intent(at) }], back),
      ).toEqual([]);
  });
});

describe('a report that is not final', () => {
  const moving = (one: Delivery): boolean =>
    isMoving(ledgerLines(head, new Map(), [one], [], back), () => one.waiting, back);

  it('moves while anything of the absence may still leave by itself', () => {
    expect(moving(atOnce())).toBe(true);
    expect(moving(delivery({ state: 'handed-over', dueAt: back - minute }))).toBe(true);
    expect(moving(delivery({ dueAt: back - minute, waiting: { tag: 'offline' } }))).toBe(true);
  });

  it('does not wait for what has its hour to come, nor for a person', () => {
    const planned = { createdAt: left + hour, dueAt: back + hour };
    expect(moving(delivery({ ...planned, waiting: { tag: 'due', until: back + hour } }))).toBe(false);
    expect(moving(delivery({ ...planned, state: 'handed-over' }))).toBe(false);
    for (const state of ['missed', 'needs-decision', 'failed', 'blocked', 'sent'] as const)
      expect(moving(delivery({ state, sentAt: left + hour, dueAt: back - minute }))).toBe(false);
  });
});

describe('any ledger', () => {
  const anyDelivery = fc
    .record({
      state: fc.constantFrom(...deliveryStates),
      dueAt: fc.integer({ min: left - 10 * hour, max: back + 10 * hour }),
      createdAt: fc.integer({ min: left - 10 * hour, max: back + hour }),
      sentAt: fc.integer({ min: left - 10 * hour, max: back + hour }),
      isPlanned: fc.boolean(),
      wasOpen: fc.boolean(),
    })
    .map(({ isPlanned, wasOpen, sentAt, ...more }) => ({
      wasOpen,
      row: delivery({
        ...more,
        updatedAt: Math.max(more.createdAt, sentAt),
        sentAt: more.state === 'sent' ? sentAt : null,
        ...(isPlanned ? {} : { wall: null, zone: null, toleranceMs: null }),
      }),
    }));

  it('is told with one line a delivery at most, and the totals are the lines', () => {
    fc.assert(
      fc.property(fc.array(anyDelivery, { maxLength: 30 }), (made) => {
        const rows = made.map(({ row }) => row);
        const open = new Map(made.filter(({ wasOpen }) => wasOpen).map(({ row }) => [row.id, row.sequence]));
        const lines = ledgerLines(head, open, [...rows, ...rows], [], back);
        expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
        expect(Object.values(tally(lines)).reduce((a, b) => a + b, 0)).toBe(lines.length);
        // Whatever left between the two moments is in it.
        for (const { id, state, sentAt, createdAt } of rows)
          if (state === 'sent' && sentAt !== null && sentAt > left && sentAt < back && createdAt <= back)
            expect(lines.some((line) => line.id === id)).toBe(true);
      }),
    );
  });
});
