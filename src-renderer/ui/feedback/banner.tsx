import { CircleCheck, CircleX, Info, TriangleAlert, X, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../actions/icon-button.tsx';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import type { Tone } from '../tone.ts';
import styles from './banner.module.css';

const icons: Readonly<Record<Tone, LucideIcon>> = {
  neutral: Info,
  accent: Info,
  ok: CircleCheck,
  warn: TriangleAlert,
  bad: CircleX,
};

export interface BannerProps {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  /** In bold before the sentence: the account, the network. */
  readonly subject?: ReactNode;
  readonly children: ReactNode;
  /** Small buttons: what can be done about it. */
  readonly actions?: ReactNode;
  readonly onDismiss?: () => void;
  readonly dismissLabel?: string;
  /** `alert`: said at once (an error that just happened); `status`: said when the reader pauses; none: part of the page. */
  readonly role?: 'alert' | 'status';
}

/** A cause and its next action, where the thing is: never a code alone. */
export function Banner({
  tone = 'neutral',
  icon,
  subject,
  children,
  actions,
  onDismiss,
  dismissLabel = '',
  role,
}: BannerProps) {
  return (
    <div className={classNames(styles.banner, styles[tone])} role={role}>
      <Icon of={icon ?? icons[tone]} className={styles.icon} />
      <div className={styles.text}>
        {subject !== undefined && <strong className={styles.subject}>{subject}</strong>}
        {children}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      {onDismiss && <IconButton icon={X} label={dismissLabel} size="small" onPress={onDismiss} />}
    </div>
  );
}
