import type { Call } from './endpoint.ts';
import { compareIds } from './ids.ts';
import { invalid } from './failure.ts';
import type { World } from './world.ts';
import type { SimReply } from '../core/reply.ts';

/** Where a page begins and ends. */
export interface PageOrder {
  readonly limit: number;
  readonly sinceId: string | undefined;
  readonly untilId: string | undefined;
  readonly from: number;
  readonly to: number;
}

export const pageParameters = [
  'max_results',
  'since_id',
  'until_id',
  'start_time',
  'end_time',
  'pagination_token',
  'next_token',
] as const;

/** Reads max_results, the ids, the times and the token; what the network would refuse is refused. */
export function readOrder(
  world: World,
  call: Call,
  bounds: { readonly min: number; readonly max: number; readonly usual: number },
): PageOrder | SimReply {
  const given = call.query('max_results');
  const limit = given === undefined ? bounds.usual : Number(given);
  if (!Number.isInteger(limit) || limit < bounds.min || limit > bounds.max)
    return invalid(
      world.settings,
      'max_results',
      given ?? '',
      `The \`max_results\` query parameter value [${given}] is not between ${bounds.min} and ${bounds.max}`,
    );
  const token = call.query('pagination_token') ?? call.query('next_token');
  const before = token === undefined ? undefined : readToken(token);
  if (token !== undefined && before === undefined)
    return invalid(world.settings, 'pagination_token', token, 'The `pagination_token` is invalid');
  for (const name of ['since_id', 'until_id'] as const) {
    const id = call.query(name);
    if (id !== undefined && !/^\d{1,19}$/.test(id))
      return invalid(world.settings, name, id, `The \`${name}\` query parameter value [${id}] is not valid`);
  }
  const time = (name: string, usual: number): number | SimReply => {
    const value = call.query(name);
    if (value === undefined) return usual;
    // Seconds only or with milliseconds, in UTC; nothing else is read.
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/.test(value))
      return invalid(
        world.settings,
        name,
        value,
        `The \`${name}\` query parameter value [${value}] is not valid`,
      );
    return Date.parse(value);
  };
  const from = time('start_time', -Infinity);
  const to = time('end_time', Infinity);
  if (typeof from !== 'number') return from;
  if (typeof to !== 'number') return to;
  return { limit, sinceId: call.query('since_id'), untilId: before ?? call.query('until_id'), from, to };
}

/** Cuts one page from ids that are oldest first, newest first. `keep` turns an id into a row or leaves it out. */
export function cutPage<R extends { readonly id: string; readonly createdAt: number }>(
  ids: readonly string[],
  order: PageOrder,
  keep: (id: string) => R | undefined,
): { readonly rows: readonly R[]; readonly more: boolean } {
  const rows: R[] = [];
  for (let index = ids.length - 1; index >= 0; index -= 1) {
    const id = ids[index];
    if (id === undefined) continue;
    if (order.untilId !== undefined && compareIds(id, order.untilId) >= 0) continue;
    if (order.sinceId !== undefined && compareIds(id, order.sinceId) <= 0) break;
    const row = keep(id);
    if (!row || row.createdAt < order.from || row.createdAt >= order.to) continue;
    if (rows.length === order.limit) return { rows, more: true };
    rows.push(row);
  }
  return { rows, more: false };
}

export function metaOf(
  rows: readonly { readonly id: string }[],
  more: boolean,
): Readonly<Record<string, string | number>> {
  const [newest, oldest] = [rows[0], rows.at(-1)];
  return {
    result_count: rows.length,
    ...(newest && oldest ? { newest_id: newest.id, oldest_id: oldest.id } : {}),
    ...(more && oldest ? { next_token: tokenBefore(oldest.id) } : {}),
  };
}

const tokenBefore = (id: string): string => Buffer.from(`before ${id}`).toString('base64url');
const readToken = (token: string): string | undefined =>
  /^before (\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
