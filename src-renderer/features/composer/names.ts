import type { Account } from '../../../src-shared/domain/account.ts';
import type { Text } from '../../text/create-text.ts';
import type { Target } from './composition.ts';

/** A handle as it is said: with its `@`. */
export const atHandle = (account: Pick<Account, 'handle'>): string => `@${account.handle.replace(/^@/u, '')}`;

/** The network's name where it names one account of those given, the handle where several are of that network. */
export function shortName(account: Account, among: readonly Account[]): string {
  const same = among.filter((one) => one.network === account.network);
  return same.length > 1 ? atHandle(account) : account.manifest.name;
}

/** The same where no mark of the network stands beside it: "Facebook · @a" where several are of that network. */
export function nameAmong(account: Account, among: readonly Account[]): string {
  const name = shortName(account, among);
  return name === account.manifest.name ? name : `${account.manifest.name} · ${name}`;
}

/** "@a, @b": for one account, or a count of them beyond two. */
export function placesOf(text: Text, targets: readonly Target[]): string {
  const handles = targets.map(({ account }) => atHandle(account));
  return handles.length > 2
    ? text.t('composer.places', { count: handles.length })
    : text.formats.list(handles);
}

/** "Paris", from `Europe/Paris`. */
export const zoneName = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
