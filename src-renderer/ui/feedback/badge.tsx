import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import type { Tone } from '../tone.ts';
import styles from './badge.module.css';

export interface BadgeProps {
  readonly children: ReactNode;
  readonly tone?: Tone;
  /** Every toned badge has one: a status is never said by colour alone. */
  readonly icon?: LucideIcon;
  /** The whole sentence, shown on hover, when the words are short. */
  readonly title?: string;
}

/** A state in two or three words: "Part sans vous", "Réponse due il y a 6 min". */
export function Badge({ children, tone = 'neutral', icon, title }: BadgeProps) {
  return (
    <span className={classNames(styles.badge, styles[tone])} title={title}>
      {icon && <Icon of={icon} size={12} />}
      <span className={styles.text}>{children}</span>
    </span>
  );
}
