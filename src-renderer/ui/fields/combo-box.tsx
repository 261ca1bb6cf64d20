import { ChevronDown } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/TextField';
import { Icon } from '../icon.tsx';
import { FieldLabel, FieldNotes, fieldProps, type FieldWordsProps } from './field-words.tsx';
import { OptionList, type Option } from './option-list.tsx';
import styles from './field.module.css';

export interface ComboBoxProps<Id extends string> extends FieldWordsProps {
  readonly options: readonly Option<Id>[];
  readonly value: Id | null;
  readonly onChange: (id: Id | null) => void;
  /** Name of the button that opens the list. */
  readonly openLabel: string;
  /** Said in the list when nothing fits. */
  readonly emptyText: string;
  readonly placeholder?: string;
  /** With both, the caller filters `options` by what is typed. */
  readonly inputValue?: string;
  readonly onInputChange?: (value: string) => void;
  readonly isDisabled?: boolean;
  readonly isRequired?: boolean;
}

/** One choice among many, found by typing: a time zone, an account, a contact. */
export function ComboBox<Id extends string>({
  options,
  value,
  onChange,
  openLabel,
  emptyText,
  placeholder = '',
  inputValue,
  onInputChange,
  isDisabled = false,
  isRequired = false,
  ...words
}: ComboBoxProps<Id>) {
  return (
    <AriaComboBox
      {...fieldProps(words)}
      className={styles.field ?? ''}
      items={options}
      value={value}
      onChange={(key) => onChange(options.find(({ id }) => id === key)?.id ?? null)}
      {...(inputValue !== undefined && { inputValue, defaultFilter: () => true })}
      {...(onInputChange && { onInputChange })}
      menuTrigger="focus"
      allowsEmptyCollection
      isDisabled={isDisabled}
      isRequired={isRequired}
      validationBehavior="aria"
    >
      <FieldLabel {...words} />
      <Group className={styles.control ?? ''}>
        <Input className={styles.input ?? ''} placeholder={placeholder} />
        <AriaButton className={styles.tool ?? ''} aria-label={openLabel}>
          <Icon of={ChevronDown} size={14} />
        </AriaButton>
      </Group>
      <FieldNotes {...words} />
      <OptionList options={options} emptyText={emptyText} />
    </AriaComboBox>
  );
}
