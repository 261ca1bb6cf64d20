import { FileText, type LucideIcon } from 'lucide-react';
import type { Content } from '../../../src-shared/domain/content.ts';
import { useText } from '../../text/text-context.tsx';
import { Card } from '../../ui/feedback/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './delivery-panel.module.css';

/** A whole text with all that goes with it, as it left or will leave. */
export function ContentCard({
  heading,
  icon = FileText,
  content,
}: {
  readonly heading: string;
  readonly icon?: LucideIcon;
  readonly content: Content;
}) {
  const { t } = useText();
  return (
    <Card
      isRaised
      heading={
        <>
          <Icon of={icon} /> {heading}
        </>
      }
    >
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
    </Card>
  );
}
