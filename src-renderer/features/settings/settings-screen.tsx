import {
  AppWindow,
  Archive,
  FlaskConical,
  Info,
  Megaphone,
  Palette,
  Stethoscope,
  UsersRound,
} from 'lucide-react';
import { useShell, type SettingsTab } from '../../state/shell.ts';
import { useText } from '../../text/text-context.tsx';
import { Tabs } from '../../ui/actions/tabs.tsx';
import { Toolbar } from '../../ui/frame/toolbar.tsx';
import { About } from './about.tsx';
import { Appearance } from './appearance.tsx';
import { Backups } from './backups.tsx';
import { ClientDefaults } from './client-defaults.tsx';
import { Diagnostics } from './diagnostics.tsx';
import { StatementsPage } from './statements-page.tsx';
import { TrainingPage } from './training-page.tsx';
import { WindowPage } from './window-page.tsx';
import styles from './settings.module.css';

const pages: { readonly [T in SettingsTab]: () => React.ReactNode } = {
  general: Appearance,
  window: WindowPage,
  clients: ClientDefaults,
  statements: StatementsPage,
  backups: Backups,
  training: TrainingPage,
  diagnostics: Diagnostics,
  about: About,
};

const icons = {
  general: Palette,
  window: AppWindow,
  clients: UsersRound,
  statements: Megaphone,
  backups: Archive,
  training: FlaskConical,
  diagnostics: Stethoscope,
  about: Info,
} as const;

const order: readonly SettingsTab[] = [
  'general',
  'window',
  'clients',
  'statements',
  'backups',
  'training',
  'diagnostics',
  'about',
];

/** Preferences of this machine, and its health. */
export function SettingsScreen() {
  const { t } = useText();
  const { settingsTab, openSettings } = useShell();
  const Page = pages[settingsTab];
  return (
    <div className={styles.screen}>
      <Toolbar title={t('shell.settings')} />
      <div className={styles.scroller}>
        <Tabs
          label={t('settings.pages')}
          look="side"
          value={settingsTab}
          onChange={openSettings}
          tabs={order.map((id) => ({ id, label: t(`settings.tab.${id}`), icon: icons[id] }))}
        >
          <div className={settingsTab === 'diagnostics' ? styles.widePage : styles.page}>
            <h2 className={styles.title}>{t(`settings.tab.${settingsTab}`)}</h2>
            <Page />
          </div>
        </Tabs>
      </div>
    </div>
  );
}
