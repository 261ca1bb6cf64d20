import { Check, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { classNames } from '../class-names.ts';
import type { ClientColour } from '../client-colour.ts';
import { Icon } from '../icon.tsx';
import styles from './chip.module.css';

export interface ChipProps {
  readonly children: ReactNode;
  /** With it the chip has a button that takes it away. */
  readonly onRemove?: () => void;
  readonly removeLabel?: string;
}

/** Something added by hand, that can be taken away: a label, a filter, a recipient. */
export function Chip({ children, onRemove, removeLabel = '' }: ChipProps) {
  return (
    <span className={classNames(styles.chip, onRemove && styles.removable)}>
      <span className={styles.text}>{children}</span>
      {onRemove && (
        <AriaButton className={styles.remove ?? ''} aria-label={removeLabel} onPress={onRemove}>
          <Icon of={X} size={12} />
        </AriaButton>
      )}
    </span>
  );
}

export interface ToggleChipProps {
  readonly children: ReactNode;
  /** Before the words: a network's mark. */
  readonly mark?: ReactNode;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  /** Frame and tint when on; the accent without it. */
  readonly client?: ClientColour;
  readonly label?: string;
  readonly isDisabled?: boolean;
  /** Adds a tick when on, where the frame alone is too quiet. */
  readonly hasTick?: boolean;
}

/** On or off, as a pill: an account to publish on, a filter. */
export function ToggleChip({
  children,
  mark,
  isOn,
  onChange,
  client,
  label,
  isDisabled = false,
  hasTick = false,
}: ToggleChipProps) {
  return (
    <ToggleButton
      className={classNames(styles.toggle, client && styles.ofClient)}
      isSelected={isOn}
      onChange={onChange}
      isDisabled={isDisabled}
      {...(client && { 'data-client': client })}
      {...(label !== undefined && { 'aria-label': label })}
    >
      {hasTick && isOn ? <Icon of={Check} size={14} /> : mark}
      <span className={styles.text}>{children}</span>
    </ToggleButton>
  );
}
