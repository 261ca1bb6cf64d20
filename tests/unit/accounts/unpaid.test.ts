import { describe, expect, it } from 'vitest';
import { afterRefusal, unpaidPolicy, unpaidUntil } from '../../../src-shared/accounts/unpaid.ts';
import { fetchingWaitsUntil } from '../../../src-shared/accounts/spending.ts';

const minute = 60_000;
const now = 1_000 * minute;

describe('a network that is not paid any more', () => {
  it('is asked again after pauses that grow to a few hours, for as long as it takes', () => {
    let at = now;
    let state = afterRefusal(undefined, 'write', at);
    const pauses = [state.lookAt - at];
    for (let again = 0; again < 7; again += 1) {
      at = state.lookAt;
      state = afterRefusal(state, 'write', at);
      pauses.push(state.lookAt - at);
    }
    expect(pauses.map((ms) => ms / minute)).toEqual([5, 15, 30, 60, 120, 240, 240, 240]);
    expect(state.since).toBe(now);
  });
  it('counts refusals that come at once as one, and remembers that reading was among them', () => {
    const first = afterRefusal(undefined, 'write', now);
    expect(first.reading).toBe(false);
    expect(afterRefusal(first, 'read', now + 10)).toEqual({ ...first, reading: true });
  });
  it('counts anew under a clock that was set back', () => {
    const first = afterRefusal(undefined, 'write', now);
    const longest = Math.max(...unpaidPolicy.pausesMs);
    const back = afterRefusal(first, 'write', now - 10 * longest);
    expect(back.lookAt).toBeLessThan(now - 9 * longest);
  });
  it('is not asked in the background for what it does not give, but for what it still does', () => {
    const reading = afterRefusal(undefined, 'read', now);
    expect(unpaidUntil(reading, now + 1)).toBe(reading.lookAt);
    expect(unpaidUntil(reading, reading.lookAt)).toBeNull();
    expect(unpaidUntil(afterRefusal(undefined, 'write', now), now + 1)).toBeNull();
    expect(fetchingWaitsUntil({ quotas: [], unpaid: reading }, undefined, now)).toBe(reading.lookAt);
  });
});
