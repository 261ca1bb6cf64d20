import { fetchedTotals, type Fetched } from '../../../src-shared/departure/fetching.ts';
import { useAccounts } from '../../state/use-live.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import styles from './departure.module.css';

/** So many causes are named; the rest is counted. */
const mostNamed = 5;

/** What is on this machine now, and what could not be read, with the cause. */
export function FetchedWords({ fetched }: { readonly fetched: Fetched | null }) {
  const text = useText();
  const { t } = text;
  const accounts = useAccounts();
  if (fetched === null) return <p className={styles.hint}>{t('departure.tookNothing')}</p>;
  const { asked, read, pictures } = fetchedTotals(fetched);
  const { failed, stopped } = fetched;
  return (
    <div className={styles.group}>
      <p className={styles.hint}>
        {asked === 0 ? t('departure.noConversation') : `${t('departure.took', { count: asked, read })}.`}
        {pictures.asked > 0 &&
          ` ${t('departure.tookPictures', { count: pictures.asked, kept: pictures.kept })}.`}
        {stopped && ` ${t('departure.stopped')}`}
      </p>
      {failed.length > 0 && (
        <>
          <p className={styles.hint}>{t('departure.notRead', { count: failed.length })} :</p>
          <ul className={styles.plain}>
            {failed.slice(0, mostNamed).map(({ accountId, conversationId, handle, failure }) => (
              <li key={`${accountId} ${conversationId}`}>
                {t('departure.notReadOf', {
                  handle,
                  account: accounts.find(({ id }) => id === accountId)?.handle ?? '',
                  cause: errorText(text, failure.code, failure.detail).sentence,
                })}
              </li>
            ))}
            {failed.length > mostNamed && (
              <li>{t('departure.conversations', { count: failed.length - mostNamed })}</li>
            )}
          </ul>
        </>
      )}
    </div>
  );
}
