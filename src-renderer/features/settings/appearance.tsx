import { useText } from '../../text/text-context.tsx';
import { RadioGroup } from '../../ui/fields/radio-group.tsx';
import { useSettings } from './use-settings.ts';
import styles from './settings.module.css';

const languages = ['system', 'fr', 'en'] as const;
const themes = ['system', 'light', 'dark'] as const;
const contrasts = ['system', 'normal', 'more'] as const;

/** Language, theme, contrast. */
export function Appearance() {
  const { t } = useText();
  const [settings, change] = useSettings();
  return (
    <div className={styles.fields}>
      <RadioGroup
        label={t('settings.language')}
        value={settings.locale}
        onChange={(locale) => change({ locale })}
        options={languages.map((id) => ({ id, label: t(`settings.language.${id}`) }))}
      />
      <RadioGroup
        label={t('settings.theme')}
        value={settings.theme}
        onChange={(theme) => change({ theme })}
        options={themes.map((id) => ({ id, label: t(`settings.theme.${id}`) }))}
      />
      <RadioGroup
        label={t('settings.contrast')}
        value={settings.contrast}
        onChange={(contrast) => change({ contrast })}
        options={contrasts.map((id) => ({ id, label: t(`settings.contrast.${id}`) }))}
      />
    </div>
  );
}
