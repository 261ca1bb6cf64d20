import { Suspense, useEffect, useMemo } from 'react';
import {
  BackupDialogs,
  BrakesOverlays,
  ClientOverlays,
  ConfirmDialog,
  ConnectDialog,
  DepartureOverlays,
} from './lazy-screens.ts';
import { LossBanners } from './features/banners/banners.tsx';
import { LeavingDialog } from './features/leaving/leaving-dialog.tsx';
import { FirstRun } from './features/welcome/first-run.tsx';
import { PlaceBoundary } from './place-boundary.tsx';
import { RealmContext, type Realm } from './state/realm.ts';
import { useLiveStatus } from './state/status.ts';
import { useTraining } from './state/training.ts';
import { useLiveTable } from './state/use-live.ts';
import { createText } from './text/create-text.ts';
import { intlLocales } from './text/locales.ts';
import { TextProvider } from './text/text-context.tsx';
import { ToastRegion } from './ui/feedback/toast.tsx';
import { LocaleProvider } from './ui/locale.tsx';
import { applyTheme } from './ui/theme.ts';
import { Workstation } from './workstation.tsx';

/** The window: language, theme, and either the first run or the workstation. */
export function App({ realm }: { readonly realm: Realm }) {
  const settings = useLiveStatus((live) => live.settings) ?? realm.settings;
  const locale = settings.locale === 'system' ? realm.info.locale : settings.locale;
  const text = useMemo(() => createText(locale), [locale]);
  useEffect(() => {
    document.documentElement.lang = locale;
    applyTheme(document, settings.theme, settings.contrast);
  }, [locale, settings.theme, settings.contrast]);
  const workspaces = useLiveTable(realm.tables.workspaces);
  const isFirstRun = useTraining(({ phase }) => phase.tag === 'starting' && phase.fromFirstRun);
  if (workspaces === null) return null;
  return (
    <RealmContext value={realm}>
      <LocaleProvider locale={intlLocales[locale]}>
        <TextProvider text={text}>
          {workspaces.length === 0 || isFirstRun ? <FirstRun warnings={<LossBanners />} /> : <Workstation />}
          <PlaceBoundary look="none">
            <Suspense fallback={null}>
              <ConnectDialog />
              <ClientOverlays />
              <BackupDialogs />
              <BrakesOverlays />
              <ConfirmDialog />
              <DepartureOverlays />
            </Suspense>
          </PlaceBoundary>
          <LeavingDialog />
          <ToastRegion
            toasts={realm.toasts}
            label={text.t('words.notifications')}
            dismissLabel={text.t('words.close')}
          />
        </TextProvider>
      </LocaleProvider>
    </RealmContext>
  );
}
