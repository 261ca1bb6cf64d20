import { describe, expect, it } from 'vitest';
import {
  fetchingWaitsUntil,
  spendingState,
  spendingWaitsUntil,
  spentAt,
} from '../../../src-shared/accounts/spending.ts';
import type { Spent } from '../../../src-shared/domain/vitals.ts';

const spent = (amount: number): Spent => ({ amount, currency: 'USD', from: 100, until: 200 });

describe('what an account costs in a month', () => {
  it('is of the month that is running only', () => {
    expect(spentAt(spent(3), 199)).toBe(3);
    expect(spentAt(spent(3), 200)).toBe(0);
    expect(spentAt(spent(3), 99)).toBe(0);
    expect(spentAt(undefined, 150)).toBe(0);
  });

  it('is told of at four fifths of the budget, and is over at all of it', () => {
    expect(spendingState(spent(7.99), 10, 150)).toBe('free');
    expect(spendingState(spent(8), 10, 150)).toBe('near');
    expect(spendingState(spent(10), 10, 150)).toBe('over');
    expect(spendingState(spent(10), undefined, 150)).toBe('free');
    expect(spendingState(spent(0), 0, 150)).toBe('over');
    expect(spendingState(spent(10), 10, 200)).toBe('free');
  });

  it('keeps fetching in the background until the next month, and only once the budget is used up', () => {
    expect(spendingWaitsUntil(spent(9.99), 10, 150)).toBeNull();
    expect(spendingWaitsUntil(spent(10), 10, 150)).toBe(200);
    expect(spendingWaitsUntil(spent(10), 10, 200)).toBeNull();
    expect(spendingWaitsUntil(spent(10), undefined, 150)).toBeNull();
    expect(spendingWaitsUntil(undefined, 0, 150)).toBeNull();
  });

  it('waits for the later of the month and the window of requests', () => {
    const quotas = [{ kind: 'read', limit: 100, left: 1, resetAt: 180 }] as const;
    expect(fetchingWaitsUntil({ quotas, spent: spent(10) }, 10, 150)).toBe(200);
    expect(fetchingWaitsUntil({ quotas, spent: spent(1) }, 10, 150)).toBe(180);
    expect(fetchingWaitsUntil({ quotas: [], spent: spent(10) }, 10, 150)).toBe(200);
    expect(fetchingWaitsUntil({ quotas: [], spent: spent(1) }, 10, 150)).toBeNull();
  });
});
