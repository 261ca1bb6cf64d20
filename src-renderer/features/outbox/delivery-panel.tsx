import { FileWarning, X } from 'lucide-react';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { markOf } from '../../previews/index.ts';
import { useActiveFreezes } from '../../state/brakes.ts';
import { useRealm } from '../../state/realm.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { IconButton } from '../../ui/actions/icon-button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { SidePanel } from '../../ui/frame/side-panel.tsx';
import { ClientDisc } from '../../ui/identity/client-disc.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';
import { actionsFor, isHalfSent, type LineAction } from './actions.ts';
import { ByHand } from './by-hand.tsx';
import { ContentCard } from './content-card.tsx';
import { Decision } from './decision.tsx';
import { ExecutorChoice, mayChangeExecutor } from './executor-choice.tsx';
import type { OutboxLine } from './line.ts';
import { Timeline } from './timeline.tsx';
import { UploadBar } from './upload-bar.tsx';
import type { LineActions } from './use-line-actions.ts';
import { pieceWords, progressWords } from './thread-words.ts';
import { actionWords, badgeOf, hasContent, promiseOf, whenOf, whyOf, type LinePlace } from './words.ts';
import styles from './delivery-panel.module.css';

export interface DeliveryPanelProps {
  readonly line: OutboxLine;
  readonly place: LinePlace;
  readonly client: Workspace | null;
  readonly now: number;
  readonly actions: LineActions;
  readonly onAction: (action: LineAction) => void;
  readonly onClose: () => void;
}

/** Everything about one departure: the words, why it waits, who sends it, what happened, what can be done. */
export function DeliveryPanel({ line, place, client, now, actions, onAction, onClose }: DeliveryPanelProps) {
  const text = useText();
  const { t } = text;
  const { delivery, unaccepted } = line;
  const { account } = place;
  const asks = delivery?.state === 'needs-decision' ? delivery : null;
  /** The part of a thread that is in doubt. */
  const piece = pieceWords(text, asks?.step ?? null);
  const badge = badgeOf(text, line, now);
  const freezes = useActiveFreezes();
  // What is done by hand has its text at hand already.
  const possible = actionsFor(line, now, freezes, account).filter(
    (action) => action !== 'copyText' || !asksForAHand(line),
  );
  const heading =
    delivery?.state === 'sent'
      ? 'outbox.textSent'
      : isOver(line)
        ? 'outbox.textNotSent'
        : 'outbox.textLeaving';
  return (
    <SidePanel
      label={t('outbox.panel')}
      header={
        <div className={styles.header}>
          {client && (
            <ClientDisc name={client.name} colour={client.colour} size="small" label={client.name} />
          )}
          {account && <NetworkMark mark={markOf(account)} label={place.network} />}
          <div className={styles.who}>
            <h2 className={styles.what}>{actionWords(text, line)}</h2>
            <div className={styles.handle}>{account?.handle ?? t('errors.account-missing')}</div>
          </div>
          <IconButton icon={X} label={t('outbox.closePanel')} onPress={onClose} />
        </div>
      }
    >
      <div className={styles.body}>
        {asks === null ? (
          <>
            <div className={styles.state}>
              <Badge tone={badge.tone} icon={badge.icon}>
                {badge.words}
              </Badge>
              <p className={styles.why}>{whyOf(text, line, place, now)}</p>
            </div>
            <UploadBar delivery={delivery} onStop={() => onAction('cancel')} />
            {hasContent(line) && (
              <ContentCard
                heading={t(heading)}
                content={line.content}
                {...(delivery !== null && delivery.parts.length > 0 && { stands: delivery.parts })}
              />
            )}
            {delivery !== null && asksForAHand(line) && <ByHand delivery={delivery} place={place} />}
          </>
        ) : (
          <>
            <h3 className={styles.question}>
              {piece === null
                ? t(hasContent(line) ? 'outbox.askSent' : 'outbox.askDone')
                : t('outbox.askPart', { part: piece })}
            </h3>
            <Decision
              line={line}
              delivery={asks}
              place={place}
              now={now}
              onDecide={(decision) => actions.decide(line, decision)}
            />
          </>
        )}
        {delivery !== null && unaccepted !== null && (
          <>
            <ContentCard heading={t('outbox.textEdit')} icon={FileWarning} content={unaccepted.content} />
            {unaccepted.isRefused && (
              <div className={styles.choices}>
                <Button isWide tone="primary" onPress={() => actions.keepEdit(line)}>
                  {t('outbox.keepEdit')}
                </Button>
                <Button isWide tone="quiet" onPress={() => actions.dropEdit(line)}>
                  {t('outbox.dropEdit')}
                </Button>
              </div>
            )}
          </>
        )}
        {possible.length > 0 && (
          <div className={styles.buttons}>
            {possible.map((action) => (
              <Button
                key={action}
                size="small"
                tone={action === 'reconnect' ? 'primary' : 'plain'}
                onPress={() => onAction(action)}
              >
                {actionLabel(text, line, action)}
              </Button>
            ))}
          </div>
        )}
        {delivery !== null && mayChangeExecutor(line) && (
          <ExecutorChoice line={line} delivery={delivery} place={place} now={now} />
        )}
        <Facts line={line} place={place} client={client} now={now} />
        {delivery !== null && (
          <section>
            <h3 className={styles.part}>{t('outbox.timeline')}</h3>
            <Timeline attempts={delivery.attempts} />
          </section>
        )}
      </div>
    </SidePanel>
  );
}

