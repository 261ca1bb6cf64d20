import type { ReactNode, Ref } from 'react';
import {
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components/TextField';
import { classNames } from '../class-names.ts';
import { FieldLabel, FieldNotes, fieldProps, type FieldWordsProps } from './field-words.tsx';
import { spans, type TextRange } from './spans.ts';
import styles from './text-area.module.css';
import fieldStyles from './field.module.css';

type KeyListener = NonNullable<AriaTextFieldProps['onKeyDown']>;

export interface TextAreaProps extends FieldWordsProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  /** Parts to show apart: what is over the limit, tags, links, words found. Offsets as in `value`. */
  readonly ranges?: readonly TextRange[];
  /** `field`: framed; `page`: bare and larger, for writing a post; `reply`: framed in the client's colour. */
  readonly look?: 'field' | 'page' | 'reply';
  /** Lines when empty. */
  readonly rows?: number;
  /** Id of what counts it (a `Counter`), said with the field. */
  readonly describedBy?: string;
  /** A key of which the default is prevented goes no further. */
  readonly onKeyDown?: KeyListener;
  readonly onPaste?: NonNullable<AriaTextFieldProps['onPaste']>;
  readonly onSelectionChange?: (start: number, end: number) => void;
  readonly isDisabled?: boolean;
  readonly isReadOnly?: boolean;
  readonly autoFocus?: boolean;
  /** Language of the text, for the spell checker. */
  readonly lang?: string;
  readonly textRef?: Ref<HTMLTextAreaElement>;
  /** A list that the field's keys move in while it keeps the focus: the list's id, and that of its active entry. */
  readonly suggesting?: { readonly list: string; readonly active: string } | null;
  /** Under the text, inside the frame: tools. */
  readonly children?: ReactNode;
}

/**
 * Text of any length: it grows with what is written. The letters that show are those of a copy laid exactly under the
 * text, which is how parts of it can be shown apart; the field itself stays a plain one for screen readers.
 */
export function TextArea({
  label,
  isLabelHidden = false,
  description,
  error,
  value,
  onChange,
  placeholder,
  ranges = [],
  look = 'field',
  rows = 3,
  describedBy,
  onKeyDown,
  onPaste,
  onSelectionChange,
  isDisabled = false,
  isReadOnly = false,
  autoFocus = false,
  lang,
  textRef,
  suggesting = null,
  children,
}: TextAreaProps) {
  const words: FieldWordsProps = {
    label,
    isLabelHidden,
    ...(description !== undefined && { description }),
    ...(error !== undefined && { error }),
  };
  return (
    <AriaTextField
      {...fieldProps(words)}
      className={classNames(fieldStyles.field, styles.area, styles[look])}
      value={value}
      onChange={onChange}
      isDisabled={isDisabled}
      isReadOnly={isReadOnly}
      // the one place where a person asked to write
      autoFocus={autoFocus}
      {...(describedBy !== undefined && { 'aria-describedby': describedBy })}
      {...(onKeyDown && { onKeyDown: passingOn(onKeyDown) })}
      {...(onPaste && { onPaste })}
    >
      <FieldLabel {...words} />
      <div className={styles.frame}>
        <div className={styles.stack} style={{ '--rows': rows }}>
          <div className={styles.copy} aria-hidden="true">
            {spans(value, ranges).map((span) =>
              span.kind === null ? (
                span.text
              ) : (
                <span key={span.start} className={styles[span.kind]}>
                  {span.text}
                </span>
              ),
            )}
            {/* a last empty line has a height only when something stands in it */}
            {'\u200b'}
          </div>
          <AriaTextArea
            className={styles.input ?? ''}
            placeholder={placeholder ?? ''}
            rows={1}
            {...(lang !== undefined && { lang })}
            {...(textRef && { ref: textRef })}
            {...(suggesting !== null && {
              'aria-autocomplete': 'list' as const,
              'aria-controls': suggesting.list,
              'aria-activedescendant': suggesting.active,
            })}
            {...(onSelectionChange && {
              onSelect: (event: { readonly currentTarget: HTMLTextAreaElement }) =>
                onSelectionChange(event.currentTarget.selectionStart, event.currentTarget.selectionEnd),
            })}
          />
        </div>
        {children}
      </div>
      <FieldNotes {...words} />
    </AriaTextField>
  );
}

/** A field that listens keeps every key to itself: what it does not take is for whatever it lies in, as Escape is. */
function passingOn(listen: KeyListener): KeyListener {
  return (event) => {
    listen(event);
    if (!event.isDefaultPrevented()) event.continuePropagation();
  };
}
