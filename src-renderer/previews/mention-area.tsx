import { useId } from 'react';
import type { Account } from '../../src-shared/domain/account.ts';
import type { Author } from '../../src-shared/domain/person.ts';
import { useText } from '../text/text-context.tsx';
import { SuggestionList, suggestionId } from '../ui/fields/suggestion-list.tsx';
import { TextArea, type TextAreaProps } from '../ui/fields/text-area.tsx';
import { NetworkMark } from '../ui/identity/network-mark.tsx';
import { markOf } from './index.ts';
import styles from './mention-area.module.css';

/** What the one who writes is offered: people who were found, and the account whose network knows each. */
export interface Mentioning {
  readonly field: NonNullable<TextAreaProps['textRef']>;
  readonly suggestions: readonly { readonly account: Account; readonly author: Author }[];
  /** The one that Enter takes. */
  readonly active: number;
  readonly take: (index: number) => void;
  readonly onSelectionChange: NonNullable<TextAreaProps['onSelectionChange']>;
  readonly onKeyDown: NonNullable<TextAreaProps['onKeyDown']>;
}

/** A text in which people can be mentioned: who may be meant by what follows an `@` stands beside it. */
export function MentionArea({
  mentions,
  placement = 'below',
  onKeyDown,
  ...area
}: Omit<TextAreaProps, 'textRef' | 'suggesting' | 'onSelectionChange'> & {
  readonly mentions: Mentioning;
  readonly placement?: 'below' | 'above';
}) {
  const { t } = useText();
  const id = useId();
  const { field, suggestions, active, take } = mentions;
  return (
    <div className={styles.place}>
      <TextArea
        {...area}
        textRef={field}
        // What the field says of the list, for who does not see it.
        suggesting={suggestions.length === 0 ? null : { list: id, active: suggestionId(id, active) }}
        onSelectionChange={mentions.onSelectionChange}
        onKeyDown={(event) => {
          mentions.onKeyDown(event);
          if (!event.isDefaultPrevented()) onKeyDown?.(event);
        }}
      />
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
    </div>
  );
}
