import type { Delivery } from '../domain/delivery.ts';
import type { Freeze, RecallFate } from '../domain/freeze.ts';

/**
 * What became of a delivery that a network's scheduler held when a freeze began; null: none did. Told from the log
 * of attempts, which every delivery carries, so that it survives whatever the freeze itself survives.
 */
export function recallFate(
  delivery: Pick<Delivery, 'attempts' | 'state' | 'failure' | 'workspaceId' | 'accountId'>,
  freeze: Pick<Freeze, 'scope' | 'startedAt'>,
): RecallFate | null {
  if (freeze.scope !== null && freeze.scope !== delivery.workspaceId) return null;
  const since = delivery.attempts.findIndex(({ event, at }) => event === 'frozen' && at >= freeze.startedAt);
  if (since === -1) return null;
  const events = delivery.attempts.slice(since).map(({ event }) => event);
  const asked = events.findLastIndex((event) => event === 'recalling' || event === 'recall-failed');
  if (asked === -1) return delivery.state === 'handed-over' ? 'to-recall' : null;
  const after = events.slice(asked);
  if (after.includes('recalled')) return 'recalled';
  if (after.includes('fired')) return 'gone';
  if (delivery.state === 'sent') return 'gone';
  if (delivery.state === 'needs-decision') return 'in-doubt';
  if (delivery.state === 'recalling') return 'to-recall';
  return after.includes('recall-failed') ? 'failed' : null;
}
