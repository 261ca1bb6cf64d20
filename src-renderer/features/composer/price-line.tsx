import { priceOf } from '../../../src-shared/composing/price.ts';
import type { Vitals } from '../../../src-shared/domain/vitals.ts';
import { usePriceWords } from '../../state/price-words.ts';
import { useNow } from '../../state/use-live.ts';
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
  // What a person publishes on the network's own page is asked of no API.
  const price = executor === 'assisted' ? null : priceOf(content, account.manifest);
  const words = usePriceWords(account, vitals, price, isPlanned, useNow());
  if (words === null) return null;
  return (
    <div className={styles.prices}>
      <p className={styles.price}>{words.line}</p>
      {words.warnings.map((warning) => (
        <Banner key={warning} tone="warn">
          {warning}
        </Banner>
      ))}
    </div>
  );
}
