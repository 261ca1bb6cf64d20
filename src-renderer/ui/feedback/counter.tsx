import { VisuallyHidden } from 'react-aria-components/VisuallyHidden';
import { classNames } from '../class-names.ts';
import styles from './counter.module.css';

export interface CounterProps {
  /** As the network counts. */
  readonly used: number;
  readonly limit: number;
  /** Writes a number as the language does. */
  readonly format: (value: number) => string;
  /** Said by screen readers, and shown on hover: "66 sur 300", "12 de trop". */
  readonly label: string;
  readonly id?: string;
}

/** 246 / 500. Over the limit: red, bold, and said in words. */
export function Counter({ used, limit, format, label, id }: CounterProps) {
  return (
    <span id={id} className={classNames(styles.counter, used > limit && styles.over)} title={label}>
      <span aria-hidden="true">
        {format(used)} / {format(limit)}
      </span>
      <VisuallyHidden elementType="span">{label}</VisuallyHidden>
    </span>
  );
}
