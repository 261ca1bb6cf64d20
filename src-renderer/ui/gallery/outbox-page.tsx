import {
  Check,
  CircleHelp,
  Clock,
  FileText,
  Hand,
  KeyRound,
  Laptop,
  ShieldCheck,
  type LucideIcon,
} from 'lucide-react';
import { useState } from 'react';
import { Button } from '../actions/button.tsx';
import type { ClientColour } from '../client-colour.ts';
import { Badge } from '../feedback/badge.tsx';
import { Card } from '../feedback/card.tsx';
import { SidePanel } from '../frame/side-panel.tsx';
import { SplitPane } from '../frame/split-pane.tsx';
import { Icon } from '../icon.tsx';
import { ClientDisc } from '../identity/client-disc.tsx';
import { NetworkMark } from '../identity/network-mark.tsx';
import { GroupHeading } from '../lists/group-heading.tsx';
import { LineRow } from '../lists/line-row.tsx';
import { LineList } from '../lists/line-list.tsx';
import { IconMenuButton } from '../overlays/menu-button.tsx';
import type { Tone } from '../tone.ts';
import { SampleFrame } from './sample-frame.tsx';
import { marks, type SampleMark } from './sample-marks.ts';
import styles from './gallery.module.css';

interface Departure {
  readonly id: string;
  readonly client: readonly [name: string, colour: ClientColour];
  readonly mark: SampleMark;
  readonly when: string;
  readonly title: string;
  readonly detail: string;
  readonly state: string;
  readonly tone: Tone;
  readonly icon: LucideIcon;
}

const light = ['Atelier Lumière', 'ambre'] as const;
const bikes = ['Vélo Co', 'sapin'] as const;
const nori = ['Maison Nori', 'rose'] as const;
const law = ['Cabinet Delmas', 'indigo'] as const;

const groups: readonly {
  readonly title: string;
  readonly count: string;
  readonly rows: readonly Departure[];
}[] = [
  {
    title: 'À vérifier',
    count: '1',
    rows: [
      {
        id: 'lost',
        client: bikes,
        mark: marks.letter,
        when: '10:31',
        title: 'Samedi, on répare ensemble : venez avec…',
        detail: 'Réponse perdue à 10:31:04 après l’envoi. Deux lectures de la page, pas de preuve.',
        state: 'Parti ou non ?',
        tone: 'warn',
        icon: CircleHelp,
      },
    ],
  },
  {
    title: 'En attente',
    count: '3',
    rows: [
      {
        id: 'reply',
        client: light,
        mark: marks.camera,
        when: 'dès le retour',
        title: '@camille.b Bonjour Camille, votre colis est…',
        detail: 'Hors ligne. La fenêtre de réponse se ferme dans 23 h 56.',
        state: 'En attente',
        tone: 'neutral',
        icon: Clock,
      },
      {
        id: 'broth',
        client: nori,
        mark: marks.note,
        when: '12:00',
        title: 'Bouillon, douze heures en trente secondes',
        detail: 'À la main : le compte n’a pas l’accès direct. Vidéo et texte prêts.',
        state: 'À faire à 12:00',
        tone: 'bad',
        icon: Hand,
      },
      {
        id: 'remote',
        client: law,
        mark: marks.square,
        when: '25 nov. 10:00',
        title: 'Télétravail : trois pièges du nouvel accord',
        detail: 'Jeton refusé à 09:58. Les autres comptes continuent.',
        state: 'Reconnecter',
        tone: 'bad',
        icon: KeyRound,
      },
    ],
  },
  {
    title: 'Programmés',
    count: '13',
    rows: [
      {
        id: 'ondine-1',
        client: light,
        mark: marks.elephant,
        when: '26 nov. 09:00',
        title: 'Ondine revient, en laiton brossé, pour une…',
        detail: 'Mastodon tient le post (programmation n° 3221).',
        state: 'Part sans vous',
        tone: 'ok',
        icon: ShieldCheck,
      },
      {
        id: 'ondine-2',
        client: light,
        mark: marks.butterfly,
        when: '26 nov. 09:00',
        title: 'Ondine revient, en laiton brossé : soixante…',
        detail: 'Cet ordinateur doit être allumé. Retard toléré : 30 min.',
        state: 'Cet ordinateur',
        tone: 'warn',
        icon: Laptop,
      },
      {
        id: 'weather',
        client: bikes,
        mark: marks.butterfly,
        when: '24 nov. 08:30',
        title: 'Météo vélo du mardi',
        detail: 'Cet ordinateur doit être allumé. Retard toléré : 2 h.',
        state: 'Cet ordinateur',
        tone: 'warn',
        icon: Laptop,
      },
      {
        id: 'sake',
        client: nori,
        mark: marks.letter,
        when: '25 nov. 12:00',
        title: 'Soirée saké : douze places, trois accords',
        detail: 'Facebook tient le post.',
        state: 'Part sans vous',
        tone: 'ok',
        icon: ShieldCheck,
      },
    ],
  },
  {
    title: 'Partis aujourd’hui',
    count: '9',
    rows: [
      {
        id: 'morning',
        client: bikes,
        mark: marks.cross,
        when: '08:30',
        title: 'Ce matin à Grenoble : 2 °C, chaussée sèche',
        detail: 'Publié 08:30:02 · lien vérifié.',
        state: 'Parti',
        tone: 'ok',
        icon: Check,
      },
      {
        id: 'teaser',
        client: light,
        mark: marks.camera,
        when: '09:00',
        title: 'Teaser Ondine',
        detail: 'Publié 09:00:11 · 3 étapes sur 3.',
        state: 'Parti',
        tone: 'ok',
        icon: Check,
      },
    ],
  },
];

