import type { Account } from '../../src-shared/domain/account.ts';
import { emptyContent } from '../../src-shared/domain/content.ts';
import { failure } from '../../src-shared/errors.ts';
import type { IntentId } from '../../src-shared/ids.ts';
import { step } from '../../src-shared/outbox/machine.ts';
import { termsOf } from '../../src-shared/outbox/plan.ts';
import type { OutboxRecord } from '../../src-shared/outbox/record.ts';

/** A post whose answer was lost and of which reading back found two likenesses: what takes minutes on a network. */
export function doubtfulRecord(account: Account, text: string, now: number): OutboxRecord {
  const at = now - 12 * 60_000;
  const env = {
    now: at,
    jitter: 0.5,
    online: true,
    skewMs: 0,
    limitedUntil: null,
    terms: termsOf(account.manifest),
  };
  const { state } = step(null, {
    tag: 'submitted',
    env,
    intentId: '01JDOUBTFUL000000000000001' as IntentId,
    workspaceId: account.workspaceId,
    accountId: account.id,
    action: { tag: 'publish' },
    wish: {
      revision: 1,
      hash: '0'.repeat(64),
      content: { ...emptyContent, text },
      leaving: { tag: 'now', leavesAt: at },
      executor: 'machine',
      releasedAt: null,
    },
    expiresAt: null,
    frozen: false,
    blocked: null,
  });
  const cause = failure('outcome-unknown');
  const look = { from: at, lookAt: at, absences: 0, troubles: 0 };
  const log = (after: number, event: string, code: string | null = null) => ({
    at: at + after,
    step: 'create',
    event,
    code,
  });
  return {
    ...state,
    steps: state.steps.map((one) => ({
      ...one,
      drawn: { key: 'k', at },
      drawnAt: at,
      firstSentAt: at,
      tries: 1,
      state: { tag: 'unconfirmed', look, failure: cause },
    })),
    phase: {
      tag: 'needs-decision',
      about: 'step',
      scheduledRemoteId: null,
      failure: cause,
      candidates: [
        {
          remoteId: '901',
          url: `${account.origin}/@atelier/901`,
          text,
          createdAt: at + 2_000,
          mediaCount: 0,
        },
        {
          remoteId: '902',
          url: `${account.origin}/@atelier/902`,
          text: text.replace('17 h', '18 h'),
          createdAt: at - 40_000,
          mediaCount: 1,
        },
      ],
    },
    performs: 1,
    attempts: [
      ...state.attempts,
      log(0, 'sent'),
      log(30_000, 'lost', 'outcome-unknown'),
      log(200_000, 'asked', 'outcome-unknown'),
    ],
    sequence: 5,
  };
}
