import type { BridgeClient } from '../../../src-shared/bridge/index.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import { deliveryId, type AccountId } from '../../../src-shared/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Databases } from '../databases.ts';
import { deliveriesOf } from './deliveries.ts';
import { dropIntent, keepAsTaken, type IntentRow } from './intents.ts';

/**
 * Takes a wish back from main, for these accounts: what main holds is cancelled there, and what it does not hold yet is
 * never given to it. The draft is the caller's affair.
 *
 * @returns `stopped`: a part of it stands on a network, and the rest will not leave: its words are no draft again. Or
 * main's refusal when it has left, or is leaving; other accounts may be cancelled by then
 */
export async function takeBack(
  {
    bridge,
    databases,
    now,
    caughtUp,
  }: {
    readonly bridge: Pick<BridgeClient, 'outbox'>;
    readonly databases: Databases;
    readonly now: () => number;
    /** Resolves when the store has what main has told. */
    readonly caughtUp: () => Promise<void>;
  },
  row: Pick<IntentRow, 'id' | 'handed'>,
  accounts: readonly AccountId[],
): Promise<Result<'taken' | 'stopped', Failure>> {
  const unknown: AccountId[] = [];
  for (const account of accounts) {
    const answer = await bridge.outbox.cancel({ deliveryId: deliveryId(row.id, account) });
    if (answer.tag === 'ok') continue;
    if (answer.error.code !== 'unknown-delivery') return err(answer.error);
    unknown.push(account);
  }
  if (row.handed !== 'accepted') {
    if (unknown.length < accounts.length) await keepAsTaken(databases, row.id, now());
    else await dropIntent(databases, row.id);
    // It may have been handed over just before it was dropped: main waits with the answer until it has taken it.
    for (const account of unknown) await bridge.outbox.cancel({ deliveryId: deliveryId(row.id, account) });
  }
  // A thread that had begun is stopped by the same word: what stands of it stays, and must not be sent with the rest.
  await caughtUp();
  const held = await deliveriesOf(databases, row.id);
  const hasBegun = held.some(
    ({ accountId, state, parts }) => accounts.includes(accountId) && (state === 'sent' || parts.length > 0),
  );
  return ok(hasBegun ? 'stopped' : 'taken');
}
