import type { LucideIcon } from 'lucide-react';
import { Icon } from '../ui/icon.tsx';
import styles from './post-actions.module.css';

/** What readers will be able to do, in the network's order: a picture of buttons, none of which does anything here. */
export function PostActions({ icons }: { readonly icons: readonly LucideIcon[] }) {
  return (
    <div className={styles.actions} aria-hidden="true">
      {icons.map((icon, index) => (
        <Icon key={index} of={icon} />
      ))}
    </div>
  );
}
