import { CornerDownRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import type { ClientColour } from '../client-colour.ts';
import { Icon } from '../icon.tsx';
import { Avatar } from '../identity/avatar.tsx';
import styles from './message-row.module.css';

export interface MessageRowProps {
  readonly name: string;
  readonly handle: string;
  readonly avatarUrl?: string | null;
  /** What the avatar's colour depends on. */
  readonly authorKey?: string;
  /** "4 min". */
  readonly when: string;
  /** The same in full, on hover: "samedi 21 novembre 2026 à 10:38". */
  readonly whenFull?: string;
  /** `RichText`, or an excerpt. At most four lines show. */
  readonly children: ReactNode;
  /** What it answers, in a few words. */
  readonly about?: string | null;
  /** `Badge`s. */
  readonly badges?: ReactNode;
  /** Whose it is; the stripe at the left shows while it waits for an answer. */
  readonly client: ClientColour;
  readonly isWaiting: boolean;
}

/** A message in a column: who, when, what, about what, and what is to be done. */
export function MessageRow({
  name,
  handle,
  avatarUrl = null,
  authorKey,
  when,
  whenFull,
  children,
  about = null,
  badges,
  client,
  isWaiting,
}: MessageRowProps) {
  return (
    <div className={classNames(styles.row, isWaiting && styles.waiting)} data-client={client}>
      <Avatar name={name} src={avatarUrl} {...(authorKey !== undefined && { colourKey: authorKey })} />
      <div className={styles.content}>
        <div className={styles.who}>
          <span className={styles.name}>{name}</span>
          <span className={styles.handle}>{handle}</span>
          <span className={styles.when} title={whenFull}>
            {when}
          </span>
        </div>
        <div className={styles.text}>{children}</div>
        {about !== null && (
          <div className={styles.about}>
            <Icon of={CornerDownRight} size={12} />
            <span>{about}</span>
          </div>
        )}
        {badges !== undefined && <div className={styles.badges}>{badges}</div>}
      </div>
    </div>
  );
}
