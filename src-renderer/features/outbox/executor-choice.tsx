import { Hand, Laptop, ShieldCheck } from 'lucide-react';
import { isForPersonAlone } from '../../../src-shared/composing/check.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Executor } from '../../../src-shared/domain/intent.ts';
import { changeExecutor } from '../../state/change-executor.ts';
import { useRealm } from '../../state/realm.ts';
import { canHold, whoPublishes } from '../../state/who-publishes.ts';
import { useText } from '../../text/text-context.tsx';
import { ToggleGroup, type ToggleOption } from '../../ui/actions/toggle-group.tsx';
import type { OutboxLine } from './line.ts';
import type { LinePlace } from './words.ts';
import styles from './delivery-panel.module.css';

/** Whether somebody else may still be made to publish it. What failed is given to the person by an action of its own. */
export function mayChangeExecutor({ delivery, unaccepted, action }: OutboxLine): boolean {
  if (delivery === null || unaccepted !== null || action.tag !== 'publish' || delivery.wall === null)
    return false;
  const { state } = delivery;
  return (
    state === 'scheduled' ||
    state === 'handed-over' ||
    state === 'assisted' ||
    state === 'blocked' ||
    state === 'frozen'
  );
}

/** Who publishes this post on this account. What the network holds is taken back before anybody else is given it. */
export function ExecutorChoice({
  line,
  delivery,
  place,
  now,
}: {
  readonly line: OutboxLine;
  readonly delivery: Delivery;
  readonly place: LinePlace;
  readonly now: number;
}) {
  const { databases, now: clock, toasts } = useRealm();
  const { t, times } = useText();
  const { account, network } = place;
  const holds = account !== null && canHold(account.manifest);
  const isTheirs = account !== null && isForPersonAlone(line.action, delivery.content, account.manifest);
  const native =
    account === null ? null : whoPublishes(account.manifest, delivery.dueAt, now, 'native', delivery.content);
  const options: readonly ToggleOption<Executor>[] = [
    ...(holds
      ? [
          {
            id: 'native',
            label: t('outbox.choose.native'),
            icon: ShieldCheck,
            isDisabled: isTheirs || (delivery.executor !== 'native' && native?.tag !== 'network'),
          } as const,
        ]
      : []),
    { id: 'machine', label: t('outbox.choose.machine'), icon: Laptop, isDisabled: isTheirs },
    { id: 'assisted', label: t('outbox.choose.assisted'), icon: Hand },
  ];

  const choose = async (executor: Executor): Promise<void> => {
    if (!(await changeExecutor(databases, line.intentId, [line.accountId], executor, clock()))) {
      toasts.show({ text: t('outbox.gone'), tone: 'warn' });
      return;
    }
    toasts.show({
      text:
        delivery.state === 'handed-over'
          ? t('outbox.executorRecalls', { network })
          : t('outbox.executorAsked'),
    });
  };

  return (
    <section className={styles.choices} aria-label={t('outbox.executor')}>
      <h3 className={styles.part}>{t('outbox.executor')}</h3>
      <ToggleGroup
        label={t('outbox.executor')}
        options={options}
        value={delivery.executor}
        onChange={(executor) => void choose(executor)}
      />
      <p className={styles.quiet}>
        {t(`outbox.choose.about.${delivery.executor}`, { network })}
        {isTheirs && ` ${t('outbox.choose.theirs')}`}
        {native?.tag === 'too-soon' &&
          delivery.executor !== 'native' &&
          ` ${t('outbox.nativeTooSoon', { network, span: times.span(native.minAheadMs) })}`}
      </p>
    </section>
  );
}
