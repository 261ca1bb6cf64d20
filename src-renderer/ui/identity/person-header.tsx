import type { ReactNode } from 'react';
import { Avatar } from './avatar.tsx';
import styles from './person-header.module.css';

export interface PersonHeaderProps {
  readonly name: string;
  readonly avatarUrl?: string | null;
  readonly colourKey?: string;
  /** "Instagram · cliente depuis mars". */
  readonly detail: ReactNode;
  /** Actions. */
  readonly end?: ReactNode;
}

/** At the top of a thread: who it is with, and what can be done about it. */
export function PersonHeader({ name, avatarUrl = null, colourKey, detail, end }: PersonHeaderProps) {
  return (
    <div className={styles.header}>
      <Avatar name={name} src={avatarUrl} {...(colourKey !== undefined && { colourKey })} />
      <div className={styles.words}>
        <h2 className={styles.name}>{name}</h2>
        <div className={styles.detail}>{detail}</div>
      </div>
      {end !== undefined && <div className={styles.end}>{end}</div>}
    </div>
  );
}
