import { KeyRound, Laptop, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { fateOf } from '../../../src-shared/departure/report.ts';
import type { Waits } from '../../../src-shared/departure/outlook.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useShell } from '../../state/shell.ts';
import { useAccounts } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { LineRow } from '../../ui/lists/line-row.tsx';
import { titleOf } from './delivery-words.ts';
import styles from './departure.module.css';
import type { Meanwhile } from './use-outlook.ts';
import { Whose } from './whose.tsx';

/** So many of each kind are named; the rest is counted. */
const mostNamed = 8;

/** What happens until the return: who sends what, what will wait, what needs somebody. */
export function MeanwhileList({
  meanwhile,
  now,
  until,
  isOffline,
  onHandOver,
}: {
  readonly meanwhile: Meanwhile;
  readonly now: number;
  readonly until: number;
  readonly isOffline: boolean;
  /** Null: it is too late for that. */
  readonly onHandOver: ((deliveries: readonly Delivery[]) => void) | null;
}) {
  const { t, times } = useText();
  const accounts = useAccounts();
  const accountOf = (id: string): Account | null => accounts.find((one) => one.id === id) ?? null;
  const connect = useNavigation((navigation) => navigation.connect);
  const show = useShell((shell) => shell.show);
  const { alone, waits, handable, hand, stuck, windows, ending } = meanwhile;
  const total = alone.length + waits.length + hand.length + stuck.length + windows.length + ending.length;
  const shared = { now, accountOf };
  return (
    <section
      className={styles.meanwhile}
      aria-label={t('departure.meanwhile', { when: times.moment(until, now) })}
    >
      <h3 className={styles.part}>{t('departure.meanwhile', { when: times.moment(until, now) })}</h3>
      {total === 0 && <p className={styles.hint}>{t('departure.nothing')}</p>}
      <Part title={t('departure.stuck', { count: stuck.length })} items={stuck}>
        {(delivery) => (
          <DeliveryLine
            {...shared}
            delivery={delivery}
            detail={t(`departure.one.${fateOf(delivery.state, delivery.failure)}`)}
          />
        )}
      </Part>
      <Part
        title={t('departure.ending', { count: ending.length })}
        items={ending.map((one) => ({ ...one, id: one.account.id }))}
      >
        {({ account, endsAt }) => (
          <LineRow
            lead={<Whose client={account.workspaceId} account={account} />}
            title={account.handle}
            detail={t('departure.endingOf', { when: times.exact(endsAt, now) })}
            end={
              <Button
                size="small"
                icon={KeyRound}
                onPress={() => {
                  show(null);
                  connect({ workspaceId: account.workspaceId, reconnect: account.id });
                }}
              >
                {t('departure.reconnect')}
              </Button>
            }
          />
        )}
      </Part>
      <Part
        title={t('departure.windows', { count: windows.length })}
        hint={t('departure.windowsHint')}
        items={windows.map((one) => ({ ...one, id: one.message.id }))}
      >
        {({ message, closesAt }) => (
          <LineRow
            lead={<Whose client={message.workspaceId} account={accountOf(message.accountId)} />}
            title={t('outbox.rowName', { what: message.author.handle, text: message.text })}
            detail={t('departure.windowOf', { when: times.exact(closesAt, now) })}
          />
        )}
      </Part>
      <Part
        title={t('departure.waits', { count: waits.length })}
        hint={t('departure.waitsHint')}
        items={waits.map((one) => ({ ...one, id: one.delivery.id }))}
        end={
          handable.length > 0 &&
          onHandOver !== null && (
            <div className={styles.offer}>
              <Button
                size="small"
                icon={ShieldCheck}
                isDisabled={isOffline}
                onPress={() => onHandOver(handable)}
              >
                {t('departure.handOver', { count: handable.length })}
              </Button>
              <span className={styles.hint}>{t('departure.handOverHint', { count: handable.length })}</span>
            </div>
          )
        }
      >
        {(wait) => <WaitLine {...shared} wait={wait} />}
      </Part>
      <Part title={t('departure.hand', { count: hand.length })} hint={t('departure.handHint')} items={hand}>
        {(delivery) => <DeliveryLine {...shared} delivery={delivery} detail={t('departure.byHand')} />}
      </Part>
      <Part
        title={t('departure.alone', { count: alone.length })}
        hint={t('departure.aloneHint')}
        items={alone}
      >
        {(delivery) => (
          <DeliveryLine
            {...shared}
            delivery={delivery}
            detail={t('departure.byNetwork', {
              network: accountOf(delivery.accountId)?.manifest.name ?? '',
            })}
          />
        )}
      </Part>
    </section>
  );
}

function Part<Item extends { readonly id: string }>({
  title,
  hint,
  items,
  end,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly items: readonly Item[];
  readonly end?: ReactNode;
  readonly children: (item: Item) => ReactNode;
}) {
  const { t } = useText();
  if (items.length === 0) return null;
  const others = items.length - mostNamed;
  return (
    <section className={styles.group}>
      <h4 className={styles.heading}>{title}</h4>
      {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      <ul className={styles.lines}>
        {items.slice(0, mostNamed).map((item) => (
          <li key={item.id} className={styles.line}>
            {children(item)}
          </li>
        ))}
      </ul>
      {others > 0 && <p className={styles.hint}>{t('departure.more', { count: others })}</p>}
      {end}
    </section>
  );
}

interface Shared {
  readonly now: number;
  readonly accountOf: (id: string) => Account | null;
}

function DeliveryLine({
  delivery,
  detail,
  state,
  now,
  accountOf,
}: Shared & { readonly delivery: Delivery; readonly detail: string; readonly state?: ReactNode }) {
  const text = useText();
  const when = delivery.wall === null ? text.t('outbox.whenBack') : text.times.moment(delivery.dueAt, now);
  return (
    <LineRow
      lead={<Whose client={delivery.workspaceId} account={accountOf(delivery.accountId)} />}
      when={when}
      title={titleOf(text, delivery.action, delivery.content)}
      detail={detail}
      {...(state !== undefined && { state })}
    />
  );
}

function WaitLine({ wait, ...shared }: Shared & { readonly wait: Waits }) {
  const { t, times } = useText();
  const { delivery, latestAt, isMissed, risk } = wait;
  const what =
    latestAt === null
      ? t('departure.leavesOnReturn')
      : isMissed
        ? t('departure.willBeMissed', { when: times.moment(latestAt, shared.now) })
        : t('departure.leavesIfBack', { when: times.moment(latestAt, shared.now) });
  return (
    <DeliveryLine
      {...shared}
      delivery={delivery}
      detail={risk === null ? what : `${what} · ${t(`departure.risk.${risk}`)}`}
      state={
        <Badge tone={isMissed ? 'bad' : 'neutral'} icon={Laptop}>
          {t(isMissed ? 'departure.willMiss' : 'departure.willWait')}
        </Badge>
      }
    />
  );
}
