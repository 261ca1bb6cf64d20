import { CalendarDays, Inbox, PenLine, Send } from 'lucide-react';
import { Suspense, useEffect, type ComponentType } from 'react';
import { Banners } from './features/banners/banners.tsx';
import { FreezeBanners } from './features/brakes/freeze-banner.tsx';
import { ClientRail } from './features/clients/client-rail.tsx';
import { Notices } from './features/notices/notices.tsx';
import { InboxScreen } from './features/inbox/inbox-screen.tsx';
import { StatusLine } from './features/outbox/status-line.tsx';
import {
  AccountsScreen,
  CalendarScreen,
  ComposerSheet,
  DepartureWatch,
  fetchAhead,
  OutboxScreen,
  PaletteOverlays,
  SettingsScreen,
  ThreadPanel,
} from './lazy-screens.ts';
import { PlaceBoundary } from './place-boundary.tsx';
import { keyLabels } from './state/key-labels.ts';
import { useNavigation, type Place } from './state/navigation.ts';
import { useNewPost } from './state/new-post.ts';
import { useRealm } from './state/realm.ts';
import { useShell } from './state/shell.ts';
import { useKeepUnread } from './state/unread.ts';
import { useLiveTable } from './state/use-live.ts';
import { useText } from './text/text-context.tsx';
import { AppFrame } from './ui/frame/app-frame.tsx';
import { TopNav } from './ui/frame/top-nav.tsx';
import { UnreadNews } from './unread-news.tsx';
import { useFocusHome } from './use-focus-home.ts';
import { useGlobalKeys } from './use-global-keys.ts';
import { useShowRequests } from './use-show-requests.ts';

const screens: { readonly [P in Place]: ComponentType } = {
  deck: InboxScreen,
  calendar: CalendarScreen,
  outbox: OutboxScreen,
  accounts: AccountsScreen,
  settings: SettingsScreen,
};

/** The frame of every day: puts the features in their places, and decides nothing else. */
export function Workstation() {
  const { t } = useText();
  const { info } = useRealm();
  const { place, client, thread, composing, go, compose } = useNavigation();
  const show = useShell((shell) => shell.show);
  const newPost = useNewPost();
  useKeepUnread();
  useGlobalKeys();
  useFocusHome();
  useShowRequests();
  useFirstPaintWithoutRows();
  useEffect(() => {
    const timer = setTimeout(() => void fetchAhead(), 1_500);
    return () => clearTimeout(timer);
  }, []);
  const Screen = screens[place];
  const items = [
    { id: 'deck', label: t('shell.inbox'), icon: Inbox },
    { id: 'calendar', label: t('shell.calendar'), icon: CalendarDays },
    { id: 'composer', label: t('shell.composer'), icon: PenLine },
    { id: 'outbox', label: t('shell.outbox'), icon: Send },
  ] as const;
  const screen = place === 'accounts' || place === 'settings' ? null : place;
  return (
    <>
      <AppFrame
        skipLabel={t('shell.skipToContent')}
        rail={
          <PlaceBoundary>
            <ClientRail />
          </PlaceBoundary>
        }
        nav={
          <TopNav
            label={t('shell.screens')}
            items={items}
            current={composing === null ? screen : 'composer'}
            onChange={(id) => {
              if (id === 'composer') {
                if (composing === null) newPost();
                return;
              }
              compose(null);
              go(id);
            }}
            searchLabel={t('shell.search')}
            searchKeys={keyLabels(info.platform).palette}
            onSearch={() => show({ tag: 'palette' })}
          />
        }
        notices={
          <PlaceBoundary look="none">
            <FreezeBanners />
            <Banners />
            <Suspense fallback={null}>
              <DepartureWatch />
            </Suspense>
          </PlaceBoundary>
        }
        {...(composing !== null && {
          sheet: (
            <PlaceBoundary key={composing}>
              <Suspense fallback={null}>
                <ComposerSheet />
              </Suspense>
            </PlaceBoundary>
          ),
        })}
        {...(thread !== null &&
          place === 'deck' && {
            side: (
              <PlaceBoundary key={thread.messageId}>
                <Suspense fallback={null}>
                  <ThreadPanel />
                </Suspense>
              </PlaceBoundary>
            ),
          })}
        status={
          <PlaceBoundary look="none">
            <StatusLine />
          </PlaceBoundary>
        }
      >
        <PlaceBoundary key={`${place} ${client}`}>
          <Suspense fallback={null}>
            <Screen />
          </Suspense>
        </PlaceBoundary>
      </AppFrame>
      <PlaceBoundary look="none">
        <Suspense fallback={null}>
          <PaletteOverlays />
        </Suspense>
      </PlaceBoundary>
      <UnreadNews />
      <Notices />
    </>
  );
}

/** A deck with no account or no column has no first row to wait for. */
function useFirstPaintWithoutRows(): void {
  const { tables, painted } = useRealm();
  const accounts = useLiveTable(tables.steadyAccounts);
  const columns = useLiveTable(tables.columns);
  const place = useNavigation((navigation) => navigation.place);
  const isBare = accounts?.length === 0 || columns?.length === 0 || place !== 'deck';
  useEffect(() => {
    if (isBare) painted();
  }, [isBare, painted]);
}
