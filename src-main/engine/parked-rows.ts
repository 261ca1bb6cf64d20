import type * as v from 'valibot';
import { accountSchema } from '../../src-shared/domain/account.ts';
import { freezeSchema } from '../../src-shared/domain/freeze.ts';
import { recordSchema } from '../../src-shared/outbox/record.ts';
import type { Parked } from '../../src-shared/sync/parked.ts';
import type { Journal } from '../journal/journal.ts';
import { jsonOf, misfit, type Parking } from './parking.ts';

const most = 10_000;

/**
 * All that is set aside, and the rows that lie unread where they always lay: nobody moves those, because a newer Vigie
 * may have written them, and each start reads them again.
 */
export async function parkedRows(deps: {
  readonly journal: Pick<Journal, 'get' | 'range'>;
  readonly parking: Parking;
  /** Keys of the outbox's rows that could not be read. */
  readonly unreadable: () => readonly string[];
}): Promise<readonly Parked[]> {
  const { journal, parking } = deps;
  const found: Parked[] = [...(await parking.list(most))];
  const add = (id: string, schema: v.GenericSchema, value: unknown): void => {
    const reason = misfit(schema, value);
    if (value === undefined || reason === '') return;
    const kind = id.split('/', 1)[0] ?? '';
    found.push({ id, at: null, place: 'journal', kind, reason, text: jsonOf(value), isRetryable: false });
  };
  for (const key of deps.unreadable()) add(key, recordSchema, await journal.get(key));
  for (const [table, schema] of [
    ['account/', accountSchema],
    ['freeze/', freezeSchema],
  ] as const)
    for (const { key, value } of await journal.range(table, `${table}~`, most)) add(key, schema, value);
  return found;
}
