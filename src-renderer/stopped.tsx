import { CircleX, PackageOpen } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { BridgeClient } from '../src-shared/bridge/index.ts';
import { exportAuthored } from './state/export-authored.ts';
import type { AppInfo } from './state/realm.ts';
import { copyReport } from './state/report.ts';
import styles from './stopped.module.css';
import { createText } from './text/create-text.ts';
import { errorText } from './text/error-text.ts';
import { chooseLocale, intlLocales } from './text/locales.ts';
import { TextProvider, useText } from './text/text-context.tsx';
import { Button } from './ui/actions/button.tsx';
import { Icon } from './ui/icon.tsx';
import { LocaleProvider } from './ui/locale.tsx';
import { applyTheme } from './ui/theme.ts';

/** The interface met an error that it cannot go on from. */
export function Failed({ bridge }: { readonly bridge: BridgeClient }) {
  return <Stopped bridge={bridge}>{() => <FailedPage bridge={bridge} />}</Stopped>;
}

/** The store was written by a newer Vigie: it is not opened, and can be exported. */
export function Newer({
  bridge,
  found,
  ours,
}: {
  readonly bridge: BridgeClient;
  readonly found: number;
  readonly ours: number;
}) {
  return (
    <Stopped bridge={bridge}>
      {(info) => <NewerPage bridge={bridge} version={info?.version ?? ''} found={found} ours={ours} />}
    </Stopped>
  );
}

/** Words and theme without the realm, which is what could not be built: the system's own until main has answered. */
function Stopped({
  bridge,
  children,
}: {
  readonly bridge: BridgeClient;
  readonly children: (info: AppInfo | null) => ReactNode;
}) {
  const [info, setInfo] = useState<AppInfo | null>(null);
  useEffect(() => {
    void bridge.app.info(null).then(
      (read) => {
        if (read.tag === 'ok') setInfo(read.value);
      },
      () => undefined,
    );
    void bridge.app.painted(null);
    return bridge.app.on('settings', (settings) => setInfo((known) => known && { ...known, settings }));
  }, [bridge]);
  const chosen = info?.settings.locale ?? 'system';
  const locale = chosen === 'system' ? (info?.locale ?? chooseLocale(navigator.languages)) : chosen;
  const text = useMemo(() => createText(locale), [locale]);
  useEffect(() => {
    document.documentElement.lang = locale;
    applyTheme(document, info?.settings.theme ?? 'system', info?.settings.contrast ?? 'system');
  }, [locale, info]);
  return (
    <LocaleProvider locale={intlLocales[locale]}>
      <TextProvider text={text}>
        <main className={styles.page}>
          <div className={styles.content}>{children(info)}</div>
        </main>
      </TextProvider>
    </LocaleProvider>
  );
}

function FailedPage({ bridge }: { readonly bridge: BridgeClient }) {
  const { t } = useText();
  const [said, setSaid] = useState('');
  return (
    <>
      <Icon of={CircleX} size={32} className={styles.bad} />
      <h1 className={styles.title}>{t('stopped.failedTitle')}</h1>
      <p>{t('stopped.failedText')}</p>
      <div className={styles.actions}>
        <Button tone="primary" size="large" onPress={() => window.location.reload()}>
          {t('stopped.reload')}
        </Button>
        <ReportButton bridge={bridge} onSaid={setSaid} />
        <QuitButton bridge={bridge} />
      </div>
      <p role="status">{said}</p>
    </>
  );
}

function NewerPage({
  bridge,
  version,
  found,
  ours,
}: {
  readonly bridge: BridgeClient;
  readonly version: string;
  readonly found: number;
  readonly ours: number;
}) {
  const text = useText();
  const { t } = text;
  const [said, setSaid] = useState('');
  const [isPending, setIsPending] = useState(false);
  const exportAll = async (): Promise<void> => {
    setIsPending(true);
    setSaid(t('stopped.exporting'));
    const done = await exportAuthored(bridge, Date.now());
    setIsPending(false);
    if (done.tag === 'err') setSaid(errorText(text, done.error.code, done.error.detail).sentence);
    else setSaid(done.value === null ? '' : t('stopped.exported', { count: done.value.rows }));
  };
  return (
    <>
      <Icon of={PackageOpen} size={32} className={styles.accent} />
      <h1 className={styles.title}>{t('stopped.newerTitle')}</h1>
      <p>{t('stopped.newerText', { version })}</p>
      <p className={styles.hint}>{t('stopped.newerVersions', { found, ours })}</p>
      <h2 className={styles.heading}>{t('stopped.newerNext')}</h2>
      <ol className={styles.steps}>
        <li>{t('stopped.newerStep1')}</li>
        <li>{t('stopped.newerStep2')}</li>
      </ol>
      <div className={styles.actions}>
        <Button tone="primary" size="large" isPending={isPending} onPress={() => void exportAll()}>
          {t('stopped.export')}
        </Button>
        <ReportButton bridge={bridge} onSaid={setSaid} />
        <QuitButton bridge={bridge} />
      </div>
      <p role="status">{said}</p>
    </>
  );
}

function ReportButton({
  bridge,
  onSaid,
}: {
  readonly bridge: BridgeClient;
  readonly onSaid: (said: string) => void;
}) {
  const { t } = useText();
  return (
    <Button
      size="large"
      onPress={() => {
        void copyReport(bridge).then((copied) => onSaid(t(copied ? 'stopped.copied' : 'stopped.notCopied')));
      }}
    >
      {t('stopped.copyReport')}
    </Button>
  );
}

function QuitButton({ bridge }: { readonly bridge: BridgeClient }) {
  const { t } = useText();
  return (
    <Button
      size="large"
      tone="quiet"
      onPress={() => void bridge.app.leave({ choice: 'quit', remember: false })}
    >
      {t('stopped.quit')}
    </Button>
  );
}
