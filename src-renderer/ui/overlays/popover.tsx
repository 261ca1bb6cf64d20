import type { ReactNode, RefObject } from 'react';
import { Dialog as AriaDialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover as AriaPopover, type PopoverProps as AriaPopoverProps } from 'react-aria-components/Popover';
import styles from './popover.module.css';

export interface PopoverProps {
  /** A button of this kit. */
  readonly trigger: ReactNode;
  readonly label: string;
  /** A function gets a way to close. */
  readonly children: ReactNode | ((close: () => void) => ReactNode);
  readonly placement?: NonNullable<AriaPopoverProps['placement']>;
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
}

/** A small panel beside its button: filters, a picker. */
export function Popover({
  trigger,
  label,
  children,
  placement = 'bottom start',
  isOpen,
  onOpenChange,
}: PopoverProps) {
  return (
    <DialogTrigger {...(isOpen !== undefined && { isOpen })} {...(onOpenChange && { onOpenChange })}>
      {trigger}
      <AriaPopover className={styles.popover ?? ''} placement={placement} offset={4}>
        <AriaDialog className={styles.dialog ?? ''} aria-label={label}>
          {({ close }) => (typeof children === 'function' ? children(close) : children)}
        </AriaDialog>
      </AriaPopover>
    </DialogTrigger>
  );
}

export interface AnchoredPopoverProps {
  /** What it hangs on: anything on the page. Focus goes back there. */
  readonly anchor: RefObject<Element | null>;
  readonly label: string;
  readonly children: ReactNode;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly placement?: NonNullable<AriaPopoverProps['placement']>;
}

/** The same beside something that is no trigger of its own: one of hundreds of chips. */
export function AnchoredPopover({
  anchor,
  label,
  children,
  isOpen,
  onClose,
  placement = 'right top',
}: AnchoredPopoverProps) {
  return (
    <AriaPopover
      className={styles.popover ?? ''}
      triggerRef={anchor}
      isOpen={isOpen}
      onOpenChange={(opens) => {
        if (!opens) onClose();
      }}
      placement={placement}
      offset={4}
    >
      <AriaDialog className={styles.dialog ?? ''} aria-label={label}>
        {children}
      </AriaDialog>
    </AriaPopover>
  );
}
