import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import type { Tone } from '../tone.ts';
import styles from './status-bar.module.css';

export interface StatusBarProps {
  /** "État": the name of this region. */
  readonly label: string;
  /** `StatusItem`s at the left. */
  readonly children: ReactNode;
  /** At the right: what is saved. */
  readonly end?: ReactNode;
}

/** The offline truth, always visible. */
export function StatusBar({ label, children, end }: StatusBarProps) {
  return (
    <div className={styles.bar} role="group" aria-label={label}>
      <div className={styles.items}>{children}</div>
      <div className={styles.end}>{end}</div>
    </div>
  );
}

export interface StatusItemProps {
  readonly children: ReactNode;
  readonly icon?: LucideIcon;
  /** A disc before the words: full for "on", hollow for "off". */
  readonly dot?: 'full' | 'hollow';
  readonly tone?: Tone;
  /** With it the item is a button: most open the outbox. */
  readonly onPress?: () => void;
  /** Gives way first when there is no room. */
  readonly isSecondary?: boolean;
}

export function StatusItem({
  children,
  icon,
  dot,
  tone = 'neutral',
  onPress,
  isSecondary = false,
}: StatusItemProps) {
  const content = (
    <>
      {dot && <span className={classNames(styles.dot, styles[dot])} aria-hidden="true" />}
      {icon && <Icon of={icon} />}
      <span className={styles.text}>{children}</span>
    </>
  );
  const className = classNames(styles.item, styles[tone], isSecondary && styles.secondary);
  if (!onPress) return <span className={className}>{content}</span>;
  return (
    <AriaButton className={className} onPress={onPress}>
      {content}
    </AriaButton>
  );
}
