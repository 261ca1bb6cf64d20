import type { Account } from '../../src-shared/domain/account.ts';
import type { Author } from '../../src-shared/domain/person.ts';
import { useText } from '../text/text-context.tsx';
import { SuggestionList, suggestionId } from '../ui/fields/suggestion-list.tsx';
import { NetworkMark } from '../ui/identity/network-mark.tsx';
import { markOf } from './index.ts';

/** People who were found, and the account whose network knows each. */
export interface FoundPeople {
  readonly suggestions: readonly { readonly account: Account; readonly author: Author }[];
  /** The one that Enter takes. */
  readonly active: number;
  readonly take: (index: number) => void;
}

/** Who may be meant by what follows an `@`, under the field that it is written in. */
export function MentionList({
  id,
  mentions,
  placement = 'below',
}: {
  readonly id: string;
  readonly mentions: FoundPeople;
  readonly placement?: 'below' | 'above';
}) {
  const { t } = useText();
  const { suggestions, active, take } = mentions;
  return (
    <SuggestionList
      id={id}
      label={t('words.people')}
      said={t('words.peopleFound', { count: suggestions.length })}
      active={active}
      placement={placement}
      onTake={take}
      entries={suggestions.map(({ account, author }) => ({
        id: `${account.id} ${author.remoteId}`,
        name: author.name,
        // A network that names by an address of its own shows that address to nobody.
        detail: /^[^\s[\]()]+$/u.test(author.handle)
          ? `@${author.handle.replace(/^@/u, '')}`
          : account.manifest.name,
        mark: <NetworkMark mark={markOf(account)} size={14} />,
      }))}
    />
  );
}

/** What the field says of the list, for who does not see it. */
export const suggestingOf = (
  { suggestions, active }: FoundPeople,
  id: string,
): { readonly list: string; readonly active: string } | null =>
  suggestions.length === 0 ? null : { list: id, active: suggestionId(id, active) };
