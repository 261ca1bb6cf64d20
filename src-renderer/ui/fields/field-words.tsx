import { CircleCheck, CircleX } from 'lucide-react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/TextField';
import { Text } from 'react-aria-components/Text';
import { Icon } from '../icon.tsx';
import styles from './field.module.css';

/** What every field says about itself. */
export interface FieldWordsProps {
  /** Always given; `isLabelHidden` keeps it for screen readers where the place says it already. */
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly description?: string;
  /** With it the field is invalid: what is wrong and what to do. */
  readonly error?: string | null;
  /** What was typed is as it should be. */
  readonly confirmation?: string | null;
}

export function FieldLabel({ label, isLabelHidden = false }: FieldWordsProps) {
  if (isLabelHidden) return null;
  return <Label className={styles.label ?? ''}>{label}</Label>;
}

export function FieldNotes({ description, error, confirmation = null }: FieldWordsProps) {
  return (
    <>
      {description !== undefined && (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      )}
      {confirmation !== null && (
        <span role="status" className={styles.confirmation}>
          <Icon of={CircleCheck} size={14} />
          {confirmation}
        </span>
      )}
      <FieldError className={styles.error ?? ''}>
        {() => (
          <>
            <Icon of={CircleX} size={14} />
            {error}
          </>
        )}
      </FieldError>
    </>
  );
}

/** The part of the words that goes to the react-aria component. */
export function fieldProps({ label, isLabelHidden = false, error }: FieldWordsProps) {
  return {
    isInvalid: error !== undefined && error !== null && error !== '',
    ...(isLabelHidden && { 'aria-label': label }),
  };
}
