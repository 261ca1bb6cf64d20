import { parseTime } from '@internationalized/date';
import { Group } from 'react-aria-components/Group';
import { DateInput, DateSegment, TimeField as AriaTimeField } from 'react-aria-components/TimeField';
import { FieldLabel, FieldNotes, fieldProps, type FieldWordsProps } from './field-words.tsx';
import fieldStyles from './field.module.css';
import styles from './date-field.module.css';

export interface TimeFieldProps extends FieldWordsProps {
  /** `09:00`, without a zone: the hour on the wall. */
  readonly value: string | null;
  /** Called with a whole time only. */
  readonly onChange: (value: string) => void;
  readonly isDisabled?: boolean;
}

/** An hour and its minutes, by 12 or 24 hours as the language does. */
export function TimeField({ value, onChange, isDisabled = false, ...words }: TimeFieldProps) {
  return (
    <AriaTimeField
      {...fieldProps(words)}
      className={fieldStyles.field ?? ''}
      value={value === null ? null : parseTime(value)}
      onChange={(time) => {
        if (time) onChange(time.toString().slice(0, 5));
      }}
      granularity="minute"
      isDisabled={isDisabled}
      shouldForceLeadingZeros
      validationBehavior="aria"
    >
      <FieldLabel {...words} />
      <Group className={fieldStyles.control ?? ''}>
        <DateInput className={styles.segments ?? ''}>
          {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
        </DateInput>
      </Group>
      <FieldNotes {...words} />
    </AriaTimeField>
  );
}
