import type { LucideIcon } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { classNames } from '../class-names.ts';
import type { ClientColour } from '../client-colour.ts';
import { Icon } from '../icon.tsx';
import styles from './button.module.css';

export type ButtonTone = 'plain' | 'primary' | 'quiet' | 'danger' | 'client';

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly children: ReactNode;
  /** plain: outlined; primary: the one action of a screen; quiet: words only; client: filled with the client's colour. */
  readonly tone?: ButtonTone;
  readonly size?: 'small' | 'normal' | 'large';
  readonly icon?: LucideIcon;
  /** Needed with tone `client` unless an ancestor carries `data-client`. */
  readonly client?: ClientColour;
  /** As wide as its container, text in the middle. */
  readonly isWide?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button that says what it does. `isPending` keeps focus and blocks presses while something runs. */
export function Button({
  children,
  tone = 'plain',
  size = 'normal',
  icon,
  client,
  isWide = false,
  isPending = false,
  ...rest
}: ButtonProps) {
  const { onPress, type, ...others } = rest;
  return (
    <AriaButton
      {...others}
      // The library's own pending state announces a progress bar inside the button; there is none here, and what it
      // would announce has no name.
      {...(isPending
        ? { 'aria-disabled': true, 'data-pending': true }
        : { ...(onPress && { onPress }), ...(type && { type }) })}
      className={classNames(styles.button, styles[tone], styles[size], isWide && styles.wide)}
      {...(client && { 'data-client': client })}
    >
      {icon && <Icon of={icon} size={size === 'small' ? 14 : 16} />}
      <span className={styles.label}>{children}</span>
    </AriaButton>
  );
}
