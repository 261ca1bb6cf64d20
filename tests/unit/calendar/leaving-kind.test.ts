import { expect, it } from 'vitest';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { CalendarEntry } from '../../../src-renderer/features/calendar/calendar-entry.ts';
import { kindsOf } from '../../../src-renderer/features/calendar/leaving-kind.ts';
import { standingOf } from '../../../src-renderer/features/calendar/standing.ts';

type Sent = Pick<Delivery, 'state' | 'executor'>;
const kinds = (...deliveries: readonly Sent[]) =>
  [
    ...kindsOf({
      deliveries: deliveries as readonly Delivery[],
      standing: standingOf(deliveries),
      refusal: null,
    } as CalendarEntry),
  ].sort();
const held: Sent = { state: 'handed-over', executor: 'native' };
const here: Sent = { state: 'scheduled', executor: 'machine' };
const hand: Sent = { state: 'scheduled', executor: 'assisted' };

it('says of each account of a post what it needs', () => {
  expect(kinds(held)).toEqual(['held']);
  expect(kinds(held, here)).toEqual(['held', 'here']);
  expect(kinds(hand)).toEqual(['hand']);
  expect(kinds({ state: 'assisted', executor: 'assisted' })).toEqual(['you']);
  expect(kinds({ state: 'missed', executor: 'machine' }, held)).toEqual(['held', 'you']);
  expect(kinds({ state: 'sent', executor: 'machine' })).toEqual([]);
});

it('stands where the most is asked of somebody', () => {
  expect(standingOf([held, here])).toBe('here');
  expect(standingOf([here, hand])).toBe('hand');
});
