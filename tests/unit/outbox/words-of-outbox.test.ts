import { describe, expect, it } from 'vitest';
import { deliveryStates } from '../../../src-shared/domain/delivery.ts';
import { errorCodes } from '../../../src-shared/errors.ts';
import { causeKindOf, causeKinds } from '../../../src-shared/outbox/cause-kind.ts';
import { holderOf } from '../../../src-shared/outbox/holder.ts';
import { isTrouble } from '../../../src-shared/outbox/trouble.ts';

describe('why something did not leave', () => {
  it('is of one kind for each code, and of no kind for one of another version', () => {
    const byKind = Object.fromEntries(
      causeKinds.map((kind) => [kind, errorCodes.filter((code) => causeKindOf(code) === kind).sort()]),
    );
    expect(byKind).toMatchObject({
      access: expect.arrayContaining([
        'account-blocked',
        'account-missing',
        'account-suspended',
        'authorisation-expired',
        'authorisation-mismatch',
        'keychain-refused',
        'keychain-unavailable',
        'renewal-lost',
        'token-revoked',
      ]),
      permission: expect.arrayContaining(['scope-missing']),
      content: expect.arrayContaining([
        'not-offered',
        'poll-invalid',
        'rejected',
        'text-empty',
        'setting-missing',
      ]),
      media: expect.arrayContaining([
        'alt-missing',
        'media-missing',
        'media-too-large',
        'film-too-long',
        'media-ratio',
      ]),
      server: expect.arrayContaining([
        'html-instead-of-data',
        'offline',
        'protocol',
        'rate-limited',
        'server-error',
        'server-unreachable',
      ]),
      gone: expect.arrayContaining(['parent-gone', 'target-gone']),
      window: expect.arrayContaining(['reply-window-closed']),
      late: expect.arrayContaining(['too-late']),
      doubt: expect.arrayContaining(['crashed-while-sending', 'journal-rebuilt', 'outcome-unknown']),
      schedule: expect.arrayContaining([
        'recall-failed',
        'schedule-in-past',
        'schedule-too-many',
        'schedule-too-soon',
      ]),
      clock: expect.arrayContaining(['clock-skew']),
    });
    expect(byKind['other']?.length).toBeGreaterThan(3);
    expect(causeKindOf('of-a-newer-version')).toBe('other');
    expect(causeKindOf('toString')).toBe('other');
  });
});

describe('who sees to it that a delivery leaves', () => {
  it('is this machine, the network, a person, or nobody', () => {
    const holders = (executor: 'machine' | 'native' | 'assisted') =>
      Object.fromEntries(deliveryStates.map((state) => [state, holderOf({ state, executor })]));
    const machine = {
      grace: 'machine',
      scheduled: 'machine',
      running: 'machine',
      sent: null,
      'handed-over': 'network',
      recalling: 'machine',
      assisted: 'person',
      frozen: null,
      blocked: null,
      'needs-decision': null,
      missed: null,
      failed: null,
      cancelled: null,
    };
    expect(holders('machine')).toEqual(machine);
    expect(holders('native')).toEqual(machine);
    expect(holders('assisted')).toEqual({
      ...machine,
      grace: 'person',
      scheduled: 'person',
      running: 'person',
      recalling: 'person',
    });
  });

  it('is a person’s to settle in five states', () => {
    expect(deliveryStates.filter(isTrouble)).toEqual([
      'assisted',
      'blocked',
      'needs-decision',
      'missed',
      'failed',
    ]);
  });
});
