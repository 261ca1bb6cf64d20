import { createHash } from 'node:crypto';
import type { Failure } from '../../src-shared/errors.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Journal } from '../journal/journal.ts';

/** A person as an account knows them. */
export interface SeenPerson {
  readonly accountId: string;
  readonly remoteId: string;
}

/**
 * Persons of whom nothing is kept any more. Only a digest of who they are is remembered: enough to know them again,
 * and nothing that says who they were.
 */
export interface Refusals {
  has(account: AccountId, remoteId: string): boolean;
  add(persons: readonly SeenPerson[]): Promise<Result<null, Failure>>;
}

const table = 'refused/';
const keyOf = ({ accountId, remoteId }: SeenPerson): string =>
  table + createHash('sha256').update(accountId).update('\0').update(remoteId).digest('hex');

export async function createRefusals(journal: Journal): Promise<Refusals> {
  const found = await journal.range(table, `${table}~`, 1_000_000);
  const keys = new Set(found.map(({ key }) => key));
  return {
    has: (accountId, remoteId) => keys.size > 0 && keys.has(keyOf({ accountId, remoteId })),
    add: async (persons) => {
      const written = await journal.write(
        persons.map((one) => ({ tag: 'put', key: keyOf(one), value: true })),
      );
      if (written.tag === 'ok') for (const one of persons) keys.add(keyOf(one));
      return written;
    },
  };
}
