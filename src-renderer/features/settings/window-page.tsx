import { useText } from '../../text/text-context.tsx';
import { RadioGroup } from '../../ui/fields/radio-group.tsx';
import { Select } from '../../ui/fields/select.tsx';
import { Switch } from '../../ui/fields/switch.tsx';
import { useSettings } from './use-settings.ts';
import styles from './settings.module.css';

/** Seconds that can be chosen, and what was chosen elsewhere. */
const graces = (current: number): readonly number[] =>
  [...new Set([0, 5, 10, 20, 30, 60, current])].sort((a, b) => a - b);

/** What closing means, starting with the session, notifications, the time to undo. */
export function WindowPage() {
  const { t } = useText();
  const [settings, change] = useSettings();
  return (
    <div className={styles.fields}>
      <RadioGroup
        label={t('settings.onClose')}
        value={settings.onClose}
        onChange={(onClose) => change({ onClose })}
        options={[
          { id: 'ask', label: t('settings.onClose.ask') },
          { id: 'tray', label: t('settings.onClose.tray'), detail: t('settings.onClose.tray.detail') },
          { id: 'minimise', label: t('settings.onClose.minimise') },
          { id: 'quit', label: t('settings.onClose.quit'), detail: t('settings.onClose.quit.detail') },
        ]}
      />
      <Switch
        isSpread
        label={t('settings.startAtLogin')}
        detail={t('settings.startAtLoginHint')}
        isOn={settings.startAtLogin}
        onChange={(startAtLogin) => change({ startAtLogin })}
      />
      <Switch
        isSpread
        label={t('settings.notifications')}
        detail={t('settings.notificationsHint')}
        isOn={settings.notifications}
        onChange={(notifications) => change({ notifications })}
      />
      <div className={styles.narrow}>
        <Select
          label={t('settings.undoSeconds')}
          description={t('settings.undoSecondsHint')}
          value={String(settings.undoSeconds)}
          onChange={(id) => change({ undoSeconds: Number(id) })}
          options={graces(settings.undoSeconds).map((count) => ({
            id: String(count),
            label: count === 0 ? t('settings.undoNone') : t('settings.undoFor', { count }),
          }))}
        />
      </div>
    </div>
  );
}
