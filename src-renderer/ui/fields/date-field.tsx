import { parseDate } from '@internationalized/date';
import { CalendarDays } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { DateInput, DatePicker, DateSegment } from 'react-aria-components/DatePicker';
import { Dialog } from 'react-aria-components/Dialog';
import { Group } from 'react-aria-components/Group';
import { Popover } from 'react-aria-components/Popover';
import { Icon } from '../icon.tsx';
import { FieldLabel, FieldNotes, fieldProps, type FieldWordsProps } from './field-words.tsx';
import { MonthCalendar } from './month-calendar.tsx';
import fieldStyles from './field.module.css';
import styles from './date-field.module.css';

export interface DateFieldProps extends FieldWordsProps {
  /** `2026-11-26`, without a zone: the day on the wall. */
  readonly value: string | null;
  /** Called with a whole date only. */
  readonly onChange: (value: string) => void;
  readonly min?: string;
  readonly max?: string;
  readonly isDisabled?: boolean;
}

/** A day, typed part by part or picked in a month. */
export function DateField({ value, onChange, min, max, isDisabled = false, ...words }: DateFieldProps) {
  return (
    <DatePicker
      {...fieldProps(words)}
      className={fieldStyles.field ?? ''}
      value={value === null ? null : parseDate(value)}
      onChange={(date) => {
        if (date) onChange(date.toString());
      }}
      {...(min !== undefined && { minValue: parseDate(min) })}
      {...(max !== undefined && { maxValue: parseDate(max) })}
      isDisabled={isDisabled}
      shouldForceLeadingZeros
      validationBehavior="aria"
    >
      <FieldLabel {...words} />
      <Group className={fieldStyles.control ?? ''}>
        <DateInput className={styles.segments ?? ''}>
          {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
        </DateInput>
        <AriaButton className={fieldStyles.tool ?? ''}>
          <Icon of={CalendarDays} size={14} />
        </AriaButton>
      </Group>
      <FieldNotes {...words} />
      <Popover className={fieldStyles.popover ?? ''} offset={4}>
        <Dialog className={styles.dialog ?? ''}>
          <MonthCalendar />
        </Dialog>
      </Popover>
    </DatePicker>
  );
}
