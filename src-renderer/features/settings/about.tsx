import { useRealm } from '../../state/realm.ts';
import { useText } from '../../text/text-context.tsx';
import { Facts } from './facts.tsx';
import styles from './settings.module.css';

const systemNames: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

/** Which Vigie this is, and under which terms. */
export function About() {
  const { t } = useText();
  const { info } = useRealm();
  return (
    <div className={styles.fields}>
      <p>{t('settings.aboutText')}</p>
      <Facts
        facts={[
          { name: t('settings.version'), value: info.version },
          { name: t('settings.electron'), value: info.electron },
          { name: t('settings.system'), value: systemNames[info.platform] ?? info.platform },
          { name: t('settings.licence'), value: t('settings.licenceText') },
        ]}
      />
    </div>
  );
}
