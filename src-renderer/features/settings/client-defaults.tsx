import { useMemo } from 'react';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { useWorkspaces } from '../../state/use-live.ts';
import { toleranceOptions } from '../../state/tolerances.ts';
import { zoneOptions } from '../../state/zones.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { ComboBox } from '../../ui/fields/combo-box.tsx';
import { Select } from '../../ui/fields/select.tsx';
import { useSettings } from './use-settings.ts';
import styles from './settings.module.css';

const machine = 'machine';

/** What a new client starts with, and the way to the clients themselves. */
export function ClientDefaults() {
  const text = useText();
  const { t } = text;
  const { info, now } = useRealm();
  const [settings, change] = useSettings();
  const show = useShell((shell) => shell.show);
  const count = useWorkspaces().filter((one) => one.archivedAt === null).length;
  const zones = useMemo(
    () => [
      { id: machine, label: t('settings.clientZoneMachine', { zone: info.zone }) },
      ...zoneOptions(text, now(), settings.clientZone ?? info.zone),
    ],
    [text, t, now, info.zone, settings.clientZone],
  );
  return (
    <div className={styles.fields}>
      <div className={styles.row}>
        <span className={styles.grow}>{t('settings.clientsShown', { count })}</span>
        <Button onPress={() => show({ tag: 'clients' })}>{t('settings.manageClients')}</Button>
      </div>
      <section className={styles.fields} aria-labelledby="new-clients">
        <div>
          <h3 id="new-clients" className={styles.heading}>
            {t('settings.newClients')}
          </h3>
          <p className={styles.hint}>{t('settings.newClientsHint')}</p>
        </div>
        <ComboBox
          label={t('settings.clientZone')}
          options={zones}
          value={settings.clientZone ?? machine}
          onChange={(id) => {
            if (id !== null) change({ clientZone: id === machine ? null : id });
          }}
          openLabel={t('words.openList')}
          emptyText={t('clients.zoneUnknown')}
        />
        <Select
          label={t('settings.clientTolerance')}
          description={t('clients.toleranceHint')}
          value={String(settings.clientToleranceMs)}
          onChange={(id) => change({ clientToleranceMs: Number(id) })}
          options={toleranceOptions(text, settings.clientToleranceMs)}
        />
      </section>
    </div>
  );
}
