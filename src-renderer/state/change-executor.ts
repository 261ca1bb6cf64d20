import type { Executor } from '../../src-shared/domain/intent.ts';
import type { AccountId, IntentId } from '../../src-shared/ids.ts';
import type { Databases } from '../store/databases.ts';
import { editIntent, readIntent } from '../store/queries/intents.ts';

/**
 * Gives a wish to another hand on these accounts, as its next revision. What the network holds is taken back by main
 * before anybody else is given it.
 *
 * @returns false: the wish is gone
 */
export async function changeExecutor(
  databases: Databases,
  id: IntentId,
  accounts: readonly AccountId[],
  executor: Executor,
  now: number,
): Promise<boolean> {
  const row = await readIntent(databases, id);
  if (row === null) return false;
  const targets = row.intent.targets.map((target) =>
    accounts.includes(target.accountId) ? { ...target, executor } : target,
  );
  await editIntent(databases, id, { targets }, now);
  return true;
}
