import type { ReactNode } from 'react';
import { Avatar } from '../identity/avatar.tsx';
import styles from './thread-message.module.css';

export interface ThreadMessageProps {
  readonly name: string;
  readonly avatarUrl?: string | null;
  readonly colourKey?: string;
  /** "10:38". */
  readonly when: string;
  readonly whenFull?: string;
  /** `RichText`. */
  readonly children: ReactNode;
  /** Under the text: pictures, badges, actions. */
  readonly below?: ReactNode;
}

/** A message in an open thread, at reading size. */
export function ThreadMessage({
  name,
  avatarUrl = null,
  colourKey,
  when,
  whenFull,
  children,
  below,
}: ThreadMessageProps) {
  return (
    <article className={styles.message} aria-label={name}>
      <Avatar name={name} src={avatarUrl} size={28} {...(colourKey !== undefined && { colourKey })} />
      <div className={styles.content}>
        <div className={styles.who}>
          <span className={styles.name}>{name}</span>
          <span className={styles.when} title={whenFull}>
            {when}
          </span>
        </div>
        <div className={styles.text}>{children}</div>
        {below}
      </div>
    </article>
  );
}
