import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { recallFate } from '../../../src-shared/outbox/recall-list.ts';
import { ids, start } from './samples.ts';

const told = (state: Delivery['state'], ...events: readonly string[]) => ({
  state,
  failure: null,
  workspaceId: ids.workspaceId,
  accountId: ids.accountId,
  attempts: events.map((event, n) => ({ at: start + n, step: 'delivery', event, code: null })),
});
const freeze = { scope: null, startedAt: start };
const fate = (...args: Parameters<typeof told>) => recallFate(told(...args), freeze);

describe('what became of a post that the network held when a freeze began', () => {
  it('is told by what happened since', () => {
    expect(fate('handed-over', 'frozen')).toBe('to-recall');
    expect(fate('recalling', 'frozen', 'recalling')).toBe('to-recall');
    expect(fate('frozen', 'frozen', 'recalling', 'recalled')).toBe('recalled');
    expect(fate('sent', 'frozen', 'recalling', 'fired')).toBe('gone');
    expect(fate('needs-decision', 'frozen', 'recalling', 'gone', 'fired')).toBe('gone');
    expect(fate('sent', 'frozen', 'recalling', 'recall-failed')).toBe('gone');
    expect(fate('needs-decision', 'frozen', 'recalling')).toBe('in-doubt');
    expect(fate('handed-over', 'frozen', 'recalling', 'recall-failed')).toBe('failed');
  });

  it('is nothing for one that no network held', () => {
    expect(fate('frozen', 'accepted', 'frozen')).toBeNull();
    expect(fate('scheduled', 'accepted')).toBeNull();
    expect(fate('handed-over', 'accepted', 'recalling', 'recall-failed')).toBeNull();
    expect(fate('cancelled', 'frozen', 'recalling')).toBeNull();
  });

  it('counts the last time that it was asked for', () => {
    expect(fate('frozen', 'frozen', 'recalling', 'recall-failed', 'recalling', 'recalled')).toBe('recalled');
    expect(fate('recalling', 'frozen', 'recalling', 'recalled', 'handed-over', 'recalling')).toBe(
      'to-recall',
    );
  });

  it('counts nothing of before the freeze', () => {
    const before = told('handed-over', 'recalling', 'recall-failed', 'frozen');
    expect(recallFate(before, freeze)).toBe('to-recall');
    expect(recallFate(told('handed-over', 'frozen'), { scope: null, startedAt: start + 1 })).toBeNull();
    const again = told('handed-over', 'frozen', 'recalling', 'recall-failed', 'frozen');
    expect(recallFate(again, { scope: null, startedAt: start + 3 })).toBe('to-recall');
  });

  it('is nobody’s of another client', () => {
    const mine = told('handed-over', 'frozen');
    expect(recallFate(mine, { scope: ids.workspaceId, startedAt: start })).toBe('to-recall');
    expect(recallFate(mine, { scope: 'another' as typeof ids.workspaceId, startedAt: start })).toBeNull();
  });
});
