import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useText } from '../../text/text-context.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './disconnect-dialog.module.css';

/** What was asked, and what main answered. */
export interface Disconnected {
  readonly keepHistory: boolean;
  readonly queued: 'cancel' | 'keep';
  readonly native: 'recall' | 'leave';
  readonly revoked: boolean;
  readonly sharedWith: readonly string[];
  readonly notRecalled: number;
  readonly hadQueued: boolean;
  readonly hadNative: boolean;
}

/** What really happened, line by line, with what is left for the person to do. */
export function DisconnectOutcome({ outcome }: { readonly outcome: Disconnected }) {
  const { t } = useText();
  const { revoked, sharedWith, notRecalled, keepHistory, queued, native, hadQueued, hadNative } = outcome;
  const lines: readonly { readonly isGood: boolean; readonly words: string }[] = [
    sharedWith.length > 0
      ? { isGood: true, words: t('accounts.accessShared', { accounts: sharedWith.join(', ') }) }
      : { isGood: revoked, words: t(revoked ? 'accounts.revoked' : 'accounts.notRevoked') },
    { isGood: true, words: t('accounts.erased') },
    { isGood: true, words: t(keepHistory ? 'accounts.historyKept' : 'accounts.historyDeleted') },
    ...(hadQueued
      ? [
          {
            isGood: true,
            words: t(queued === 'cancel' ? 'accounts.queuedCancelled' : 'accounts.queuedKept'),
          },
        ]
      : []),
    ...(notRecalled > 0
      ? [{ isGood: false, words: t('accounts.notRecalled', { count: notRecalled }) }]
      : hadNative
        ? [
            {
              isGood: native === 'recall',
              words: t(native === 'recall' ? 'accounts.allRecalled' : 'accounts.nativeLeft'),
            },
          ]
        : []),
  ];
  return (
    <ul className={styles.outcome}>
      {lines.map(({ isGood, words }) => (
        <li key={words} className={styles.line}>
          <Icon of={isGood ? CircleCheck : TriangleAlert} className={isGood ? styles.good : styles.careful} />
          {words}
        </li>
      ))}
    </ul>
  );
}
