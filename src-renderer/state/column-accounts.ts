import type { Account } from '../../src-shared/domain/account.ts';
import type { Column } from '../../src-shared/domain/column.ts';
import type { Text } from '../text/create-text.ts';

/** The accounts that a column gathers: those it names, or every one of its deck. */
export function accountsOfColumn(
  column: Pick<Column, 'accountIds'>,
  shown: readonly Account[],
  all: readonly Account[],
): readonly Account[] {
  if (column.accountIds.length === 0) return shown;
  const wanted = new Set<string>(column.accountIds);
  return all.filter((account) => wanted.has(account.id));
}

/** What a person calls an account: `@atelier.lumiere`. */
export const handleOf = (account: Pick<Account, 'handle'>): string => `@${account.handle}`;

/** Boxes that a column may show; a thread's context is listed nowhere. */
export const listedBoxes = ['public', 'private', 'own', 'activity'] as const;

/** The name given by hand, or one that says what the column shows. */
export function columnTitle(column: Column, accounts: readonly Account[], text: Text): string {
  if (column.title.trim() !== '') return column.title;
  const isEverything = listedBoxes.every((box) => column.boxes.includes(box));
  const [only] = accounts;
  if (isEverything)
    return only !== undefined && column.accountIds.length === 1
      ? text.t('inbox.everythingOf', { account: handleOf(only) })
      : text.t('inbox.everything');
  return listedBoxes
    .filter((box) => column.boxes.includes(box))
    .map((box) => text.t(`inbox.box.${box}`))
    .join(' · ');
}
