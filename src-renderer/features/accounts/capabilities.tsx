import { CircleCheck, Hand, Minus } from 'lucide-react';
import { capabilityNames, offers, type Manifest } from '../../../src-shared/networks/manifest.ts';
import { proofOf, transportOf } from '../../../src-shared/networks/matrix.ts';
import { useText } from '../../text/text-context.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './account-panel.module.css';

/** What an account allows, with what it was proved against where that is not as elsewhere on its network. */
export function Offered({ manifest }: { readonly manifest: Manifest }) {
  const { t } = useText();
  return (
    <ul className={styles.capabilities}>
      {manifest.capabilities.map((name) => {
        const proof = proofOf(manifest, name);
        return (
          <li key={name} className={styles.capability}>
            <Icon of={CircleCheck} size={14} className={styles.tick} />
            <span>
              {t(`networks.can.${name}`)}
              {manifest.byHand !== true && proof !== manifest.proof && (
                <span className={styles.detail}>{t(`networks.proof.${proof}`)}</span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** What is not done with an account, and why; what a person does on its network's pages is said to be by hand. */
export function Lacking({ manifest }: { readonly manifest: Manifest }) {
  const { t } = useText();
  const lacks = capabilityNames.filter((name) => !offers(manifest, name));
  if (lacks.length === 0) return <p className={styles.hint}>{t('accounts.everything')}</p>;
  return (
    <ul className={styles.capabilities}>
      {lacks.map((name) => {
        const transport = transportOf(manifest, name);
        const why =
          'why' in transport && transport.why !== null ? t(`networks.absent.${transport.why}`) : null;
        const isByHand = transport.tag === 'assisted';
        return (
          <li key={name} className={styles.capability}>
            <Icon of={isByHand ? Hand : Minus} size={14} />
            <span>
              {t(`networks.can.${name}`)}
              {why !== null && (
                <span className={styles.detail}>{isByHand ? t('accounts.byHandBecause', { why }) : why}</span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
