import { Check, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { ListBox, ListBoxItem, Text } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Icon } from '../icon.tsx';
import styles from './field.module.css';

/** One thing to choose. */
export interface Option<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  readonly detail?: string;
  readonly icon?: LucideIcon;
  /** Instead of an icon: a client's disc, an avatar, a network's mark. */
  readonly mark?: ReactNode;
  readonly isDisabled?: boolean;
}

/** The floating list of `Select` and `ComboBox`. */
export function OptionList({
  options,
  emptyText,
}: {
  readonly options: readonly Option[];
  readonly emptyText?: string | undefined;
}) {
  return (
    <Popover className={styles.popover ?? ''} offset={4}>
      <ListBox
        className={styles.options ?? ''}
        items={options}
        renderEmptyState={() => <div className={styles.none}>{emptyText}</div>}
      >
        {(option) => (
          <ListBoxItem
            id={option.id}
            textValue={option.label}
            className={styles.option ?? ''}
            isDisabled={option.isDisabled ?? false}
          >
            {({ isSelected }) => (
              <>
                {option.mark ?? (option.icon && <Icon of={option.icon} />)}
                {/* One name for all that is written: who speaks to the machine says what they read. */}
                <Text slot="label" className={styles.optionWords}>
                  <span>{option.label}</span>
                  {option.detail !== undefined && (
                    <span className={styles.description}> {option.detail}</span>
                  )}
                </Text>
                {isSelected && <Icon of={Check} size={14} className={styles.tick} />}
              </>
            )}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  );
}
