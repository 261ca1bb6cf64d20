import type { AccountRow } from './rows.ts';
import type { Services } from './services.ts';

/** Accounts whose name, user name or address contains every word asked for; exact user names first. */
export function findAccounts(
  { world, entities }: Pick<Services, 'world' | 'entities'>,
  query: string,
  viewerId: string,
  options: { readonly following: boolean },
): readonly AccountRow[] {
  const wanted = query.trim().replace(/^@/, '').toLowerCase();
  if (wanted === '') return [];
  const found = [...world.accounts.values()].filter((row) => {
    if (options.following && !world.relation('follow', viewerId, row.id)) return false;
    const text = `${entities.links.acct(row)} ${row.displayName}`.toLowerCase();
    return wanted.split(/\s+/).every((word) => text.includes(word));
  });
  const rank = (row: AccountRow): number =>
    entities.links.acct(row).toLowerCase() === wanted || row.username.toLowerCase() === wanted ? 0 : 1;
  return found.sort((a, b) => rank(a) - rank(b));
}
