import { err, ok, type Result } from '../../../src-shared/result.ts';
import { invalidRequest, type XrpcFailure } from '../xrpc/failure.ts';
import { sees, type Entry, type Horizon, type Lane } from './entry.ts';
import { newest, packPosition, readPosition } from './paging.ts';

export type Page = { readonly entries: readonly Entry[]; readonly cursor: string | undefined };

/**
 * The next page of several lanes. As with the real app-view a page that holds anything carries a cursor, also the
 * last one: only an empty page ends a list.
 */
export function pageOf(
  lanes: readonly Lane[],
  horizon: Horizon,
  limit: number,
  cursor: string | undefined,
  fits: (entry: Entry) => boolean = () => true,
): Result<Page, XrpcFailure> {
  const from = readPosition(cursor);
  if (from === null) return err(invalidRequest('Malformed cursor'));
  const entries: Entry[] = [];
  for (const entry of newest(lanes, from)) {
    if (!sees(horizon, entry) || !fits(entry)) continue;
    entries.push(entry);
    if (entries.length === limit) break;
  }
  const last = entries.at(-1);
  return ok({ entries, cursor: last && packPosition({ at: last.sortAt, name: last.row.cid }) });
}
