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
import { StatusBar, StatusItem } from '../frame/status-bar.tsx';
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
        isOffline ? (
          <StatusBar
            label="État"
            end={
              <StatusItem icon={HardDrive} isSecondary>
                Tout est enregistré ici · 10:42
              </StatusItem>
            }
          >
            <StatusItem dot="hollow" tone="warn" onPress={nothing}>
              Hors ligne depuis 12 min
            </StatusItem>
            <StatusItem icon={Clock} onPress={nothing}>
              7 actions partiront au retour
            </StatusItem>
            <StatusItem icon={ShieldCheck} onPress={nothing}>
              11:00 Mastodon tient le post : il partira sans vous
            </StatusItem>
          </StatusBar>
        ) : (
          <StatusBar
            label="État"
            end={
              <StatusItem icon={HardDrive} isSecondary>
                Enregistré 10:42:07
              </StatusItem>
            }
          >
            <StatusItem dot="full" tone="ok">
              En ligne
            </StatusItem>
            <StatusItem icon={RefreshCw} onPress={nothing} isSecondary>
              Synchro 10:42
            </StatusItem>
            <StatusItem icon={Send} onPress={nothing}>
              3 en attente
            </StatusItem>
            <StatusItem icon={ShieldCheck} onPress={nothing}>
              Prochain départ 11:00 · Mastodon le tient
            </StatusItem>
            <StatusItem icon={CircleAlert} tone="warn" onPress={nothing}>
              1 à vérifier
            </StatusItem>
          </StatusBar>
        )
      }
    >
      {children}
    </AppFrame>
  );
}
