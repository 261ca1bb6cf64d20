import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { pieceOf } from '../../../src-shared/domain/pieces.ts';
import { markOf } from '../../previews/index.ts';
import { useRealm } from '../../state/realm.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Card } from '../../ui/feedback/card.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';
import { AlertDialog } from '../../ui/overlays/alert-dialog.tsx';
import { ContentCard } from './content-card.tsx';
import { Difference, isSameText } from './difference.tsx';
import type { OutboxLine } from './line.ts';
import type { Decision as Decided } from './use-line-actions.ts';
import { hasContent, type LinePlace } from './words.ts';
import styles from './delivery-panel.module.css';

/** Only a person can tell what became of it: what was written, what was found, and the three ways out. */
export function Decision({
  line,
  delivery,
  place,
  now,
  onDecide,
}: {
  readonly line: OutboxLine;
  readonly delivery: Delivery;
  readonly place: LinePlace;
  readonly now: number;
  readonly onDecide: (decision: Decided) => void;
}) {
  const { bridge } = useRealm();
  const { t, times, formats, number } = useText();
  const [isSure, setIsSure] = useState(false);
  const asked = delivery.attempts.findLast(({ event }) => event === 'sent');
  const { candidates } = delivery;
  // Of a thread only one part is in doubt: that is what is compared.
  const { content } = pieceOf(delivery.content, delivery.step);
  const mark = place.account === null ? null : markOf(place.account);
  return (
    <>
      <p className={styles.quiet}>
        {asked === undefined
          ? t('outbox.askHowNever', { network: place.network })
          : t('outbox.askHow', { network: place.network, when: momentInFull(asked.at) })}{' '}
        {candidates.length > 0
          ? t('outbox.askCandidates', { count: candidates.length })
          : t('outbox.askNoCandidate')}
      </p>
      {hasContent(line) && <ContentCard heading={t('outbox.written')} content={content} />}
      {candidates.map((candidate) => (
        <div key={candidate.remoteId} className={styles.candidate}>
          <Card
            isRaised
            heading={
              <>
                {mark && <NetworkMark mark={mark} />}
                {t('outbox.found', { when: momentInFull(candidate.createdAt) })}
              </>
            }
          >
            {candidate.text === '' && content.text.trim() === '' ? (
              <p className={styles.quiet}>{t('outbox.foundEmpty')}</p>
            ) : (
              <Difference written={content.text} found={candidate.text} />
            )}
            <p className={styles.compared}>
              {t(isSameText(content.text, candidate.text) ? 'outbox.comparedSame' : 'outbox.comparedOther')}
              {asked !== undefined &&
                ` · ${t(candidate.createdAt < asked.at ? 'outbox.foundBefore' : 'outbox.foundAfter', {
                  span: times.span(Math.abs(candidate.createdAt - asked.at)),
                })}`}
              {candidate.mediaCount !== undefined &&
                ` · ${
                  candidate.mediaCount === content.media.length
                    ? t('outbox.foundMedia', { count: candidate.mediaCount })
                    : t('outbox.foundMediaOther', {
                        count: candidate.mediaCount,
                        yours: number(content.media.length),
                      })
                }`}
            </p>
          </Card>
          <Button
            tone="primary"
            isWide
            onPress={() => onDecide({ tag: 'this-one', remoteId: candidate.remoteId, url: candidate.url })}
          >
            {candidates.length === 1
              ? t('outbox.thisOne')
              : t('outbox.thisOneAt', { when: momentInFull(candidate.createdAt) })}
          </Button>
          {candidate.url !== null && (
            <Button
              tone="quiet"
              isWide
              icon={ExternalLink}
              onPress={() => void bridge.app.openLink({ url: candidate.url ?? '' })}
            >
              {t('outbox.openCandidate')}
            </Button>
          )}
        </div>
      ))}
      <div className={styles.choices}>
        <Button isWide onPress={() => setIsSure(true)}>
          {t('outbox.sendAgain')}
        </Button>
        <Button tone="quiet" isWide onPress={() => onDecide({ tag: 'abandon' })}>
          {t(delivery.parts.length > 0 ? 'outbox.stopHere' : 'outbox.abandon')}
        </Button>
      </div>
      <AlertDialog
        isOpen={isSure}
        title={t('outbox.sendAgainSure')}
        confirmLabel={t('outbox.sendAgainNow')}
        cancelLabel={t('words.cancel')}
        onCancel={() => setIsSure(false)}
        onConfirm={() => {
          setIsSure(false);
          onDecide({ tag: 'send-again' });
        }}
      >
        {t('outbox.sendAgainRisk')}
      </AlertDialog>
    </>
  );

  /** To the second on the same day: two posts of one minute must be told apart. */
  function momentInFull(at: number): string {
    return formats.dayKey(at) === formats.dayKey(now)
      ? formats.date(at, 'time-seconds')
      : times.moment(at, now);
  }
}
