import { threadProgress } from '../../../src-shared/outbox/thread-progress.ts';
import { allMedia, commentPiece, partsOf, piecesOf } from '../../../src-shared/domain/pieces.ts';
import { ArrowLeft, ExternalLink } from 'lucide-react';
import { markOf } from '../../previews/index.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { IconButton } from '../../ui/actions/icon-button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { ClientDisc } from '../../ui/identity/client-disc.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';
import { useCalendar } from './calendar-context.ts';
import type { CalendarEntry } from './calendar-entry.ts';
import { entryActions, fixedText } from './entry-menu.ts';
import { momentText } from './entry-words.ts';
import { standingLooks, standingOfOne, type Standing } from './standing.ts';
import styles from './entry-details.module.css';

export interface EntryDetailsProps {
  readonly entry: CalendarEntry;
  readonly onClose: () => void;
  /** Back to the day that it was opened from. */
  readonly onBack: (() => void) | null;
}

/** A post beside its chip: the whole text, where each account stands, and what can be done. */
export function EntryDetails({ entry, onClose, onBack }: EntryDetailsProps) {
  const text = useText();
  const calendar = useCalendar();
  const client = calendar.clients.get(entry.workspaceId);
  const standing = entry.refusal === null ? entry.standing : 'refused';
  const fixed = fixedText(text, entry);
  const media = allMedia(entry.content);
  return (
    <div className={styles.details}>
      <div className={styles.head}>
        {onBack !== null && (
          <IconButton icon={ArrowLeft} label={text.t('calendar.backToDay')} onPress={onBack} />
        )}
        {client !== undefined && <ClientDisc name={client.name} colour={client.colour} size="small" />}
        <div className={styles.whose}>
          <div className={styles.client}>{client?.name}</div>
          <div className={styles.moment}>
            {entry.moment === null
              ? text.times.full(entry.dueAt, calendar.zone)
              : momentText(text, entry.moment, calendar.zone)}
          </div>
        </div>
        <StandingBadge standing={standing} />
      </div>
      {piecesOf(entry.content).map((piece, index, all) => (
        <div key={piece.key}>
          {all.length > 1 && (
            <p className={styles.note}>
              {piece.key === commentPiece
                ? text.t('words.firstComment')
                : text.t('words.partOf', { n: index + 1, count: partsOf(entry.content).length + 1 })}
            </p>
          )}
          <p className={styles.text}>
            {piece.content.text === '' ? text.t('calendar.noText') : piece.content.text}
          </p>
        </div>
      ))}
      {media.length > 0 && (
        <p className={styles.note}>{text.t('calendar.pictures', { count: media.length })}</p>
      )}
      {entry.refusal !== null && (
        <Banner tone="bad" role="status">
          {errorText(text, entry.refusal.code, entry.refusal.detail).sentence}
        </Banner>
      )}
      <ul className={styles.accounts} aria-label={text.t('calendar.accounts')}>
        {entry.accountIds.map((id) => {
          const account = calendar.accounts.get(id);
          const delivery = entry.deliveries.find((one) => one.accountId === id);
          const state = delivery === undefined ? entry.standing : standingOfOne(delivery);
          const url = delivery?.remoteUrl ?? null;
          return (
            <li key={id} className={styles.account}>
              {account !== undefined && (
                <NetworkMark mark={markOf(account)} label={account.manifest.name} size={14} />
              )}
              <span className={styles.handle}>{account?.handle ?? id}</span>
              <StandingBadge standing={state} />
              {url !== null && (
                <IconButton
                  icon={ExternalLink}
                  size="small"
                  label={text.t('calendar.openOnNetwork')}
                  onPress={() => calendar.actions.openOnline(url)}
                />
              )}
              {delivery !== undefined && threadProgress(delivery)?.isHalf === true && (
                <span className={styles.why}>
                  {text.t('outbox.thread.parts', {
                    count: threadProgress(delivery)?.done ?? 0,
                    total: partsOf(delivery.content).length + 1,
                  })}
                </span>
              )}
              {delivery !== undefined && delivery.failure !== null && (
                <span className={styles.why}>
                  {errorText(text, delivery.failure.code, delivery.failure.detail).sentence}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <p className={styles.note}>
        {text.t(`calendar.about.${standing}`)} {fixed}
      </p>
      <div className={styles.actions}>
        {entryActions(text, entry, calendar).map(({ id, label, icon, isDisabled, onAction }) => (
          <Button
            key={id}
            size="small"
            {...(icon && { icon })}
            isDisabled={isDisabled ?? false}
            onPress={() => {
              onClose();
              onAction?.();
            }}
          >
            {label}
          </Button>
        ))}
      </div>
    </div>
  );
}

export function StandingBadge({ standing }: { readonly standing: Standing }) {
  const text = useText();
  const look = standingLooks[standing];
  return (
    <Badge tone={look.tone} icon={look.icon} title={text.t(`calendar.about.${standing}`)}>
      {text.t(`calendar.standing.${standing}`)}
    </Badge>
  );
}
