import {
  CalendarDays,
  CircleHelp,
  CloudSun,
  FileText,
  History,
  Inbox,
  Languages,
  LogOut,
  Layers,
  Megaphone,
  Moon,
  PenLine,
  Play,
  Plug,
  Plus,
  RefreshCw,
  Send,
  Settings,
  Settings2,
  Snowflake,
  Stethoscope,
  Sun,
} from 'lucide-react';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { useActiveFreezes } from '../../state/brakes.ts';
import { useCalendarView } from '../../state/calendar-view.ts';
import { keyLabels } from '../../state/key-labels.ts';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useNewPost } from '../../state/new-post.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell, type SettingsTab } from '../../state/shell.ts';
import { visitClient } from '../../state/visit-client.ts';
import { useAccounts, useWorkspaces } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { ClientDisc } from '../../ui/identity/client-disc.tsx';
import type { Command, CommandSection } from '../../ui/overlays/command-palette.tsx';
import { useLiveDrafts } from './use-live-drafts.ts';

const mostDrafts = 8;
const longestExcerpt = 80;

/** Everything that the palette can find and do, from what is in the window now. */
export function useCommands(): {
  readonly everything: readonly CommandSection[];
  readonly newPostFor: readonly CommandSection[];
} {
  const { t } = useText();
  const realm = useRealm();
  const { bridge, info, toasts } = realm;
  const show = useShell((shell) => shell.show);
  const openSettings = useShell((shell) => shell.openSettings);
  const { client: shown, go, compose, showClient, connect } = useNavigation();
  const newPost = useNewPost();
  const showCalendar = useCalendarView((calendar) => calendar.show);
  const accounts = useAccounts();
  const clients = useWorkspaces().filter((one) => one.archivedAt === null);
  const drafts = useLiveDrafts();
  const freezes = useActiveFreezes();
  const keys = keyLabels(info.platform);
  const to = (place: Place, tab?: SettingsTab) => () => {
    compose(null);
    if (tab) openSettings(tab);
    go(place);
  };
  const disc = (client: Workspace) => <ClientDisc name={client.name} colour={client.colour} size="small" />;
  const nameOf = (id: string): string => clients.find((one) => one.id === id)?.name ?? '';
  const theme = (name: 'light' | 'dark') => () => void bridge.app.saveSettings({ theme: name });
  const language = (locale: 'fr' | 'en') => () => void bridge.app.saveSettings({ locale });

  const screens: readonly Command[] = [
    { id: 'go deck', label: t('shell.inbox'), icon: Inbox, keys: keys.go.deck, run: to('deck') },
    {
      id: 'go calendar',
      label: t('shell.calendar'),
      icon: CalendarDays,
      keys: keys.go.calendar,
      run: to('calendar'),
    },
    {
      id: 'go forecast',
      label: t('forecast.title'),
      words: 'prévision risques forecast',
      icon: CloudSun,
      keys: keys.go.forecast,
      run: () => {
        showCalendar('forecast');
        to('calendar')();
      },
    },
    { id: 'go outbox', label: t('shell.outbox'), icon: Send, keys: keys.go.outbox, run: to('outbox') },
    {
      id: 'go accounts',
      label: t('shell.accounts'),
      icon: Plug,
      keys: keys.go.accounts,
      run: to('accounts'),
    },
    {
      id: 'go settings',
      label: t('shell.settings'),
      icon: Settings,
      keys: keys.settings,
      run: to('settings'),
    },
  ];
  const newPostCommands: readonly Command[] = clients.map((client) => ({
    id: `post ${client.id}`,
    label: t('palette.newPostFor', { client: client.name }),
    mark: disc(client),
    run: () => newPost(client.id),
  }));
  const actions: readonly Command[] = [
    ...(shown === 'all' && clients.length > 1
      ? newPostCommands
      : [
          {
            id: 'post',
            label: t('palette.newPost'),
            icon: PenLine,
            keys: keys.newPost,
            run: () => newPost(),
          },
        ]),
    {
      id: 'freeze',
      label: t('brakes.freezeTitle'),
      words: 'stop pause crise crisis',
      icon: Snowflake,
      keys: keys.brakes,
      run: () => show({ tag: 'freeze' }),
    },
    ...freezes.map((freeze): Command => ({
      id: `resume ${freeze.id}`,
      label:
        freeze.scope === null
          ? t('brakes.resumeTitleAll')
          : t('brakes.resumeTitle', { client: nameOf(freeze.scope) }),
      icon: Play,
      run: () => show({ tag: 'resume', freezeId: freeze.id }),
    })),
    {
      id: 'statements',
      label: t('statements.title'),
      words: 'crise crisis message holding statement',
      icon: Megaphone,
      run: () => show({ tag: 'statements', scope: shown === 'all' ? null : shown }),
    },
    { id: 'freezes', label: t('brakes.journal'), icon: History, run: () => show({ tag: 'freezes' }) },
    {
      id: 'departure',
      label: t('departure.title'),
      words: 'train avion offline',
      icon: LogOut,
      keys: keys.departure,
      run: () => show({ tag: 'departure' }),
    },
    {
      id: 'departures',
      label: t('departure.history'),
      words: 'absence report',
      icon: History,
      run: () => show({ tag: 'departures' }),
    },
    {
      id: 'refresh',
      label: t('palette.refresh'),
      icon: RefreshCw,
      run: () => {
        toasts.show({ text: t('palette.refreshing') });
        void bridge.sync.refresh({ accountId: null });
      },
    },
    ...clients
      .filter((client) => !client.training && (shown === 'all' || client.id === shown))
      .map((client): Command => ({
        id: `connect ${client.id}`,
        label: t('palette.connectFor', { client: client.name }),
        icon: Plug,
        run: () => connect({ workspaceId: client.id, reconnect: null }),
      })),
    {
      id: 'new client',
      label: t('palette.newClient'),
      icon: Plus,
      run: () => show({ tag: 'client-form', id: null }),
    },
    {
      id: 'clients',
      label: t('palette.manageClients'),
      icon: Settings2,
      run: () => show({ tag: 'clients' }),
    },
  ];
  const everything: readonly CommandSection[] = [
    { id: 'actions', label: t('palette.section.actions'), commands: actions },
    { id: 'screens', label: t('palette.section.screens'), commands: screens },
    {
      id: 'clients',
      label: t('palette.section.clients'),
      commands: [
        { id: 'show all', label: t('palette.everybody'), icon: Layers, run: () => visitClient('all') },
        ...clients.map((client, index): Command => ({
          id: `show ${client.id}`,
          label: t('palette.showClient', { client: client.name }),
          mark: disc(client),
          ...(index < 9 && { keys: keys.client(index + 1) }),
          run: () => visitClient(client.id),
        })),
      ],
    },
    {
      id: 'drafts',
      label: t('palette.section.drafts'),
      commands: drafts
        .filter(
          (draft) => draft.base.text.trim() !== '' && draft.target === null && nameOf(draft.workspaceId),
        )
        .slice(0, mostDrafts)
        .map((draft): Command => ({
          id: `draft ${draft.id}`,
          label: draft.base.text.trim().slice(0, longestExcerpt),
          detail: t('palette.draftOf', { client: nameOf(draft.workspaceId) }),
          icon: FileText,
          run: () => compose(draft.id),
        })),
    },
    {
      id: 'accounts',
      label: t('palette.section.accounts'),
      commands: accounts
        .filter((account) => account.health.tag !== 'disconnected' && nameOf(account.workspaceId))
        .map((account): Command => {
          const isOut = account.health.tag === 'refused' || account.health.tag === 'locked';
          return {
            id: `account ${account.id}`,
            label: isOut ? t('palette.reconnect', { account: account.handle }) : account.handle,
            detail: t('palette.accountOf', {
              account: account.manifest.name,
              client: nameOf(account.workspaceId),
            }),
            icon: Plug,
            run: isOut
              ? () => connect({ workspaceId: account.workspaceId, reconnect: account.id })
              : () => {
                  showClient(account.workspaceId);
                  to('accounts')();
                },
          };
        }),
    },
    {
      id: 'settings',
      label: t('palette.section.settings'),
      commands: [
        { id: 'light', label: t('palette.lightTheme'), icon: Sun, run: theme('light') },
        { id: 'dark', label: t('palette.darkTheme'), icon: Moon, run: theme('dark') },
        { id: 'fr', label: t('palette.french'), words: 'français', icon: Languages, run: language('fr') },
        { id: 'en', label: t('palette.english'), words: 'English', icon: Languages, run: language('en') },
        {
          id: 'diagnostics',
          label: t('palette.diagnostics'),
          icon: Stethoscope,
          run: to('settings', 'diagnostics'),
        },
        {
          id: 'shortcuts',
          label: t('palette.shortcuts'),
          icon: CircleHelp,
          keys: keys.shortcuts,
          run: () => show({ tag: 'shortcuts' }),
        },
      ],
    },
  ];
  return {
    everything,
    newPostFor: [{ id: 'clients', label: t('palette.section.clients'), commands: newPostCommands }],
  };
}
