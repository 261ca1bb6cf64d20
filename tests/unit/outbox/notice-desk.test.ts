import { beforeEach, describe, expect, it } from 'vitest';
import { createNoticeDesk, type Announcement } from '../../../src-main/app/notice-desk.ts';
import { noticeWords } from '../../../src-main/app/notice-words.ts';
import type { DeliveryNotice } from '../../../src-shared/domain/notice.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { failure } from '../../../src-shared/errors.ts';
import { accountId, deliveryId } from '../../../src-shared/ids.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import { step } from '../../../src-shared/outbox/machine.ts';
import { createManualClock, type ManualClock } from '../../../src-simulator/core/clock.ts';
import { ids, submitted } from './samples.ts';

/** What is told when, and how often. */
let clock: ManualClock;
let shown: Announcement[];
let sent: (readonly DeliveryNotice[])[];
let away: boolean;
let tell: ReturnType<typeof createNoticeDesk>;
beforeEach(() => {
  clock = createManualClock();
  shown = [];
  sent = [];
  away = true;
  tell = createNoticeDesk({
    clock,
    words: () => noticeWords('en'),
    wanted: () => away,
    account: () => '@atelier',
    show: (announcement) => shown.push(announcement),
    send: (notices) => sent.push(notices),
  });
});

const delivery = (n: number): Delivery => ({
  ...toDelivery(step(null, submitted()).state),
  id: deliveryId(ids.intentId, accountId('net', 'server.example', String(n))),
  failure: failure('text-too-long'),
});

describe('the desk of notices', () => {
  it('tells one with its account and cause, and leads to the very delivery', async () => {
    tell('failed', delivery(1));
    await clock.advance(2_000);
    expect(shown).toEqual([
      {
        title: 'A departure of @atelier did not leave',
        body: 'The network refuses this content. Correct it, try again, or drop it.',
        deliveryId: delivery(1).id,
      },
    ]);
    expect(sent).toHaveLength(1);
  });

  it('tells many that fail at once together, and the next ones apart', async () => {
    for (let n = 1; n <= 15; n += 1) tell('failed', delivery(n));
    tell('missed', delivery(16));
    await clock.advance(2_000);
    expect(shown).toEqual([
      { title: '16 departures need your attention', body: '15 not sent · 1 missed', deliveryId: null },
    ]);
    expect(sent.map((notices) => notices.length)).toEqual([16]);
    tell('failed', delivery(17));
    await clock.advance(2_000);
    expect(shown).toHaveLength(2);
  });

  it('tells the last word on a delivery, and does not count it twice', async () => {
    tell('blocked', delivery(1));
    tell('missed', delivery(1));
    await clock.advance(2_000);
    expect(sent.map((notices) => notices.map(({ kind }) => kind))).toEqual([['missed']]);
  });

  it('tells the interface alone while somebody looks at it, and never that something was sent', async () => {
    away = false;
    tell('failed', delivery(1));
    tell('sent', delivery(2));
    await clock.advance(2_000);
    expect(shown).toEqual([]);
    expect(sent.map((notices) => notices.length)).toEqual([1]);
    tell('sent', delivery(3));
    await clock.advance(2_000);
    expect(sent).toHaveLength(1);
  });

  it('says no word of a post', async () => {
    tell('failed', delivery(1));
    await clock.advance(2_000);
    expect(JSON.stringify([shown, sent])).not.toContain(delivery(1).content.text);
  });
});
