import { FileText, type LucideIcon } from 'lucide-react';
import type { Content } from '../../../src-shared/domain/content.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { commentPiece, partsOf, piecesOf } from '../../../src-shared/domain/pieces.ts';
import { useText } from '../../text/text-context.tsx';
import { Card } from '../../ui/feedback/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './delivery-panel.module.css';

/** A whole text with all that goes with it, as it left or will leave. */
export function ContentCard({
  heading,
  icon = FileText,
  content,
  stands,
}: {
  readonly heading: string;
  readonly icon?: LucideIcon;
  readonly content: Content;
  /** The pieces of a thread that are on the network; absent: not worth saying. */
  readonly stands?: Delivery['parts'];
}) {
  const { t } = useText();
  const pieces = piecesOf(content);
  return (
    <Card
      isRaised
      heading={
        <>
          <Icon of={icon} /> {heading}
        </>
      }
    >
      {pieces.map((piece, index) => (
        <div key={piece.key} className={styles.piece}>
          {pieces.length > 1 && (
            <p className={styles.quiet}>
              {piece.key === commentPiece
                ? t('words.firstComment')
                : t('words.partOf', { n: index + 1, count: partsOf(content).length + 1 })}
              {stands !== undefined &&
                ` · ${t(stands.some(({ step }) => step === piece.key) ? 'outbox.thread.stands' : 'outbox.thread.missing')}`}
            </p>
          )}
          <PieceWords content={piece.content} />
        </div>
      ))}
    </Card>
  );
}

function PieceWords({ content }: { readonly content: Content }) {
  const { t } = useText();
  return (
    <>
      {content.warning !== '' && (
        <p className={styles.quiet}>{t('outbox.warning', { warning: content.warning })}</p>
      )}
      <p className={styles.text}>{content.text === '' ? t('outbox.noText') : content.text}</p>
      {content.poll !== null && (
        <p className={styles.quiet}>{t('outbox.pollOf', { count: content.poll.options.length })}</p>
      )}
      {content.media.length > 0 && (
        <ul className={styles.media} aria-label={t('outbox.media', { count: content.media.length })}>
          {content.media.map((medium, index) => (
            <li key={`${medium.hash}-${index}`} className={styles.quiet}>
              {medium.name} · {medium.alt === '' ? t('outbox.noAlt') : medium.alt}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
