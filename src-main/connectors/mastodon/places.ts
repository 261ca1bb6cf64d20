import { ask, type CallContext } from './calls.ts';
import { excerptOf, type Place } from './map-status.ts';
import type { Places } from './map-items.ts';
import { parseEach } from './parse-each.ts';
import type { Viewer } from './viewer.ts';
import { wireContextSchema, wireStatusSchema, type WireStatus } from './wire.ts';

/** Threads that one page may make us read: a page of replies to forty different posts is rare, and the rest waits. */
const maxThreads = 20;

/**
 * Finds the thread root and the answered words of posts. A status only names the post above it; the rest is known
 * from the other posts at hand or read from `/context`, once for each thread. What cannot be read is left to the
 * nearest known ancestor: a missing detail never costs a message.
 */
export async function placesOf(
  ctx: CallContext,
  viewer: Viewer,
  statuses: readonly WireStatus[],
): Promise<Places> {
  const known = new Map(statuses.map((status) => [status.id, status]));
  /** Posts of which the server shows nothing above, although they answer something. */
  const highest = new Set<string>();
  const places = new Map<string, Place>();
  let reads = 0;
  for (const status of statuses) {
    if (status.in_reply_to_id === null) continue;
    let top = climb(status, known);
    // A private answer is filed by its people: its thread is not worth a read.
    if (status.visibility !== 'direct' && !isTop(top, highest) && reads < maxThreads) {
      reads += 1;
      const ancestors = await ancestorsOf(ctx, top.id);
      for (const ancestor of ancestors ?? []) known.set(ancestor.id, ancestor);
      top = climb(top, known);
      if (ancestors !== null) highest.add(top.id);
    }
    const parent = known.get(status.in_reply_to_id);
    places.set(status.id, {
      rootId: isTop(top, highest) ? top.id : (top.in_reply_to_id ?? top.id),
      parentExcerpt: parent ? excerptOf(parent, viewer) : null,
    });
  }
  return places;
}

const isTop = (status: WireStatus, highest: ReadonlySet<string>): boolean =>
  status.in_reply_to_id === null || highest.has(status.id);

/** The highest post of the thread that is known. */
export function climb(status: WireStatus, known: ReadonlyMap<string, WireStatus>): WireStatus {
  const seen = new Set<string>();
  let top = status;
  while (top.in_reply_to_id !== null && !seen.has(top.id)) {
    seen.add(top.id);
    const above = known.get(top.in_reply_to_id);
    if (!above) break;
    top = above;
  }
  return top;
}

async function ancestorsOf(ctx: CallContext, id: string): Promise<readonly WireStatus[] | null> {
  const context = await ask(ctx, 'read', wireContextSchema, {
    method: 'GET',
    path: `/api/v1/statuses/${encodeURIComponent(id)}/context`,
  });
  return context.tag === 'ok' ? parseEach(wireStatusSchema, context.value.ancestors).items : null;
}
