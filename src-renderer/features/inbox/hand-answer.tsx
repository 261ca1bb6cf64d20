import { Check, Copy, ExternalLink } from 'lucide-react';
import type { Account } from '../../../src-shared/domain/account.ts';
import { useByHand } from '../../state/by-hand.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import type { Outgoing } from './outgoing.ts';
import styles from './thread.module.css';

/** An answer that the person gives on the network's own page: its words, that page, and the link of what they wrote. */
export function HandAnswer({
  answer,
  account,
  url,
}: {
  readonly answer: Outgoing;
  readonly account: Account;
  /** Of what is answered; null where the network told none. */
  readonly url: string | null;
}) {
  const { t } = useText();
  const network = account.manifest.name;
  const steps = useByHand(answer.id, account, network);
  return (
    <section className={styles.hand} aria-label={t('inbox.handTitle')}>
      <div className={styles.handSteps}>
        <Button size="small" icon={Copy} onPress={() => steps.copy(answer.text)}>
          {t('outbox.copyText')}
        </Button>
        {url !== null && (
          <Button size="small" icon={ExternalLink} onPress={() => steps.openPage(url)}>
            {t('outbox.hand.open', { network })}
          </Button>
        )}
      </div>
      <TextField
        label={t('inbox.handLink')}
        description={t('outbox.hand.linkHint')}
        type="url"
        value={steps.link}
        onChange={steps.setLink}
        onSubmit={() => void steps.done()}
        maxLength={2_000}
        error={steps.wrong}
      />
      {steps.mayBeKept && (
        <Button size="small" tone="quiet" onPress={() => void steps.done('anyway')}>
          {t('outbox.hand.keepLink')}
        </Button>
      )}
      <div className={styles.handSteps}>
        <Button size="small" tone="quiet" onPress={steps.notDone}>
          {t('outbox.hand.notDone')}
        </Button>
        <Button size="small" tone="primary" icon={Check} onPress={() => void steps.done()}>
          {t('outbox.hand.done')}
        </Button>
      </div>
    </section>
  );
}
