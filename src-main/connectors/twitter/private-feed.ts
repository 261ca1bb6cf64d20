import * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError, Page, PullInput } from '../contract.ts';
import { ask, callContext } from './calls.ts';
import { eventFields } from './fields.ts';
import { jsonOf } from './json.ts';
import { eventItems } from './map-event.ts';
import { viewerOf } from './viewer.ts';
import { eventSchema, includedIn, listSchema, parseEach } from './wire.ts';

/**
 * Direct messages are listed newest first, with a token to go on and no way to ask for what is newer than one (x §3).
 * `since`: the newest id that was read; `token`: where a run that has not reached it yet goes on; `top`: the newest id
 * of that run.
 */
const cursorSchema = v.object({
  since: v.fallback(v.nullable(v.string()), null),
  token: v.fallback(v.nullable(v.string()), null),
  top: v.fallback(v.nullable(v.string()), null),
});
type Cursor = v.InferOutput<typeof cursorSchema>;

const readCursor = (text: string | null): Cursor => {
  const parsed = v.safeParse(cursorSchema, text === null ? null : jsonOf(text));
  return parsed.success ? parsed.output : { since: null, token: null, top: null };
};

/** Ids are numbers of any length: the longer is the younger, then the greater. */
export const isYounger = (id: string, than: string): boolean =>
  id.length === than.length ? id > than : id.length > than.length;

export async function pullPrivate(
  ctx: ConnectorContext,
  input: PullInput,
): Promise<Result<Page, ConnectorError>> {
  const cursor = readCursor(input.cursor);
  const asked = await ask(callContext(ctx), 'read', listSchema, {
    method: 'GET',
    path: '/2/dm_events',
    query: {
      ...eventFields,
      max_results: String(Math.min(Math.max(input.limit, 1), 100)),
      ...(cursor.token === null ? {} : { pagination_token: cursor.token }),
    },
  });
  // A token that has ended is no loss: the run begins again from the newest, and what it brings is known by its id.
  const ended = asked.tag === 'err' && asked.error.tag === 'rejected' && cursor.token !== null;
  if (ended)
    return ok({ items: [], cursor: JSON.stringify({ since: cursor.since }), opposite: null, more: true });
  if (asked.tag === 'err') return asked;
  const list = asked.value;
  const { items: events, skipped } = parseEach(eventSchema, list.data);
  const { since } = cursor;
  const fresh =
    input.direction === 'newer' && since !== null ? events.filter(({ id }) => isYounger(id, since)) : events;
  const page = {
    items: eventItems(fresh, includedIn(list), viewerOf(ctx)),
    ...(skipped.length === 0 ? {} : { skipped }),
  };
  const token = list.meta.next_token;
  const newest = events.reduce<string | null>(
    (top, { id }) => (top === null || isYounger(id, top) ? id : top),
    null,
  );

  if (input.direction === 'older')
    return ok({
      ...page,
      cursor: token === null ? null : JSON.stringify({ token }),
      opposite: input.cursor === null && newest !== null ? JSON.stringify({ since: newest }) : null,
      more: token !== null,
    });
  const top = cursor.top ?? newest ?? since;
  if (since === null)
    return ok({
      ...page,
      cursor: top === null ? null : JSON.stringify({ since: top }),
      opposite: token === null ? null : JSON.stringify({ token }),
      more: false,
    });
  const reached = token === null || fresh.length < events.length;
  return ok({
    ...page,
    cursor: JSON.stringify(reached ? { since: top } : { since, token, top }),
    opposite: null,
    more: !reached,
  });
}
