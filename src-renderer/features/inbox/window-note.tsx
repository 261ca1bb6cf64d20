import type { AnswerKind, AnswerTime } from '../../../src-shared/departure/windows.ts';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import styles from './thread.module.css';

/** Until when it may be answered, or since when no longer and why. */
export function WindowNote({
  manifest,
  kind,
  time: { freeUntil, until, longer },
  now,
  onGranted,
}: {
  readonly manifest: Manifest;
  readonly kind: AnswerKind;
  readonly time: AnswerTime;
  readonly now: number;
  /** The person says that their app was granted what a longer window asks for. */
  readonly onGranted: () => void;
}) {
  const { t, times } = useText();
  const when = times.exact(until, now);
  if (until > now)
    return (
      <p className={styles.window}>
        {kind === 'private-reply'
          ? t('inbox.answer.once', { when })
          : longer === null || until === freeUntil
            ? t('inbox.answer.until', { when })
            : freeUntil > now
              ? t('inbox.answer.freeUntil', {
                  when: times.moment(freeUntil, now),
                  permission: longer.permission,
                  end: when,
                })
              : t('inbox.answer.longer', { permission: longer.permission, when })}
      </p>
    );
  const { name } = manifest;
  if (longer !== null && longer.until > now)
    return (
      <>
        <Banner tone="warn">
          {t('inbox.answer.closedLonger', {
            when,
            network: name,
            permission: longer.permission,
            end: times.exact(longer.until, now),
          })}
        </Banner>
        <div>
          <Button size="small" onPress={onGranted}>
            {t('inbox.answer.granted', { permission: longer.permission })}
          </Button>
        </div>
      </>
    );
  return (
    <Banner tone="warn">
      {kind === 'private-reply'
        ? t('inbox.answer.closedOnce', {
            when,
            network: name,
            span: times.span(manifest.replyWindows?.privateReplyMs ?? 0),
          })
        : t('inbox.answer.closed', { when, network: name })}
    </Banner>
  );
}
