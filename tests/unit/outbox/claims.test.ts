import { describe, expect, it } from 'vitest';
import { withoutClaimed } from '../../../src-shared/outbox/claims.ts';
import type { Candidate } from '../../../src-shared/outbox/operation.ts';

const candidate = (remoteId: string): Candidate => ({ remoteId, url: null, text: remoteId, createdAt: 1 });
const claimed =
  (...ids: readonly string[]) =>
  (id: string) =>
    ids.includes(id);

describe('what belongs to another delivery', () => {
  const two = [candidate('a'), candidate('b')];

  it('is no evidence: the last one that says the same and that nobody claims is it', () => {
    const seen = { tag: 'unclear', candidates: two } as const;
    expect(withoutClaimed(seen, claimed('a'))).toMatchObject({ tag: 'present', remote: { remoteId: 'b' } });
    expect(withoutClaimed(seen, claimed('a', 'b'))).toEqual({ tag: 'absent' });
    expect(withoutClaimed(seen, claimed())).toEqual(seen);
  });

  it('leaves a post that only resembles the one looked for: it is never taken for it, and the person is asked', () => {
    const seen = { tag: 'unclear', differ: true, candidates: two } as const;
    expect(withoutClaimed(seen, claimed('a'))).toEqual({ ...seen, candidates: [two[1]] });
    expect(withoutClaimed(seen, claimed('a', 'b'))).toEqual({ tag: 'absent' });
  });
});
