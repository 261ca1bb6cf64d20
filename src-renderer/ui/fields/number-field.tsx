import { Minus, Plus } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { NumberField as AriaNumberField } from 'react-aria-components/NumberField';
import { Input } from 'react-aria-components/TextField';
import { Icon } from '../icon.tsx';
import { FieldLabel, FieldNotes, fieldProps, type FieldWordsProps } from './field-words.tsx';
import fieldStyles from './field.module.css';
import styles from './number-field.module.css';

export interface NumberFieldProps extends FieldWordsProps {
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** As for Intl.NumberFormat: `{ style: 'unit', unit: 'minute' }`. */
  readonly format?: Intl.NumberFormatOptions;
  readonly isDisabled?: boolean;
}

/** A number, typed or stepped with the arrows, written as the language does. */
export function NumberField({
  value,
  onChange,
  min,
  max,
  step = 1,
  format,
  isDisabled = false,
  ...words
}: NumberFieldProps) {
  return (
    <AriaNumberField
      {...fieldProps(words)}
      className={fieldStyles.field ?? ''}
      value={value}
      onChange={(next) => {
        // emptied: keep what was there
        if (!Number.isNaN(next)) onChange(next);
      }}
      step={step}
      isDisabled={isDisabled}
      {...(min !== undefined && { minValue: min })}
      {...(max !== undefined && { maxValue: max })}
      {...(format && { formatOptions: format })}
      validationBehavior="aria"
    >
      <FieldLabel {...words} />
      <Group className={fieldStyles.control ?? ''}>
        <Input className={`${fieldStyles.input ?? ''} ${styles.figure ?? ''}`} />
        <AriaButton slot="decrement" className={fieldStyles.tool ?? ''}>
          <Icon of={Minus} size={14} />
        </AriaButton>
        <AriaButton slot="increment" className={fieldStyles.tool ?? ''}>
          <Icon of={Plus} size={14} />
        </AriaButton>
      </Group>
      <FieldNotes {...words} />
    </AriaNumberField>
  );
}
