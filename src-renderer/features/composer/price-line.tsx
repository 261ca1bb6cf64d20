import { spendingPolicy } from '../../../src-shared/accounts/spending.ts';
import { priceOf } from '../../../src-shared/composing/price.ts';
import type { Vitals } from '../../../src-shared/domain/vitals.ts';
import { moneyWords, useSpending } from '../../state/spending.ts';
import { useNow } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import type { Target } from './composition.ts';
import styles from './composer.module.css';

/** What the network will charge, where it charges, and what the month has cost so far: said before it is due. */
export function PriceLine({
  target: { account, content, executor },
  vitals,
  isPlanned,
}: {
  readonly target: Target;
  readonly vitals: Vitals;
  /** It leaves at an hour of its own. */
  readonly isPlanned: boolean;
}) {
  const text = useText();
  const { t } = text;
  const now = useNow();
  const spending = useSpending()(account, vitals, now);
  const price = priceOf(content, account.manifest);
  // What a person publishes on the network's own page is asked of no API.
  if (price === null || spending === null || executor === 'assisted') return null;
  const { amount, budget, currency } = spending;
  const money = (sum: number): string => moneyWords(text, sum, currency);
  const after = amount + price.amount;
  return (
    <div className={styles.prices}>
      <p className={styles.price}>
        {t('composer.price', { network: account.manifest.name, price: money(price.amount) })}{' '}
        {budget === undefined
          ? t('composer.spent', { amount: money(amount) })
          : t('composer.spentOf', { amount: money(amount), budget: money(budget) })}
      </p>
      {vitals.unpaid !== undefined && (
        <Banner tone="warn">
          {t(isPlanned ? 'composer.unpaidLate' : 'composer.unpaid', { network: account.manifest.name })}
        </Banner>
      )}
      {budget !== undefined && after >= budget * spendingPolicy.warnShare && (
        <Banner tone="warn">
          {t(after > budget ? 'composer.spentOver' : 'composer.spentNear', { budget: money(budget) })}
        </Banner>
      )}
    </div>
  );
}
