import { Eye, EyeOff, Search, X, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode, type Ref } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField';
import {
  Input,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components/TextField';
import { Icon } from '../icon.tsx';
import { FieldLabel, FieldNotes, fieldProps, type FieldWordsProps } from './field-words.tsx';
import styles from './field.module.css';

export interface TextFieldProps extends FieldWordsProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onSubmit?: () => void;
  readonly onBlur?: () => void;
  readonly type?: 'text' | 'email' | 'url' | 'tel';
  readonly icon?: LucideIcon;
  readonly placeholder?: string;
  /** After what is typed: a unit, a host, a `Counter`. */
  readonly suffix?: ReactNode;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly isReadOnly?: boolean;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  readonly autoComplete?: string;
  readonly spellCheck?: 'true' | 'false';
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** One line of text. */
export function TextField({
  label,
  isLabelHidden,
  description,
  error,
  confirmation,
  icon,
  placeholder,
  suffix,
  inputRef,
  onSubmit,
  type = 'text',
  autoComplete = 'off',
  ...rest
}: TextFieldProps) {
  const words = wordsOf(label, isLabelHidden, description, error, confirmation);
  return (
    <AriaTextField
      {...rest}
      {...fieldProps(words)}
      type={type}
      autoComplete={autoComplete}
      className={styles.field ?? ''}
      {...(onSubmit && { onKeyDown: submitOnEnter(onSubmit) })}
    >
      <FieldLabel {...words} />
      <Group className={styles.control ?? ''}>
        {icon && <Icon of={icon} />}
        <Input
          className={styles.input ?? ''}
          placeholder={placeholder ?? ''}
          {...(inputRef && { ref: inputRef })}
        />
        {suffix !== undefined && <span className={styles.suffix}>{suffix}</span>}
      </Group>
      <FieldNotes {...words} />
    </AriaTextField>
  );
}

export interface SecretFieldProps extends Omit<TextFieldProps, 'type' | 'suffix' | 'icon' | 'spellCheck'> {
  readonly showLabel: string;
  readonly hideLabel: string;
}

/** A password or a key: hidden until asked, never spell-checked, never completed. */
export function SecretField({
  label,
  isLabelHidden,
  description,
  error,
  confirmation,
  placeholder,
  inputRef,
  onSubmit,
  showLabel,
  hideLabel,
  autoComplete = 'off',
  ...rest
}: SecretFieldProps) {
  const [isShown, setIsShown] = useState(false);
  const words = wordsOf(label, isLabelHidden, description, error, confirmation);
  return (
    <AriaTextField
      {...rest}
      {...fieldProps(words)}
      type={isShown ? 'text' : 'password'}
      autoComplete={autoComplete}
      spellCheck="false"
      className={styles.field ?? ''}
      {...(onSubmit && { onKeyDown: submitOnEnter(onSubmit) })}
    >
      <FieldLabel {...words} />
      <Group className={styles.control ?? ''}>
        <Input
          className={styles.input ?? ''}
          placeholder={placeholder ?? ''}
          {...(inputRef && { ref: inputRef })}
        />
        <AriaButton
          className={styles.tool ?? ''}
          aria-label={isShown ? hideLabel : showLabel}
          onPress={() => setIsShown(!isShown)}
        >
          <Icon of={isShown ? EyeOff : Eye} size={14} />
        </AriaButton>
      </Group>
      <FieldNotes {...words} />
    </AriaTextField>
  );
}

export interface SearchFieldProps extends Omit<
  TextFieldProps,
  'type' | 'suffix' | 'icon' | 'error' | 'confirmation'
> {
  readonly clearLabel: string;
}

/** What one looks for. Escape empties it. */
export function SearchField({
  label,
  isLabelHidden = true,
  description,
  placeholder,
  inputRef,
  onSubmit,
  clearLabel,
  ...rest
}: SearchFieldProps) {
  const words = wordsOf(label, isLabelHidden, description, null);
  return (
    <AriaSearchField
      {...rest}
      {...fieldProps(words)}
      className={styles.field ?? ''}
      {...(onSubmit && { onSubmit })}
    >
      {({ isEmpty }) => (
        <>
          <FieldLabel {...words} />
          <Group className={styles.control ?? ''}>
            <Icon of={Search} />
            <Input
              className={styles.input ?? ''}
              placeholder={placeholder ?? label}
              {...(inputRef && { ref: inputRef })}
            />
            {!isEmpty && (
              <AriaButton className={styles.tool ?? ''} aria-label={clearLabel}>
                <Icon of={X} size={14} />
              </AriaButton>
            )}
          </Group>
        </>
      )}
    </AriaSearchField>
  );
}

function submitOnEnter(onSubmit: () => void): NonNullable<AriaTextFieldProps['onKeyDown']> {
  return (event) => {
    // an input method uses Enter to accept a word
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) onSubmit();
    // a field that listens keeps every key to itself; the others are for whatever it lies in
    else event.continuePropagation();
  };
}

function wordsOf(
  label: string,
  isLabelHidden: boolean | undefined,
  description: string | undefined,
  error: string | null | undefined,
  confirmation?: string | null,
): FieldWordsProps {
  return {
    label,
    isLabelHidden: isLabelHidden ?? false,
    ...(description !== undefined && { description }),
    ...(error !== undefined && { error }),
    ...(confirmation !== undefined && { confirmation }),
  };
}
