import { isLeftToPerson } from '../../../src-shared/composing/publisher.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import { isByHand } from '../../../src-shared/outbox/by-hand.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { contentRefusal } from './content-refusal.ts';

type Of = Pick<OutboxRecord, 'action' | 'wish' | 'phase'>;

/** Whether nobody but a person can publish it, as things stand. */
export const isTheirs = ({ action, wish }: Of, account: Pick<Account, 'manifest'> | null): boolean =>
  account !== null && isLeftToPerson(action, wish.content, account.manifest);

/**
 * Whether "now" gives it to its person: it is theirs, or was meant to be. Once it lies with them, or they let its hour
 * pass, "now" says that this machine publishes after all.
 */
export const nowIsByHand = (record: Of, account: Pick<Account, 'manifest'> | null): boolean =>
  isTheirs(record, account) ||
  (isByHand(record) && record.phase.tag !== 'assisted' && record.phase.tag !== 'missed');

/** Why this machine cannot take over what a person was to publish; null: it can, or is not asked to. */
export const takeOverRefusal = (record: Of, account: Pick<Account, 'manifest'> | null): Failure | null =>
  account === null || !isByHand(record) || nowIsByHand(record, account)
    ? null
    : contentRefusal(record, { ...record.wish, executor: 'machine' }, account);
