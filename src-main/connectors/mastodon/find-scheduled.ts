import * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Sighting } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { callContext } from './call-context.ts';
import { ask, read, send, type Call } from './calls.ts';
import { neighboursOf, pageQuery } from './paging.ts';
import { parseEach } from './parse-each.ts';
import { scheduledRemote } from './remotes.ts';
import { essenceOfScheduled, likeness, type Essence } from './same-post.ts';
import { wireScheduledSchema, type WireScheduled } from './wire.ts';

/** Servers hold at most 300, forty a page. */
const maxPages = 10;

/**
 * Looks among the posts that the server's scheduler holds for one that says the same at the same moment. The list
 * says nothing of when an entry was made, so two equal ones cannot be told apart.
 */
export async function findScheduled(
  ctx: ConnectorContext,
  essence: Essence,
  at: number,
): Promise<Result<Sighting, ConnectorError>> {
  const held = await allScheduled(ctx);
  if (held.tag === 'err') return held;
  const same = held.value.filter(
    (one) => Math.abs(one.scheduled_at - at) < 1_000 && likeness(essence, essenceOfScheduled(one)) === 'same',
  );
  const only = same.length === 1 ? same[0] : undefined;
  if (only) return ok({ tag: 'present', remote: scheduledRemote(only) });
  if (same.length === 0) return ok({ tag: 'absent' });
  return ok({
    tag: 'unclear',
    candidates: same.map((one) => ({
      remoteId: one.id,
      url: null,
      text: one.params.text.slice(0, 1_000),
      createdAt: one.scheduled_at,
      mediaCount: Math.max(one.media_attachments.length, one.params.media_ids?.length ?? 0),
    })),
  });
}

async function allScheduled(
  ctx: ConnectorContext,
): Promise<Result<readonly WireScheduled[], ConnectorError>> {
  const calls = callContext(ctx);
  const all: WireScheduled[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const call: Call = {
      method: 'GET',
      path: '/api/v1/scheduled_statuses',
      query: pageQuery({ limit: '40' }, cursor),
    };
    const response = await send(calls, 'read', call);
    if (response.tag === 'err') return response;
    const raw = read(calls, 'read', v.array(v.unknown()), call, response.value);
    if (raw.tag === 'err') return raw;
    all.push(...parseEach(wireScheduledSchema, raw.value).items);
    cursor = neighboursOf(response.value).older;
    if (cursor === null || raw.value.length === 0) break;
  }
  return ok(all);
}

/** One entry of the scheduler; `gone` when it does not hold it (any more). */
export const readScheduled = (
  ctx: ConnectorContext,
  id: string,
): Promise<Result<WireScheduled, ConnectorError>> =>
  ask(callContext(ctx), 'read', wireScheduledSchema, {
    method: 'GET',
    path: `/api/v1/scheduled_statuses/${encodeURIComponent(id)}`,
  });
