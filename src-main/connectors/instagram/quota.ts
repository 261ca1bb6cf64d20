import { ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { ask, callsOf } from './calls.ts';
import { quotaSchema } from './wire.ts';

const hourMs = 3_600_000;

/**
 * How many posts may still be published in the rolling day, as the network says itself: the documents disagree
 * (instagram §2, Quota). Told to the account's health, where the forecast reads it. Null: the network does not say.
 */
export async function readQuota(ctx: ConnectorContext): Promise<Result<number | null, ConnectorError>> {
  const read = await ask(callsOf(ctx), 'read', quotaSchema, {
    method: 'GET',
    path: `${ctx.me.remoteId}/content_publishing_limit`,
    query: { fields: 'quota_usage,config' },
  });
  if (read.tag === 'err') return read;
  const [window] = read.value.data;
  const limit = window?.config.quota_total ?? null;
  const used = window?.quota_usage ?? null;
  if (limit === null || used === null || limit === 0) return ok(null);
  const left = Math.max(0, limit - used);
  // The day rolls: a part of it is free again long before it is over, and nobody says when.
  ctx.tellQuota?.({ kind: 'write', limit, left, resetAt: ctx.now() + hourMs });
  return ok(left);
}
