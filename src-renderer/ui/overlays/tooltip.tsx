import type { ReactElement } from 'react';
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
}

/** A few words on hover and on keyboard focus. It repeats or completes; nothing is only said here. */
export function Tip({ children, text, keys, placement = 'bottom' }: TipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <AriaTooltip className={styles.tooltip ?? ''} placement={placement} offset={6}>
        {text}
        {keys && <KeyHint keys={keys} />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
