import { describe, expect, it } from 'vitest';
import { quotaOf } from '../../../src-main/engine/quota.ts';
import { backgroundWaitsUntil, isLow, openQuotas } from '../../../src-shared/accounts/quota.ts';
import type { Quota } from '../../../src-shared/domain/vitals.ts';

const now = Date.parse('2026-11-26T09:00:00Z');
const minute = 60_000;
const quota = (left: number, more: Partial<Quota> = {}): Quota => ({
  kind: 'read',
  limit: 300,
  left,
  resetAt: now + 5 * minute,
  ...more,
});

describe('what a server says of its budget', () => {
  it.each<[string, Record<string, string>, number | null]>([
    ['seconds since 1970', { 'ratelimit-reset': String(now / 1_000 + 90) }, now + 90_000],
    ['seconds to wait', { 'ratelimit-reset': '90' }, now + 90_000],
    ['an ISO date', { 'x-ratelimit-reset': new Date(now + 90_000).toISOString() }, now + 90_000],
    [
      'a date on a server’s wrong clock',
      {
        'x-ratelimit-reset': new Date(now + 3_690_000).toISOString(),
        date: new Date(now + 3_600_000).toUTCString(),
      },
      now + 90_000,
    ],
    ['a moment long past', { 'ratelimit-reset': String(now / 1_000 - 90) }, now],
    ['nonsense', { 'ratelimit-reset': 'soon' }, null],
    ['years', { 'ratelimit-reset': '99999999' }, null],
    ['nothing', {}, null],
  ])('is read when its reset is %s', (_, headers, resetAt) => {
    const prefix = 'x-ratelimit-reset' in headers ? 'x-ratelimit' : 'ratelimit';
    const said = quotaOf(
      { headers: { [`${prefix}-limit`]: '300', [`${prefix}-remaining`]: '7', ...headers } },
      'read',
      now,
    );
    expect(said).toEqual(resetAt === null ? null : { kind: 'read', limit: 300, left: 7, resetAt });
  });
});

describe('a budget', () => {
  it('is low when only the part for people is left', () => {
    expect([61, 60, 0].map((left) => isLow(quota(left)))).toEqual([false, true, true]);
    expect(isLow(quota(5, { limit: 6 }))).toBe(false);
    expect(isLow(quota(3, { limit: 6 }))).toBe(true);
  });

  it('that is low holds the background until its window begins anew', () => {
    expect(backgroundWaitsUntil([quota(10)], now)).toBe(now + 5 * minute);
    expect(backgroundWaitsUntil([quota(10)], now + 5 * minute)).toBeNull();
    expect(backgroundWaitsUntil([quota(200)], now)).toBeNull();
  });

  it('of writes alone does not hold fetching', () => {
    expect(backgroundWaitsUntil([quota(0, { kind: 'write', limit: 30 })], now)).toBeNull();
  });

  it('is told tightest first, without what is over', () => {
    const tight = quota(2, { limit: 30 });
    expect(openQuotas([quota(200), tight, quota(0, { resetAt: now })], now)).toEqual([tight, quota(200)]);
  });
});

describe('a server that tells how much of a rolling window is used', () => {
  const now = 1_000_000;
  const of = (headers: Readonly<Record<string, string>>) => quotaOf({ headers }, 'read', now);

  it('is read by the fullest of its figures', () => {
    expect(of({ 'x-app-usage': '{"call_count":28,"total_time":91.2,"total_cputime":25}' })).toEqual({
      kind: 'read',
      limit: 100,
      left: 8,
      resetAt: now + 3_600_000,
    });
  });

  it('ends when it says, if it names minutes', () => {
    const usage = { '901': [{ type: 'pages', call_count: 100, estimated_time_to_regain_access: 12 }] };
    expect(of({ 'x-business-use-case-usage': JSON.stringify(usage) })).toMatchObject({
      left: 0,
      resetAt: now + 12 * 60_000,
    });
  });

  it('says nothing in headers that cannot be read', () => {
    expect(of({ 'x-app-usage': 'a lot', 'x-business-use-case-usage': '[]' })).toBeNull();
  });
});
