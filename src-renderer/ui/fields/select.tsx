import { ChevronDown } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { Icon } from '../icon.tsx';
import { FieldLabel, FieldNotes, fieldProps, type FieldWordsProps } from './field-words.tsx';
import { OptionList, type Option } from './option-list.tsx';
import fieldStyles from './field.module.css';
import styles from './select.module.css';

export interface SelectProps<Id extends string> extends FieldWordsProps {
  readonly options: readonly Option<Id>[];
  readonly value: Id | null;
  readonly onChange: (id: Id) => void;
  /** Shown while nothing is chosen. */
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  readonly isRequired?: boolean;
}

/** One choice in a list that opens. */
export function Select<Id extends string>({
  options,
  value,
  onChange,
  placeholder = '',
  isDisabled = false,
  isRequired = false,
  ...words
}: SelectProps<Id>) {
  const chosen = options.find((option) => option.id === value);
  return (
    <AriaSelect
      {...fieldProps(words)}
      // Where no label shows, the value is what shows: the name says both.
      {...(words.isLabelHidden && chosen && { 'aria-label': `${words.label} ${chosen.label}` })}
      className={fieldStyles.field ?? ''}
      value={value}
      onChange={(key) => {
        const option = options.find(({ id }) => id === key);
        if (option) onChange(option.id);
      }}
      placeholder={placeholder}
      isDisabled={isDisabled}
      isRequired={isRequired}
      validationBehavior="aria"
    >
      <FieldLabel {...words} />
      <AriaButton className={fieldStyles.control ?? ''}>
        {chosen && (chosen.mark ?? (chosen.icon && <Icon of={chosen.icon} />))}
        {/* Its own part of the button's name: "Atelier Lumière, Client". */}
        <SelectValue className={(chosen ? styles.value : styles.placeholder) ?? ''}>
          {() => chosen?.label ?? placeholder}
        </SelectValue>
        <Icon of={ChevronDown} size={14} />
      </AriaButton>
      <FieldNotes {...words} />
      <OptionList options={options} />
    </AriaSelect>
  );
}
