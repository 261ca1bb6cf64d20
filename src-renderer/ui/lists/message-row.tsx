import { CornerDownRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import type { ClientColour } from '../client-colour.ts';
import { Icon } from '../icon.tsx';
import { Avatar } from '../identity/avatar.tsx';
import { NetworkMark, type NetworkMarkData } from '../identity/network-mark.tsx';
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
  /** What it is, in a word or two: "vous mentionne"; null where the text says so itself. */
  readonly kind?: string | null;
  /** The account that received it: for lists that mix several. */
  readonly account?: string | null;
  /** What it answers, in a few words. */
  readonly about?: string | null;
  /** `Badge`s. */
  readonly badges?: ReactNode;
  /** Whose it is, by the stripe at the left, which is strong while it waits for an answer. */
  readonly client: ClientColour;
  readonly isWaiting: boolean;
  /** Nobody has opened it yet: a dot before the name; said in the row's own name. */
  readonly isUnread?: boolean;
  /** Which network it came by, on the corner of the avatar: for lists that mix several. */
  readonly mark?: { readonly mark: NetworkMarkData; readonly label: string } | null;
}

/** The browser notes when it has painted this: what a start and an opening are measured by. */
const timed = { elementtiming: 'row' };

/** A message in a column: who, when, what, about what, and what is to be done. */
export function MessageRow({
  name,
  handle,
  avatarUrl = null,
  authorKey,
  when,
  whenFull,
  children,
  kind = null,
  account = null,
  about = null,
  badges,
  client,
  isWaiting,
  isUnread = false,
  mark = null,
}: MessageRowProps) {
  return (
    <div className={classNames(styles.row, isWaiting && styles.waiting)} data-client={client}>
      <div className={styles.face}>
        <Avatar name={name} src={avatarUrl} {...(authorKey !== undefined && { colourKey: authorKey })} />
        {mark !== null && (
          <span className={styles.mark} title={mark.label}>
            <NetworkMark mark={mark.mark} label={mark.label} size={12} />
          </span>
        )}
      </div>
      <div className={styles.content}>
        <div className={styles.who}>
          {isUnread && <span className={styles.dot} aria-hidden="true" />}
          <span className={styles.name} {...timed}>
            {name}
          </span>
          <span className={styles.handle}>{handle}</span>
          <span className={styles.when} title={whenFull}>
            {when}
          </span>
        </div>
        <div className={styles.text}>{children}</div>
        {(kind !== null || account !== null || about !== null) && (
          <div className={styles.meta}>
            {kind !== null && <span className={styles.kind}>{kind}</span>}
            {account !== null && <span className={styles.account}>{account}</span>}
            {about !== null && (
              <span className={styles.about}>
                <Icon of={CornerDownRight} size={12} />
                <span>{about}</span>
              </span>
            )}
          </div>
        )}
        {badges !== undefined && <div className={styles.badges}>{badges}</div>}
      </div>
    </div>
  );
}
