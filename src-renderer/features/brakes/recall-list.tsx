import { useRealm } from '../../state/realm.ts';
import { useAccounts } from '../../state/use-live.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import type { Tone } from '../../ui/tone.ts';
import type { RecallFate } from '../../../src-shared/domain/freeze.ts';
import type { RecallLine } from './held-lines.ts';
import styles from './brakes.module.css';

const tones: Readonly<Record<RecallFate, Tone>> = {
  'to-recall': 'warn',
  recalled: 'ok',
  gone: 'bad',
  failed: 'bad',
  'in-doubt': 'warn',
};

/** What the networks' own schedulers held: asked back before anything else leaves, and what could not be. */
export function RecallList({ recalls }: { readonly recalls: readonly RecallLine[] }) {
  const text = useText();
  const { t, times } = text;
  const { bridge, now, toasts } = useRealm();
  const accounts = useAccounts();
  if (recalls.length === 0) return null;
  const again = async ({ delivery }: RecallLine): Promise<void> => {
    const answer = await bridge.brakes.recallAgain({ deliveryId: delivery.id });
    if (answer.tag === 'err')
      toasts.show({ text: errorText(text, answer.error.code, answer.error.detail).sentence, tone: 'bad' });
  };
  return (
    <section>
      <h3 className={styles.part}>{t('brakes.recallTitle', { count: recalls.length })}</h3>
      <ul className={styles.lines}>
        {recalls.map((line) => {
          const { delivery, fate } = line;
          const account = accounts.find(({ id }) => id === delivery.accountId);
          const network = account?.manifest.name ?? '';
          const byHand = fate === 'failed' || fate === 'in-doubt';
          const url = delivery.remoteUrl ?? account?.origin;
          return (
            <li key={delivery.id} className={styles.line}>
              <div className={styles.words}>
                <span className={styles.excerpt}>{delivery.content.text}</span>
                <span className={styles.meta}>
                  <Badge tone={tones[fate]}>{t(`brakes.fate.${fate}`)}</Badge>
                  {t('brakes.recallOf', {
                    network,
                    account: account?.handle ?? '',
                    when: times.moment(delivery.dueAt, now(), delivery.zone ?? undefined),
                  })}
                </span>
                <span className={styles.meta}>{t(`brakes.fateHint.${fate}`, { network })}</span>
              </div>
              {(byHand || fate === 'gone') && (
                <div className={styles.buttons}>
                  {fate === 'failed' && (
                    <Button size="small" onPress={() => void again(line)}>
                      {t('brakes.recallAgain')}
                    </Button>
                  )}
                  {url !== undefined && (
                    <Button size="small" onPress={() => void bridge.app.openLink({ url })}>
                      {t('brakes.openNetwork', { network })}
                    </Button>
                  )}
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
