import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError, ThreadInput } from '../contract.ts';
import { callContext } from './call-context.ts';
import { ask } from './calls.ts';
import { readHandleData } from './handle-data.ts';
import { excerptOf, type Place } from './map-status.ts';
import { distinct, messageItem } from './map-items.ts';
import { climb } from './places.ts';
import { parseEach } from './parse-each.ts';
import { viewerOf } from './viewer.ts';
import { wireContextSchema, wireStatusSchema } from './wire.ts';

/** Reads the conversation around a post: what it answers, itself, what answers it. */
export async function thread(
  ctx: ConnectorContext,
  input: ThreadInput,
): Promise<Result<readonly Inbound[], ConnectorError>> {
  const calls = callContext(ctx);
  const viewer = viewerOf(ctx);
  const path = `/api/v1/statuses/${encodeURIComponent(input.remoteId)}`;
  const status = await ask(calls, 'read', wireStatusSchema, { method: 'GET', path });
  if (status.tag === 'err') return status;
  const context = await ask(calls, 'read', wireContextSchema, { method: 'GET', path: `${path}/context` });
  if (context.tag === 'err') return context;

  const ancestors = parseEach(wireStatusSchema, context.value.ancestors).items;
  const descendants = parseEach(wireStatusSchema, context.value.descendants).items;
  const all = [...ancestors, status.value, ...descendants];
  const byId = new Map(all.map((one) => [one.id, one]));
  // The highest post that can be seen.
  const rootId = climb(status.value, byId).id;
  const places = new Map(
    all.map((one): [string, Place] => {
      const parent = one.in_reply_to_id === null ? undefined : byId.get(one.in_reply_to_id);
      return [one.id, { rootId, parentExcerpt: parent ? excerptOf(parent, viewer) : null }];
    }),
  );
  const { as } = readHandleData(input.handleData);
  return ok(
    distinct(all.map((one) => messageItem(one, viewer, places, one.id === input.remoteId ? as : null))),
  );
}
