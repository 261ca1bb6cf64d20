import type { LucideIcon } from 'lucide-react';
import styles from './icon.module.css';
import { classNames } from './class-names.ts';

export interface IconProps {
  /** A lucide icon. */
  readonly of: LucideIcon;
  /** Edge in px; 16 unless told. */
  readonly size?: 12 | 14 | 16 | 20 | 32;
  /** Said by screen readers. Without it the icon is decoration, and a word must stand beside it. */
  readonly label?: string;
  readonly className?: string | undefined;
}

/** A lucide icon at the kit's size and stroke. */
export function Icon({ of: Shape, size = 16, label, className }: IconProps) {
  return (
    <Shape
      size={size}
      strokeWidth={1.5}
      className={classNames(styles.icon, className)}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  );
}
