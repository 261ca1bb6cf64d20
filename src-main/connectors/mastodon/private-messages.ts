import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorError } from '../contract.ts';
import { ask, type CallContext } from './calls.ts';
import { messageItem } from './map-items.ts';
import { parseEach } from './parse-each.ts';
import type { Viewer } from './viewer.ts';
import { wireContextSchema, wireStatusSchema, type WireConversation } from './wire.ts';

/**
 * The messages before the last one of each conversation: the list of conversations tells no more than the last, and
 * two may have come since we looked. A conversation that cannot be read does not hold up the others; a limit or a
 * refused token does, so that the whole page is asked for again.
 */
export async function privateMessages(
  ctx: CallContext,
  viewer: Viewer,
  conversations: readonly WireConversation[],
): Promise<Result<readonly Inbound[], ConnectorError>> {
  const items: Inbound[] = [];
  for (const { last_status: last } of conversations) {
    if (last === null || last.in_reply_to_id === null) continue;
    const context = await ask(ctx, 'read', wireContextSchema, {
      method: 'GET',
      path: `/api/v1/statuses/${encodeURIComponent(last.id)}/context`,
    });
    if (context.tag === 'err') {
      const { tag } = context.error;
      if (tag === 'rate-limited' || tag === 'auth' || tag === 'offline') return context;
      continue;
    }
    const { items: earlier } = parseEach(wireStatusSchema, context.value.ancestors);
    for (const status of earlier)
      // A private answer under a public post: the public part is no message of this conversation.
      if (status.visibility === 'direct') items.push(messageItem(status, viewer, new Map()));
  }
  return ok(items);
}
