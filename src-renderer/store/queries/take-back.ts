import type { BridgeClient } from '../../../src-shared/bridge/index.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import { deliveryId, type AccountId } from '../../../src-shared/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Databases } from '../databases.ts';
import { dropIntent, keepAsTaken, type IntentRow } from './intents.ts';

/**
 * Takes a wish back from main, for these accounts: what main holds is cancelled there, and what it does not hold yet is
 * never given to it. The draft is the caller's affair.
 *
 * @returns main's refusal when something of it has left, or is leaving; the rest may be cancelled by then
 */
export async function takeBack(
  {
    bridge,
    databases,
    now,
  }: {
    readonly bridge: Pick<BridgeClient, 'outbox'>;
    readonly databases: Databases;
    readonly now: () => number;
  },
  row: Pick<IntentRow, 'id' | 'handed'>,
  accounts: readonly AccountId[],
): Promise<Result<null, Failure>> {
  const unknown: AccountId[] = [];
  for (const account of accounts) {
    const answer = await bridge.outbox.cancel({ deliveryId: deliveryId(row.id, account) });
    if (answer.tag === 'ok') continue;
    if (answer.error.code !== 'unknown-delivery') return err(answer.error);
    unknown.push(account);
  }
  if (row.handed === 'accepted') return ok(null);
  if (unknown.length < accounts.length) await keepAsTaken(databases, row.id, now());
  else await dropIntent(databases, row.id);
  // It may have been handed over just before it was dropped: main waits with the answer until it has taken it.
  for (const account of unknown) await bridge.outbox.cancel({ deliveryId: deliveryId(row.id, account) });
  return ok(null);
}
