import { CalendarDays, Inbox, PenLine, Send } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { AccountsScreen } from './features/accounts/accounts-screen.tsx';
import { ConnectDialog } from './features/accounts/connect-dialog.tsx';
import { CalendarScreen } from './features/calendar/calendar-screen.tsx';
import { ClientRail } from './features/clients/client-rail.tsx';
import { ComposerSheet } from './features/composer/composer-sheet.tsx';
import { useComposeNew } from './features/composer/use-compose-new.ts';
import { InboxScreen } from './features/inbox/inbox-screen.tsx';
import { ThreadPanel } from './features/inbox/thread-panel.tsx';
import { OutboxScreen } from './features/outbox/outbox-screen.tsx';
import { StatusLine } from './features/outbox/status-line.tsx';
import { SettingsScreen } from './features/settings/settings-screen.tsx';
import { FirstRun } from './features/welcome/first-run.tsx';
import { useNavigation, type Place } from './state/navigation.ts';
import { RealmContext, type Realm } from './state/realm.ts';
import { useLiveStatus } from './state/status.ts';
import { useLiveTable } from './state/use-live.ts';
import { createText } from './text/create-text.ts';
import { intlLocales } from './text/locales.ts';
import { TextProvider } from './text/text-context.tsx';
import { ToastRegion } from './ui/feedback/toast.tsx';
import { AppFrame } from './ui/frame/app-frame.tsx';
import { TopNav } from './ui/frame/top-nav.tsx';
import { LocaleProvider } from './ui/locale.tsx';
import { applyTheme } from './ui/theme.ts';

/** The window: puts the features in their places, and decides nothing else. */
export function App({ realm }: { readonly realm: Realm }) {
  const settings = useLiveStatus((live) => live.settings) ?? realm.settings;
  const locale = settings.locale === 'system' ? realm.info.locale : settings.locale;
  const text = useMemo(() => createText(locale), [locale]);
  useEffect(() => {
    document.documentElement.lang = locale;
    applyTheme(document, settings.theme);
  }, [locale, settings.theme]);
  const workspaces = useLiveTable(realm.tables.workspaces);
  if (workspaces === null) return null;
  return (
    <RealmContext value={realm}>
      <LocaleProvider locale={intlLocales[locale]}>
        <TextProvider text={text}>
          {workspaces.length === 0 ? <FirstRun /> : <Workstation text={text} />}
          <ConnectDialog />
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

const screens: { readonly [P in Place]: () => React.ReactNode } = {
  deck: InboxScreen,
  calendar: CalendarScreen,
  outbox: OutboxScreen,
  accounts: AccountsScreen,
  settings: SettingsScreen,
};

function Workstation({ text }: { readonly text: ReturnType<typeof createText> }) {
  const { place, thread, composing, go } = useNavigation();
  const composeNew = useComposeNew();
  const Screen = screens[place];
  const items = [
    { id: 'deck', label: text.t('shell.inbox'), icon: Inbox },
    { id: 'calendar', label: text.t('shell.calendar'), icon: CalendarDays },
    { id: 'composer', label: text.t('shell.composer'), icon: PenLine },
    { id: 'outbox', label: text.t('shell.outbox'), icon: Send },
  ] as const;
  return (
    <AppFrame
      skipLabel={text.t('shell.skipToContent')}
      rail={<ClientRail />}
      nav={
        <TopNav
          label={text.t('shell.screens')}
          items={items}
          current={
            composing === null
              ? place === 'deck' || place === 'calendar' || place === 'outbox'
                ? place
                : null
              : 'composer'
          }
          onChange={(id) => {
            if (id !== 'composer') go(id);
            else if (composing === null) void composeNew();
          }}
          searchLabel={text.t('shell.search')}
          searchKeys={['Ctrl', 'K']}
          onSearch={() => undefined}
        />
      }
      {...(composing !== null && { sheet: <ComposerSheet /> })}
      {...(thread !== null && { side: <ThreadPanel /> })}
      status={<StatusLine />}
    >
      <Screen />
    </AppFrame>
  );
}
