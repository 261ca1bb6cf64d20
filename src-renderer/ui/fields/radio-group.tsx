import { Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components/RadioGroup';
import { classNames } from '../class-names.ts';
import { FieldLabel, FieldNotes, fieldProps, type FieldWordsProps } from './field-words.tsx';
import type { Option } from './option-list.tsx';
import fieldStyles from './field.module.css';
import styles from './toggle.module.css';

export interface RadioGroupProps<Id extends string> extends FieldWordsProps {
  readonly options: readonly Option<Id>[];
  readonly value: Id | null;
  readonly onChange: (id: Id) => void;
  readonly orientation?: 'vertical' | 'horizontal';
  /** Side by side in two columns: many short options. */
  readonly isPaired?: boolean;
  readonly isDisabled?: boolean;
}

/** One choice among a few that need a sentence each. */
export function RadioGroup<Id extends string>({
  options,
  value,
  onChange,
  orientation = 'vertical',
  isPaired = false,
  isDisabled = false,
  ...words
}: RadioGroupProps<Id>) {
  return (
    <AriaRadioGroup
      {...fieldProps(words)}
      className={fieldStyles.field ?? ''}
      value={value}
      onChange={(chosen) => {
        const option = options.find(({ id }) => id === chosen);
        if (option) onChange(option.id);
      }}
      orientation={orientation}
      isDisabled={isDisabled}
      validationBehavior="aria"
    >
      <FieldLabel {...words} />
      <div
        className={classNames(
          styles.radios,
          orientation === 'horizontal' && styles.across,
          isPaired && styles.paired,
        )}
      >
        {options.map((option) => (
          <Radio
            key={option.id}
            value={option.id}
            className={styles.toggle ?? ''}
            isDisabled={option.isDisabled ?? false}
          >
            <span className={classNames(styles.box, styles.round)}>
              <span className={styles.dot} />
            </span>
            {option.mark}
            <span className={styles.words}>
              {option.label}
              {option.detail !== undefined && <span className={styles.detail}>{option.detail}</span>}
            </span>
          </Radio>
        ))}
      </div>
      <FieldNotes {...words} />
    </AriaRadioGroup>
  );
}
