import { publisherOf } from '../../../src-shared/composing/publisher.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Departing } from '../../../src-shared/domain/freeze.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import { failure, type Failure } from '../../../src-shared/errors.ts';
import { deliveryId, type AccountId, type DeliveryId } from '../../../src-shared/ids.ts';
import { isByHand } from '../../../src-shared/outbox/by-hand.ts';
import { isOver } from '../../../src-shared/outbox/command.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { contentRefusal } from './content-refusal.ts';
import type { Drive } from './drive.ts';
import { wishOf } from './wish-of.ts';

/** What one account's part of an intent was answered. */
export interface Submitted {
  readonly deliveryId: DeliveryId;
  readonly accountId: AccountId;
  readonly answer: Result<null, Failure>;
}

/** Takes an intent or its next revision over, account by account; the same one again changes nothing. */
export function createSubmit(deps: {
  readonly drive: Drive;
  readonly account: (id: AccountId) => Account | null;
  readonly isFrozen: (about: Departing) => boolean;
}): (intent: Intent) => Promise<readonly Submitted[]> {
  const { table, send, ready, pump, blockedBy } = deps.drive;

  const submitOne = async (intent: Intent, target: Intent['targets'][number]): Promise<Submitted> => {
    const id = deliveryId(intent.id, target.accountId);
    const answered = (answer: Result<unknown, Failure>): Submitted => ({
      deliveryId: id,
      accountId: target.accountId,
      answer: answer.tag === 'ok' ? ok(null) : answer,
    });
    // Its row is there and cannot be read: writing over it could send it twice.
    if (table.isUnreadable(id)) return answered(err(failure('journal-damaged')));
    const account = deps.account(target.accountId);
    if (table.get(id) === undefined && account?.workspaceId !== intent.workspaceId)
      return answered(err(failure('account-missing')));
    const known = table.get(id);
    const isNew = known === undefined || (known.wish.revision < intent.revision && !isOver(known));
    const executor = publisherOf(intent, target, account?.manifest ?? null);
    // What a person publishes may be what the network's API would not take from anybody else.
    const isJudged = known?.wish.hash !== target.hash || (isByHand(known) && executor !== 'assisted');
    const refusal =
      isNew && isJudged && account ? contentRefusal(intent, { ...target, executor }, account) : null;
    if (refusal !== null) return answered(err(refusal));
    const answer = await send({ id, accountId: target.accountId }, (record, env) => {
      const wish = wishOf(intent, target, env.now, account?.manifest ?? null);
      if (record !== null) return { tag: 'edited', env, wish };
      return {
        tag: 'submitted',
        env,
        intentId: intent.id,
        workspaceId: intent.workspaceId,
        accountId: target.accountId,
        action: intent.action,
        wish,
        expiresAt: null,
        frozen: deps.isFrozen({
          workspaceId: intent.workspaceId,
          accountId: target.accountId,
          action: intent.action,
        }),
        blocked: blockedBy(target.accountId),
      };
    });
    return answered(answer);
  };

  /**
   * An edit is about the accounts for which something still waits. One for which it is over, and of which the edit
   * says nothing new, keeps what it has: that is no reason to refuse.
   */
  const isUntouched = (intent: Intent, target: Intent['targets'][number]): boolean => {
    const record = table.get(deliveryId(intent.id, target.accountId));
    if (record === undefined || !isOver(record) || record.wish.hash !== target.hash) return false;
    return intent.targets.some(({ accountId }) => {
      const other = table.get(deliveryId(intent.id, accountId));
      return other === undefined || !isOver(other) || other.wish.revision >= intent.revision;
    });
  };

  /** Accounts that an edit no longer names. */
  const withdrawn = (intent: Intent): readonly OutboxRecord[] =>
    [...table.all()].filter(
      (record) =>
        record.intentId === intent.id &&
        record.wish.revision < intent.revision &&
        record.phase.tag !== 'cancelled' &&
        !intent.targets.some(({ accountId }) => accountId === record.accountId),
    );

  return async (intent) => {
    const open = await ready();
    if (open.tag === 'err')
      return intent.targets.map(({ accountId }) => ({
        deliveryId: deliveryId(intent.id, accountId),
        accountId,
        answer: open,
      }));
    const answers: Submitted[] = [];
    // Judged before anything of this revision is taken: what is taken may be over in the next moment.
    const untouched = intent.targets.filter((target) => isUntouched(intent, target));
    for (const target of intent.targets) {
      const { accountId } = target;
      answers.push(
        untouched.includes(target)
          ? { deliveryId: deliveryId(intent.id, accountId), accountId, answer: ok(null) }
          : await submitOne(intent, target),
      );
    }
    for (const record of withdrawn(intent)) {
      const answer = await send(record, (_, env) => ({ tag: 'cancel', env }));
      answers.push({
        deliveryId: record.id,
        accountId: record.accountId,
        answer: answer.tag === 'ok' ? ok(null) : answer,
      });
    }
    pump();
    return answers;
  };
}
