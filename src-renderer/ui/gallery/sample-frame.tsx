import {
  ChartNoAxesColumn,
  CalendarDays,
  CircleAlert,
  CircleHelp,
  Clock,
  HardDrive,
  Inbox,
  LibraryBig,
  PenLine,
  Plus,
  Radar,
  RefreshCw,
  Send,
  Settings,
  ShieldCheck,
} from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { AppFrame } from '../frame/app-frame.tsx';
import { Rail } from '../frame/rail.tsx';
import { StatusBar, type StatusEntry } from '../frame/status-bar.tsx';
import { TopNav } from '../frame/top-nav.tsx';

const items = [
  { id: 'inbox', label: 'Boîte', icon: Inbox },
  { id: 'calendar', label: 'Calendrier', icon: CalendarDays },
  { id: 'composer', label: 'Rédiger', icon: PenLine },
  { id: 'library', label: 'Bibliothèque', icon: LibraryBig },
  { id: 'listening', label: 'Veille', icon: Radar },
  { id: 'reports', label: 'Rapports', icon: ChartNoAxesColumn },
] as const;
type Screen = (typeof items)[number]['id'];

const nothing = () => undefined;

export interface SampleFrameProps {
  readonly screen: Screen | null;
  readonly isOffline?: boolean;
  readonly children: ReactNode;
  readonly sheet?: ReactNode;
  readonly side?: ReactNode;
}

/** The frame around every sample screen. */
export function SampleFrame({ screen, isOffline = false, children, sheet, side }: SampleFrameProps) {
  const [client, setClient] = useState<string | null>('al');
  return (
    <AppFrame
      skipLabel="Aller au contenu"
      rail={
        <Rail
          label="Clients"
          allLabel="Tous les clients"
          current={client}
          onChange={setClient}
          clients={[
            { id: 'al', name: 'Atelier Lumière', colour: 'ambre', unread: '12', unreadLabel: '12 non lus' },
            { id: 'vc', name: 'Vélo Co', colour: 'sapin', unread: '4', unreadLabel: '4 non lus' },
            { id: 'mn', name: 'Maison Nori', colour: 'rose', unread: '31', unreadLabel: '31 non lus' },
            { id: 'cd', name: 'Cabinet Delmas', colour: 'indigo', unread: null },
          ]}
          addLabel="Ajouter un client"
          addIcon={Plus}
          onAdd={nothing}
          actions={[
            { id: 'help', label: 'Aide', icon: CircleHelp, keys: ['?'], onPress: nothing },
            { id: 'settings', label: 'Réglages', icon: Settings, onPress: nothing },
          ]}
        />
      }
      nav={
        <TopNav
          label="Écrans"
          items={items}
          current={screen}
          onChange={nothing}
          searchLabel="Chercher ou agir…"
          searchKeys={['Ctrl', 'K']}
          onSearch={nothing}
        />
      }
      {...(sheet !== undefined && { sheet })}
      {...(side !== undefined && { side })}
      status={
        <StatusBar
          label="État"
          moreLabel={(count) => (count === 1 ? '1 autre' : `${String(count)} autres`)}
          {...(isOffline ? offline : online)}
        />
      }
    >
      {children}
    </AppFrame>
  );
}

const offline: { readonly entries: readonly StatusEntry[]; readonly end: readonly StatusEntry[] } = {
  entries: [
    {
      id: 'offline',
      dot: 'hollow',
      tone: 'warn',
      isFirst: true,
      onPress: nothing,
      text: 'Hors ligne depuis 12 min',
    },
    { id: 'waiting', icon: Clock, onPress: nothing, text: '7 actions partiront au retour' },
    {
      id: 'next',
      icon: ShieldCheck,
      onPress: nothing,
      text: '11:00 Mastodon tient le post : il partira sans vous',
    },
  ],
  end: [{ id: 'saved', icon: HardDrive, isSecondary: true, text: 'Tout est enregistré ici · 10:42' }],
};

const online: typeof offline = {
  entries: [
    { id: 'online', dot: 'full', tone: 'ok', isFirst: true, text: 'En ligne' },
    { id: 'synced', icon: RefreshCw, isSecondary: true, onPress: nothing, text: 'Synchro 10:42' },
    { id: 'waiting', icon: Send, onPress: nothing, text: '3 en attente' },
    { id: 'next', icon: ShieldCheck, onPress: nothing, text: 'Prochain départ 11:00 · Mastodon le tient' },
    { id: 'verify', icon: CircleAlert, tone: 'warn', onPress: nothing, text: '1 à vérifier' },
  ],
  end: [{ id: 'saved', icon: HardDrive, isSecondary: true, text: 'Enregistré 10:42:07' }],
};
