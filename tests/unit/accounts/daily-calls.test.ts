import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { createDailyCalls } from '../../../src-main/accounts/daily-calls.ts';
import type { Quota } from '../../../src-shared/domain/vitals.ts';
import { accountIdSchema, type AccountId } from '../../../src-shared/ids.ts';

const day = 86_400_000;
const midnight = Date.UTC(2026, 10, 28);
const page = v.parse(accountIdSchema, 'linkedin:www.linkedin.com:urn:li:organization:1');
const member = v.parse(accountIdSchema, 'linkedin:www.linkedin.com:urn:li:person:2');

function counting(known: readonly Quota[] = []) {
  let now = midnight - 3_600_000;
  const told = new Map<AccountId, Quota>();
  const daily = createDailyCalls({
    clock: { now: () => now },
    known: () => known,
    tell: (id, quota) => told.set(id, quota),
  });
  const call = (id: AccountId, times = 1, status = 200): Quota | undefined => {
    for (let index = 0; index < times; index += 1) daily.answered(id, 'one login', 100, status);
    return told.get(id);
  };
  const pass = (ms: number): void => {
    now += ms;
  };
  return { call, told, pass };
}

describe('calls of a day that the network counts without saying so', () => {
  it('are counted until midnight, for all accounts of a login together', () => {
    const { call, told, pass } = counting();
    expect(call(page, 30)).toEqual({ kind: 'read', limit: 100, left: 70, resetAt: midnight });
    call(member, 20);
    expect([told.get(page)?.left, told.get(member)?.left]).toEqual([50, 50]);
    pass(2 * 3_600_000);
    expect(call(page)).toEqual({ kind: 'read', limit: 100, left: 99, resetAt: midnight + day });
  });
  it('are as many as were answered when one is refused', () => {
    const { call, pass } = counting();
    call(page, 60);
    expect(call(page, 1, 429)).toMatchObject({ limit: 60, left: 0 });
    pass(day);
    expect(call(page)).toMatchObject({ limit: 60, left: 59 });
  });
  it('are more than was thought when more are answered: nothing is kept back any more', () => {
    const { call, told } = counting();
    expect(call(page, 100)).toMatchObject({ limit: 100, left: 0 });
    expect(call(page)).toMatchObject({ limit: 100, left: 100 });
    told.clear();
    expect(call(page, 20)).toBeUndefined();
    expect(call(page, 1, 429)).toMatchObject({ limit: 121, left: 0 });
  });
  it('go on after a restart', () => {
    const { call } = counting([{ kind: 'read', limit: 100, left: 40, resetAt: midnight }]);
    expect(call(page)).toMatchObject({ limit: 100, left: 39 });
  });
});
