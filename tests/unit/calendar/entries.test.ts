import { describe, expect, test } from 'vitest';
import {
  calendarEntries,
  type CalendarSources,
} from '../../../src-renderer/features/calendar/calendar-entry.ts';
import { fixedBecause } from '../../../src-renderer/features/calendar/standing.ts';
import { account, client, delivery, draft, paris, wish } from './samples.ts';

const [nine, noon] = [paris('2026-11-26T09:00'), paris('2026-11-27T12:00')];

const entries = (sources: Partial<CalendarSources>) =>
  calendarEntries({
    deliveries: [],
    unaccepted: [],
    drafts: [],
    moves: {},
    shows: (workspace) => workspace === client,
    from: paris('2026-11-01T00:00').dueAt,
    until: paris('2026-12-01T00:00').dueAt,
    ...sources,
  });

describe('what stands in the calendar', () => {
  test('several accounts of one post are one entry, that says the worst of them', () => {
    const [only, ...others] = entries({
      deliveries: [
        delivery('i', 'a', nine, 'sent'),
        delivery('i', 'b', nine, 'needs-decision'),
        delivery('i', 'c', nine, 'handed-over'),
      ],
    });
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      key: 'i',
      accountIds: ['a', 'b', 'c'].map(account),
      standing: 'needs-decision',
      moment: nine,
    });
  });

  test('a post whose network holds it stands apart from one that needs this machine', () => {
    expect(
      entries({
        deliveries: [delivery('i', 'a', nine, 'handed-over'), delivery('j', 'a', noon, 'scheduled')],
      }).map((one) => one.standing),
    ).toEqual(['held', 'here']);
  });

  test('cancelled deliveries, likes and answers sent at once are not there', () => {
    const target = {
      messageId: 'm',
      remoteId: 'r',
      conversationId: 'c',
      handleData: '',
      box: 'public',
      authorHandle: '@x',
    } as never;
    expect(
      entries({
        deliveries: [
          delivery('i', 'a', nine, 'cancelled'),
          delivery('j', 'a', null, 'sent', { dueAt: nine.dueAt, action: { tag: 'like', target } }),
          delivery('k', 'a', null, 'sent', { dueAt: nine.dueAt, action: { tag: 'reply', target } }),
        ],
      }),
    ).toEqual([]);
  });

  test('a wish that main has not accepted is never called scheduled', () => {
    expect(entries({ unaccepted: [wish('i', nine, 'pending')] })).toMatchObject([
      { standing: 'handing', moment: nine, postId: 'post of i', deliveries: [] },
    ]);
  });

  test('a move stands at its new moment, to be handed over, while main has not answered', () => {
    expect(
      entries({
        deliveries: [delivery('i', 'a', nine, 'scheduled')],
        unaccepted: [wish('i', noon, 'pending', 2)],
      }),
    ).toMatchObject([{ standing: 'handing', moment: noon, dueAt: noon.dueAt }]);
  });

  test('a refused move rolls back, and keeps the reason', () => {
    expect(
      entries({
        deliveries: [delivery('i', 'a', nine, 'running')],
        unaccepted: [wish('i', noon, 'refused', 2)],
        moves: { i: { revision: 2, moment: noon } },
      }),
    ).toMatchObject([{ standing: 'running', moment: nine, refusal: { code: 'in-flight' } }]);
  });

  test('an accepted move does not jump back while the mirror is behind', () => {
    const moves = { i: { revision: 2, moment: noon } };
    const behind = delivery('i', 'a', nine, 'recalling');
    expect(entries({ deliveries: [behind], moves })).toMatchObject([{ moment: noon, standing: 'recalling' }]);
    const later = paris('2026-11-28T12:00');
    const arrived = delivery('i', 'a', later, 'scheduled', { revision: 2 });
    expect(entries({ deliveries: [arrived], moves })).toMatchObject([{ moment: later }]);
  });

  test('a move out of the shown days leaves them, one into them arrives', () => {
    const december = paris('2026-12-03T09:00');
    const deliveries = [delivery('i', 'a', nine, 'scheduled')];
    expect(entries({ deliveries, unaccepted: [wish('i', december, 'pending', 2)] })).toEqual([]);
    expect(entries({ unaccepted: [wish('i', nine, 'pending', 2)] })).toHaveLength(1);
  });

  test('planned drafts are there, others are not, and everything is in order', () => {
    expect(
      entries({
        drafts: [draft('d', noon), draft('e', null)],
        deliveries: [delivery('i', 'a', nine, 'scheduled')],
      }).map(({ key, standing }) => [key, standing]),
    ).toEqual([
      ['i', 'here'],
      ['d', 'draft'],
    ]);
  });

  test('another client’s things never show', () => {
    const other = 'other' as typeof client;
    expect(
      entries({
        unaccepted: [{ ...wish('i', nine, 'pending'), workspaceId: other }],
        drafts: [{ ...draft('d', noon), workspaceId: other }],
      }),
    ).toEqual([]);
  });
});

describe('what may be moved', () => {
  test.each([
    ['scheduled', null],
    ['handed-over', null],
    ['recalling', null],
    ['missed', null],
    ['failed', null],
    ['blocked', null],
    ['running', 'in-flight'],
    ['grace', 'in-flight'],
    ['needs-decision', 'outcome-unknown'],
    ['sent', 'already-sent'],
  ] as const)('%s: %s', (state, why) => {
    expect(fixedBecause([{ state: 'scheduled' }, { state }])).toBe(why);
  });
});
