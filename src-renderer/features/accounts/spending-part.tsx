import type { Account } from '../../../src-shared/domain/account.ts';
import type { Vitals } from '../../../src-shared/domain/vitals.ts';
import { moneyWords, useSpending } from '../../state/spending.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveStatus } from '../../state/status.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { ProgressBar } from '../../ui/feedback/progress-bar.tsx';
import { NumberField } from '../../ui/fields/number-field.tsx';
import styles from './health-part.module.css';
import panel from './account-panel.module.css';

/** A budget that nobody has set yet begins here, in the network's currency. */
const firstBudget = 10;
/** A budget of nothing is used up by anything: its gauge is full then, not empty. */
const least = 0.001;

/** What the network charges for, what this month has cost by Vigie's own count, and the budget that the person sets. */
export function SpendingPart({
  account,
  vitals,
  now,
}: {
  readonly account: Account;
  readonly vitals: Vitals;
  readonly now: number;
}) {
  const text = useText();
  const { t, formats } = text;
  const spending = useSpending()(account, vitals, now);
  const { prices } = account.manifest;
  if (spending === null || prices === undefined) return null;
  const { amount, currency, budget, state, until } = spending;
  const money = (sum: number): string => moneyWords(text, sum, currency);
  const { operations } = prices;
  const post = operations.create;
  const withLink = operations['create-with-link'];
  const read = operations.read;
  const next = until === null ? '' : formats.date(until, 'day');
  return (
    <section className={panel.part} aria-label={t('health.spending')}>
      <h3 className={panel.title}>{t('health.spending')}</h3>
      {budget === undefined ? (
        <p>{t('health.spentMonth', { amount: money(amount) })}</p>
      ) : (
        <ProgressBar
          label={t('health.spentMonth', { amount: money(amount) })}
          value={Math.min(amount, Math.max(budget, least))}
          max={Math.max(budget, least)}
          count={t('health.spentOf', { budget: money(budget) })}
        />
      )}
      {state === 'near' && <Banner tone="warn">{t('health.spendingNear', { when: next })}</Banner>}
      {state === 'over' && <Banner tone="bad">{t('health.spendingOver', { when: next })}</Banner>}
      <p className={panel.hint}>
        {t('health.prices', {
          post: money(post ?? 0),
          link: money(withLink ?? post ?? 0),
          read: money(read ?? 0),
        })}{' '}
        {t('health.spendingHow')}
      </p>
      <Budget account={account} budget={budget} currency={currency} />
    </section>
  );
}

function Budget({
  account,
  budget,
  currency,
}: {
  readonly account: Account;
  readonly budget: number | undefined;
  readonly currency: string;
}) {
  const { bridge, settings: atStart, toasts } = useRealm();
  const text = useText();
  const { t } = text;
  const settings = useLiveStatus((live) => live.settings) ?? atStart;
  const save = (wanted: number | undefined): void => {
    const { [account.id]: _, ...others } = settings.spendingBudgets;
    void bridge.app
      .saveSettings({ spendingBudgets: wanted === undefined ? others : { ...others, [account.id]: wanted } })
      .then((answer) => {
        if (answer.tag === 'ok') useLiveStatus.getState().setSettings(answer.value);
        else
          toasts.show({
            text: errorText(text, answer.error.code, answer.error.detail).sentence,
            tone: 'warn',
          });
      });
  };
  if (budget === undefined)
    return (
      <div className={styles.budget}>
        <Button size="small" onPress={() => save(firstBudget)}>
          {t('health.budgetSet')}
        </Button>
      </div>
    );
  return (
    <div className={styles.budget}>
      <NumberField
        label={t('health.budget')}
        value={budget}
        min={0}
        max={100_000}
        format={{ style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: 2 }}
        onChange={save}
      />
      <Button size="small" tone="quiet" onPress={() => save(undefined)}>
        {t('health.budgetNone')}
      </Button>
    </div>
  );
}
