import { json, type SimReply } from '../core/reply.ts';
import { illegal, refusal } from './envelope.ts';

const MAX_COUNT = 100;

/** One page of a list, by `start` and `count`. */
export function page<T>(
  rows: readonly T[],
  query: ReadonlyMap<string, string>,
  entity: (row: T) => object,
): SimReply {
  const start = Number(query.get('start') ?? '0');
  const count = Number(query.get('count') ?? '10');
  if (!Number.isInteger(start) || !Number.isInteger(count) || start < 0 || count < 0 || count > MAX_COUNT)
    return refusal(illegal('Paging parameters are not valid'));
  return json({
    paging: { start, count, total: rows.length, links: [] },
    elements: rows.slice(start, start + count).map(entity),
  });
}
