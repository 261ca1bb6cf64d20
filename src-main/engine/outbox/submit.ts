import type { Account } from '../../../src-shared/domain/account.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import { failure, type Failure } from '../../../src-shared/errors.ts';
import { deliveryId, type AccountId, type DeliveryId, type WorkspaceId } from '../../../src-shared/ids.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
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
  readonly isFrozen: (workspace: WorkspaceId) => boolean;
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
    const answer = await send({ id, accountId: target.accountId }, (record, env) => {
      const wish = wishOf(intent, target, env.now);
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
        frozen: deps.isFrozen(intent.workspaceId),
        blocked: blockedBy(target.accountId),
      };
    });
    return answered(answer);
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
    for (const target of intent.targets) answers.push(await submitOne(intent, target));
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
