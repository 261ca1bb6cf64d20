import type { ComponentProps } from 'react';
import { MenuTrigger } from 'react-aria-components/Menu';
import { Pressable } from 'react-aria-components/Pressable';
import { MenuList, type MenuListProps } from './menu.tsx';

export interface ContextMenuProps extends MenuListProps {
  /** One focusable element that can take a ref and DOM props. */
  readonly children: ComponentProps<typeof Pressable>['children'];
}

/** A menu on right click, on the menu key and on Shift+F10. Whatever it offers is offered elsewhere too. */
export function ContextMenu({ children, ...menu }: ContextMenuProps) {
  return (
    <MenuTrigger trigger="contextMenu">
      <Pressable>{children}</Pressable>
      <MenuList {...menu} />
    </MenuTrigger>
  );
}