const written =
  'Samedi, on répare ensemble : venez avec votre vélo et vos questions, les outils sont là. Atelier gratuit, 10 h à 17 h. #velo';

export function OutboxPage() {
  const [selected, setSelected] = useState('lost');
  return (
    <SampleFrame screen={null} isOffline>
      <SplitPane
        side={
          <SidePanel label="Ce post est-il parti ?">
            <div className={styles.decision}>
              <h2 className={styles.question}>Ce post est-il parti ?</h2>
              <p className={styles.quiet}>
                Facebook a reçu la demande à 10:31:04, puis la connexion a été coupée. Vigie n’a rien renvoyé.
                Un post très proche existe sur la page.
              </p>
              <Card
                isRaised
                heading={
                  <>
                    <Icon of={FileText} /> Ce que vous avez écrit
                  </>
                }
              >
                {written}
              </Card>
              <Card
                isRaised
                heading={
                  <>
                    <NetworkMark mark={marks.letter.mark} /> Trouvé sur la page · 10:31:06
                  </>
                }
              >
                {written}
              </Card>
              <div className={styles.choices}>
                <Button tone="primary" isWide>
                  C’est celui-ci : le rattacher
                </Button>
                <Button isWide>Rien n’est parti : renvoyer</Button>
                <Button tone="quiet" isWide>
                  Abandonner
                </Button>
              </div>
              <p className={styles.journal}>
                Journal : 10:31:04 envoi · 10:31:04 coupure · 10:31:36 lecture 1 · 10:33:10 lecture 2
              </p>
            </div>
          </SidePanel>
        }
      >
        <h1 className={styles.hidden}>Boîte d’envoi</h1>
        <div className={styles.lines}>
          {groups.map((group) => (
            <section key={group.title}>
              <GroupHeading count={group.count}>{group.title}</GroupHeading>
              <LineList
                label={group.title}
                items={group.rows}
                keyOf={(row) => row.id}
                selected={selected}
                onSelect={setSelected}
              >
                {(row) => (
                  <LineRow
                    lead={
                      <>
                        <ClientDisc
                          name={row.client[0]}
                          colour={row.client[1]}
                          size="small"
                          label={row.client[0]}
                        />
                        <NetworkMark mark={row.mark.mark} label={row.mark.label} />
                      </>
                    }
                    when={row.when}
                    title={row.title}
                    detail={row.detail}
                    state={
                      <Badge tone={row.tone} icon={row.icon}>
                        {row.state}
                      </Badge>
                    }
                    end={
                      <IconMenuButton
                        label={`Actions sur ${row.title}`}
                        size="small"
                        placement="bottom end"
                        entries={[
                          { tag: 'action', id: 'open', label: 'Ouvrir dans le composeur' },
                          { tag: 'action', id: 'cancel', label: 'Annuler l’envoi', tone: 'danger' },
                        ]}
                      />
                    }
                  />
                )}
              </LineList>
            </section>
          ))}
        </div>
      </SplitPane>
    </SampleFrame>
  );
}
