import type { ReplyHeaders } from '../core/reply.ts';
import type { SimRequest } from '../core/route.ts';
import type { Params } from './params.ts';
import type { SortedIds } from './sorted-ids.ts';
import { compareIds } from './ids.ts';

/** Where a page begins and ends, in the server's terms. */
export interface PageOrder {
  readonly maxId: string | undefined;
  readonly sinceId: string | undefined;
  readonly minId: string | undefined;
  readonly limit: number;
}

/** Reads max_id, since_id, min_id and limit; a limit above twice the default is cut to it. */
export function pageOrder(params: Params, defaultLimit: number): PageOrder {
  const asked = params.integer('limit');
  return {
    maxId: params.text('max_id'),
    sinceId: params.text('since_id'),
    minId: params.text('min_id'),
    limit: asked === undefined ? defaultLimit : Math.min(Math.abs(asked), defaultLimit * 2),
  };
}

/**
 * Cuts one page, newest first. `max_id` and `since_id` page back from the top; `min_id` takes the rows immediately
 * newer than it. `keep` turns an id into a row, or undefined to leave it out; it is asked for no more than needed.
 */
// sheet: Reading (pagination)
export function cutPage<R>(
  ids: SortedIds,
  order: PageOrder,
  keep: (id: string) => R | undefined,
): readonly R[] {
  const page: R[] = [];
  const first = Math.max(floorOf(ids, order.sinceId), floorOf(ids, order.minId));
  const end = order.maxId === undefined ? ids.size : ids.below(order.maxId);
  if (order.minId !== undefined) {
    for (let index = first; index < end && page.length < order.limit; index += 1) push(index);
    return page.reverse();
  }
  for (let index = end - 1; index >= first && page.length < order.limit; index -= 1) push(index);
  return page;

  function push(index: number): void {
    const id = ids.at(index);
    const row = id === undefined ? undefined : keep(id);
    if (row !== undefined) page.push(row);
  }
}

/** The index of the first id that is younger than `id`. */
function floorOf(ids: SortedIds, id: string | undefined): number {
  if (id === undefined) return 0;
  const index = ids.below(id);
  const there = ids.at(index);
  return there !== undefined && compareIds(there, id) === 0 ? index + 1 : index;
}

/**
 * The Link header of a page. Filters of the request are kept, its position is replaced. Most lists offer `next`
 * only after a full page; notifications always do.
 */
export function linkHeader(
  request: SimRequest,
  ends: { readonly newest: string | undefined; readonly oldest: string | undefined; readonly more: boolean },
): ReplyHeaders {
  const links: string[] = [];
  if (ends.oldest !== undefined && ends.more)
    links.push(`<${pageUrl(request, 'max_id', ends.oldest)}>; rel="next"`);
  if (ends.newest !== undefined) links.push(`<${pageUrl(request, 'min_id', ends.newest)}>; rel="prev"`);
  return links.length === 0 ? {} : { link: links.join(', ') };
}

function pageUrl(request: SimRequest, name: string, id: string): string {
  const url = new URL(request.path, request.origin);
  for (const [key, value] of request.url.searchParams)
    if (!['max_id', 'min_id', 'since_id', 'offset', 'access_token'].includes(key))
      url.searchParams.append(key, value);
  url.searchParams.set(name, id);
  return url.href;
}
