import type { LucideIcon } from 'lucide-react';
import type { Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import { Tip, type TipProps } from '../overlays/tooltip.tsx';
import styles from './icon-button.module.css';

export interface IconButtonProps extends Omit<
  AriaButtonProps,
  'children' | 'className' | 'style' | 'aria-label'
> {
  readonly icon: LucideIcon;
  /** Its name, and its tooltip. */
  readonly label: string;
  readonly keys?: readonly string[];
  readonly size?: 'small' | 'normal' | 'large';
  /** `on`: looks pressed without being a toggle (a menu of which something is in force). */
  readonly look?: 'quiet' | 'outlined' | 'on';
  /** Pressed state, for something that stays on (a filter that filters). */
  readonly isOn?: boolean;
  readonly placement?: NonNullable<TipProps['placement']>;
  /** Its tooltip comes on hover only: for the cross of what Escape closes. */
  readonly isTipOnHoverOnly?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with an icon only: its label is always said, and shown on hover and focus. */
export function IconButton({
  icon,
  label,
  keys,
  size = 'normal',
  look = 'quiet',
  isOn,
  placement = 'bottom',
  isTipOnHoverOnly = false,
  ...rest
}: IconButtonProps) {
  return (
    <Tip text={label} keys={keys} placement={placement} isOnHoverOnly={isTipOnHoverOnly}>
      <AriaButton
        {...rest}
        aria-label={label}
        {...(isOn !== undefined && { 'aria-pressed': isOn })}
        className={classNames(styles.button, styles[size], styles[look], isOn && styles.on)}
      >
        <Icon of={icon} />
      </AriaButton>
    </Tip>
  );
}
