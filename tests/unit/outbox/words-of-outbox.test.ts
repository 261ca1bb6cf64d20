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
    const { other: _, ...told } = byKind;
    // Exact: a code that is new, or filed elsewhere, is seen here and looked at.
    expect(told).toMatchInlineSnapshot(`
      {
        "access": [
          "account-blocked",
          "account-missing",
          "account-suspended",
          "authorisation-expired",
          "authorisation-mismatch",
          "keychain-refused",
          "keychain-unavailable",
          "renewal-lost",
          "token-revoked",
        ],
        "clock": [
          "clock-skew",
        ],
        "content": [
          "duplicate-post",
          "not-offered",
          "poll-duration",
          "poll-invalid",
          "poll-with-media",
          "rejected",
          "setting-invalid",
          "setting-missing",
          "text-empty",
          "text-too-long",
          "too-many-marks",
        ],
        "doubt": [
          "crashed-while-sending",
          "journal-rebuilt",
          "outcome-unknown",
        ],
        "gone": [
          "parent-gone",
          "target-gone",
        ],
        "late": [
          "too-late",
        ],
        "media": [
          "alt-missing",
          "alt-too-long",
          "document-too-long",
          "film-codec",
          "film-index-last",
          "film-pace",
          "film-rate",
          "film-sound",
          "film-too-long",
          "film-too-short",
          "media-host-missing",
          "media-host-refused",
          "media-missing",
          "media-needed",
          "media-not-fetched",
          "media-processing-failed",
          "media-ratio",
          "media-too-big",
          "media-too-large",
          "media-too-small",
          "media-type-refused",
          "media-unreadable",
          "not-in-form",
          "too-many-frames",
          "too-many-media",
        ],
        "permission": [
          "credit-used-up",
          "scope-missing",
        ],
        "schedule": [
          "recall-failed",
          "schedule-in-past",
          "schedule-too-many",
          "schedule-too-soon",
        ],
        "server": [
          "html-instead-of-data",
          "media-not-ready",
          "offline",
          "protocol",
          "rate-limited",
          "server-error",
          "server-unreachable",
        ],
        "window": [
          "message-not-accepted",
          "reply-not-invited",
          "reply-window-closed",
        ],
      }
    `);
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
