import { useState, type ReactNode } from 'react';
import { Banner } from '../../ui/feedback/banner.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { useText } from '../../text/text-context.tsx';
import type { Notice } from './notice.ts';
import { useLossNotices } from './use-loss-notices.tsx';
import { useNotices } from './use-notices.tsx';
import styles from './banners.module.css';

/** So many stay in sight; the rest is one press away, so that trouble never takes the screen itself. */
const mostShown = 2;

/** What everybody must know whatever the screen, the gravest first. */
export function Banners(): ReactNode {
  return <Shown notices={useNotices()} />;
}

/** Before there is any client: only what was lost, which is why there is none. */
export function LossBanners(): ReactNode {
  return <Shown notices={useLossNotices().notices} />;
}

function Shown({ notices }: { readonly notices: readonly Notice[] }): ReactNode {
  const { t } = useText();
  const [isOpen, setIsOpen] = useState(false);
  if (notices.length === 0) return null;
  const shown = isOpen ? notices : notices.slice(0, mostShown);
  const hidden = notices.length - shown.length;
  return (
    <section className={styles.banners} aria-label={t('banners.region')}>
      {shown.map(({ id, subject, text, ...rest }) => (
        <Banner
          key={id}
          {...rest}
          {...(subject !== undefined && { subject: `${subject} ` })}
          dismissLabel={t('banners.dismiss')}
          role={rest.tone === 'bad' ? 'alert' : 'status'}
        >
          {text}
        </Banner>
      ))}
      {(hidden > 0 || (isOpen && notices.length > mostShown)) && (
        <Button size="small" tone="quiet" onPress={() => setIsOpen(!isOpen)} aria-expanded={isOpen}>
          {isOpen ? t('banners.fewer') : t('banners.more', { count: hidden })}
        </Button>
      )}
    </section>
  );
}