/** The hour of a post that a person publishes has come, or gone. */
const asksForAHand = ({ delivery, unaccepted }: OutboxLine): boolean =>
  unaccepted === null &&
  delivery?.executor === 'assisted' &&
  (delivery.state === 'assisted' || delivery.state === 'missed');

const isOver = ({ delivery }: OutboxLine): boolean =>
  delivery?.state === 'missed' || delivery?.state === 'failed' || delivery?.state === 'cancelled';

/** A held post is not simply cancelled: the network is asked for it, and the button says so. */
export function actionLabel({ t }: ReturnType<typeof useText>, line: OutboxLine, action: LineAction): string {
  if (action === 'cancel' && isHalfSent(line)) return t('outbox.stopHere');
  if (action === 'cancel' && line.delivery?.state === 'handed-over') return t('outbox.cancelHeld');
  if (action === 'cancel' && line.delivery === null) return t('outbox.dropIntent');
  if (action === 'cancel' && line.delivery?.state === 'missed') return t('outbox.abandon');
  if (action === 'publishNow' && line.delivery?.executor === 'assisted')
    return t(
      line.delivery.state === 'assisted' || line.delivery.state === 'missed'
        ? 'outbox.publishByMachine'
        : 'outbox.byHandNow',
    );
  if (action === 'reschedule' && line.delivery?.state === 'missed') return t('outbox.chooseMoment');
  return t(`outbox.${action}`);
}

function Facts({ line, place, client, now }: Pick<DeliveryPanelProps, 'line' | 'place' | 'client' | 'now'>) {
  const { info } = useRealm();
  const text = useText();
  const { t, times } = text;
  const { delivery } = line;
  const zone = delivery?.zone ?? null;
  const promise = promiseOf(text, line, place.account);
  const progress = delivery === null ? null : progressWords(text, delivery);
  const facts: readonly (readonly [label: string, value: string])[] = [
    ...(client ? [[t('outbox.client'), client.name] as const] : []),
    [
      t('outbox.due'),
      zone === null
        ? whenOf(text, line, now)
        : t('outbox.dueZone', { when: times.full(line.dueAt, zone), zone }),
    ],
    ...(zone !== null && zone !== info.zone
      ? [['', t('outbox.dueHere', { when: times.full(line.dueAt) })] as const]
      : []),
    ...(mayChangeExecutor(line)
      ? []
      : [
          [
            t('outbox.executor'),
            line.executor === 'native'
              ? t('outbox.by.native', { network: place.network })
              : t(`outbox.by.${line.executor}`),
          ] as const,
        ]),
    ...(delivery !== null && delivery.toleranceMs !== null
      ? [[t('outbox.tolerance'), times.span(delivery.toleranceMs)] as const]
      : []),
    ...(promise === null ? [] : [[t('outbox.promise'), promise] as const]),
    ...(progress === null ? [] : [[t('outbox.thread.label'), progress] as const]),
    ...(delivery !== null && delivery.stepsTotal > 1
      ? [
          [
            t('outbox.steps'),
            t('outbox.stepsOf', { done: delivery.stepsDone, total: delivery.stepsTotal }),
          ] as const,
        ]
      : []),
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([label, value]) => (
        <div key={`${label}${value}`} className={styles.fact}>
          <dt className={styles.label}>{label}</dt>
          <dd className={styles.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
