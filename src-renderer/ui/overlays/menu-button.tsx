import { ChevronDown, Ellipsis, type LucideIcon } from 'lucide-react';
import { MenuTrigger } from 'react-aria-components/Menu';
import { Button, type ButtonProps } from '../actions/button.tsx';
import { IconButton, type IconButtonProps } from '../actions/icon-button.tsx';
import { Icon } from '../icon.tsx';
import styles from './menu-button.module.css';
import { MenuList, type MenuListProps } from './menu.tsx';

export interface IconMenuButtonProps extends MenuListProps {
  /** Three dots unless told. */
  readonly icon?: LucideIcon;
  readonly size?: NonNullable<IconButtonProps['size']>;
  readonly isDisabled?: boolean;
  /** Something chosen in it is in force: shown, and for the label to say. */
  readonly isOn?: boolean;
}

/** Three dots that open a menu. */
export function IconMenuButton({
  icon = Ellipsis,
  size = 'normal',
  isDisabled = false,
  isOn = false,
  ...menu
}: IconMenuButtonProps) {
  return (
    <MenuTrigger>
      <IconButton
        icon={icon}
        label={menu.label}
        size={size}
        isDisabled={isDisabled}
        look={isOn ? 'on' : 'quiet'}
      />
      <MenuList {...menu} />
    </MenuTrigger>
  );
}

export interface MenuButtonProps extends MenuListProps {
  /** What the button says; the label unless told. */
  readonly text?: string;
  readonly icon?: LucideIcon;
  readonly tone?: NonNullable<ButtonProps['tone']>;
  readonly size?: NonNullable<ButtonProps['size']>;
  readonly isDisabled?: boolean;
}

/** A button that opens a menu. */
export function MenuButton({
  text,
  icon,
  tone = 'plain',
  size = 'normal',
  isDisabled = false,
  ...menu
}: MenuButtonProps) {
  return (
    <MenuTrigger>
      <Button tone={tone} size={size} isDisabled={isDisabled} {...(icon && { icon })}>
        <span className={styles.text}>
          {text ?? menu.label}
          <Icon of={ChevronDown} size={14} />
        </span>
      </Button>
      <MenuList {...menu} />
    </MenuTrigger>
  );
}
