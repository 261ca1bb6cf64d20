import { answerPriceOf } from '../../../src-shared/composing/price.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import { usePriceWords } from '../../state/price-words.ts';
import { useVitals } from '../../state/use-vitals.ts';
import { Banner } from '../../ui/feedback/banner.tsx';
import styles from './thread.module.css';

/** What the network will charge for this answer, where it charges: dearer with an address in it. */
export function ReplyPrice({
  account,
  text,
  isPrivate,
  now,
}: {
  readonly account: Account;
  readonly text: string;
  readonly isPrivate: boolean;
  readonly now: number;
}) {
  const vitals = useVitals()(account.id);
  const price = answerPriceOf(text, isPrivate, account.manifest);
  const words = usePriceWords(account, vitals, price, false, now);
  if (words === null) return null;
  return (
    <>
      <p className={styles.window}>{words.line}</p>
      {words.warnings.map((warning) => (
        <Banner key={warning} tone="warn">
          {warning}
        </Banner>
      ))}
    </>
  );
}
