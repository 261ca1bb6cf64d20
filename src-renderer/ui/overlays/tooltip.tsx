import { useState, type ReactElement } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger, type TooltipProps } from 'react-aria-components/Tooltip';
import { KeyHint } from '../feedback/key-hint.tsx';
import styles from './tooltip.module.css';

export interface TipProps {
  /** The control that it explains: a button of this kit, or anything inside react-aria's `Focusable`. */
  readonly children: ReactElement;
  readonly text: string;
  /** Keys that do the same: `['Ctrl', 'K']`. */
  readonly keys?: readonly string[] | undefined;
  readonly placement?: NonNullable<TooltipProps['placement']>;
  /**
   * Not on keyboard focus. Escape puts a tooltip away before anything else, as WCAG 1.4.13 wants it, and would need a
   * second press to close a dialog on whose cross the focus is.
   */
  readonly isOnHoverOnly?: boolean;
}

/** A few words on hover and on keyboard focus. It repeats or completes; nothing is only said here. */
export function Tip({ children, text, keys, placement = 'bottom', isOnHoverOnly = false }: TipProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <TooltipTrigger
      delay={500}
      closeDelay={0}
      isOpen={isOpen}
      onOpenChange={(opens) => setIsOpen(opens && !(isOnHoverOnly && isFocusSeen()))}
    >
      {children}
      <AriaTooltip className={styles.tooltip ?? ''} placement={placement} offset={6}>
        {text}
        {keys && <KeyHint keys={keys} />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}

/** It is the keyboard that moves the focus now. */
const isFocusSeen = (): boolean => document.activeElement?.matches(':focus-visible') === true;
