import type { LucideIcon } from 'lucide-react';
import { Icon } from '../ui/icon.tsx';
import styles from './file-mark.module.css';

/** What stands for a file that shows nothing of itself; fills what it lies in. */
export function FileMark({
  icon,
  name,
  isHidden = false,
}: {
  readonly icon: LucideIcon;
  readonly name: string;
  /** For screen readers: something beside it says the same. */
  readonly isHidden?: boolean;
}) {
  return (
    <span className={styles.mark} aria-hidden={isHidden}>
      <Icon of={icon} size={32} />
      {name}
    </span>
  );
}
