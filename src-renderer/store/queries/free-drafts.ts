import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Databases } from '../databases.ts';
import { deliveriesOf } from './deliveries.ts';
import { readIntent } from './intents.ts';
import { release } from './launch.ts';

/**
 * Makes drafts again of the words of these deliveries, which are cancelled or gone, wherever nothing else of the same
 * wish has left or is still to leave.
 */
export async function freeDrafts(
  databases: Databases,
  cancelled: readonly Pick<Delivery, 'id' | 'intentId'>[],
  now: number,
): Promise<void> {
  const ids = new Set<string>(cancelled.map(({ id }) => id));
  for (const intentId of new Set(cancelled.map((one) => one.intentId))) {
    const others = (await deliveriesOf(databases, intentId)).filter(({ id }) => !ids.has(id));
    if (others.some(({ state }) => state !== 'cancelled')) continue;
    const row = await readIntent(databases, intentId);
    if (row !== null && row.postId !== null) await release(databases, row.postId, intentId, now);
  }
}
