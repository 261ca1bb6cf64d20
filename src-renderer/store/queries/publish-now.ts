import type { BridgeClient } from '../../../src-shared/bridge/index.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import { intentIdSchema, type AccountId, type DeliveryId } from '../../../src-shared/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import * as v from 'valibot';
import type { Databases } from '../databases.ts';

/**
 * Says "now" of a delivery. The intent is marked first: should main lose its journal between taking the word and telling
 * of it, the mark is what remains of the word, and the post is looked for since then instead of waiting for its hour.
 *
 * @param of whose word it is
 * @param at epoch ms: not at once, when several are let go together and leave one after the other
 * @returns what main answers
 */
export async function publishNow(
  deps: { readonly bridge: BridgeClient; readonly databases: Databases; readonly now: () => number },
  of: { readonly deliveryId: DeliveryId; readonly accountId: AccountId },
  at?: number,
): Promise<Result<null, Failure>> {
  const { bridge, databases, now } = deps;
  const { deliveryId, accountId } = of;
  const intentId = v.parse(intentIdSchema, deliveryId.slice(0, -`/${accountId}`.length));
  const document = await databases.authored.intents.findOne(intentId).exec();
  const mark = (change: (intent: Intent) => Intent) =>
    document?.incrementalModify((row) => ({ ...row, intent: change(row.intent as Intent) as never }));
  const revision = document?.revision;
  const said = now();
  await mark((intent) => ({
    ...intent,
    released: [...others(intent, accountId), { accountId, at: said }],
  }));
  const answer = await bridge.outbox.publishNow({ deliveryId, ...(at !== undefined && { at }) });
  // A word that was refused is none. A newer revision begins without any.
  if (answer.tag === 'err')
    await mark((intent) =>
      intent.revision === revision ? { ...intent, released: others(intent, accountId) } : intent,
    );
  return answer;
}

const others = ({ released = [] }: Intent, accountId: AccountId): NonNullable<Intent['released']> =>
  released.filter((one) => one.accountId !== accountId);
