import { Check, ChevronLeft, ChevronRight, Hand, Laptop, ListFilter, Plus, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../actions/button.tsx';
import { IconButton } from '../actions/icon-button.tsx';
import { ToggleGroup } from '../actions/toggle-group.tsx';
import { classNames } from '../class-names.ts';
import type { ClientColour } from '../client-colour.ts';
import { DraggableChip } from '../drag/draggable-chip.tsx';
import { DropCell } from '../drag/drop-cell.tsx';
import { Badge } from '../feedback/badge.tsx';
import { Toolbar } from '../frame/toolbar.tsx';
import { Icon } from '../icon.tsx';
import { NetworkMark } from '../identity/network-mark.tsx';
import { SampleFrame } from './sample-frame.tsx';
import { marks, type SampleMark } from './sample-marks.ts';
import styles from './calendar-page.module.css';

type Way = 'alone' | 'here' | 'hand' | 'done';
interface SamplePost {
  readonly id: string;
  readonly day: number;
  readonly time: string;
  readonly title: string;
  readonly client: ClientColour;
  readonly marks: readonly SampleMark[];
  readonly way: Way;
  readonly isDraft?: boolean;
}

const { camera, butterfly, note, letter, cross, pin, square, elephant } = marks;
const post = (
  day: number,
  time: string,
  title: string,
  client: ClientColour,
  on: readonly SampleMark[],
  way: Way,
): SamplePost => ({ id: `${day} ${time} ${title}`, day, time, title, client, marks: on, way });

const november: readonly SamplePost[] = [
  post(2, '09:00', 'Coulisses', 'ambre', [camera], 'done'),
  post(3, '08:30', 'Météo vélo', 'sapin', [butterfly], 'done'),
  post(4, '12:00', 'Ramen du mois', 'rose', [camera, note], 'done'),
  post(6, '18:00', 'Inspiration salon', 'ambre', [pin], 'done'),
  post(9, '09:00', 'Recrutement polisseur', 'ambre', [square], 'done'),
  post(9, '12:15', 'Frein à disque', 'sapin', [cross], 'done'),
  post(12, '11:45', 'Menu midi', 'rose', [letter], 'done'),
  post(13, '10:00', 'Droit du travail', 'indigo', [square], 'done'),
  post(16, '09:00', 'Laiton brossé', 'ambre', [elephant, butterfly], 'done'),
  post(17, '12:00', 'Gyoza, pas à pas', 'rose', [camera], 'done'),
  post(17, '18:30', 'Sortie nocturne', 'sapin', [letter], 'done'),
  post(19, '08:45', 'Réforme 2027', 'indigo', [square], 'done'),
  post(20, '17:00', 'Teaser Ondine', 'ambre', [camera], 'done'),
  post(23, '09:00', 'Ondine, la suite', 'ambre', [elephant, butterfly, camera], 'alone'),
  post(23, '12:00', 'Bouillon 12 h', 'rose', [note], 'hand'),
  post(24, '08:30', 'Météo vélo', 'sapin', [butterfly], 'here'),
  post(25, '12:00', 'Soirée saké', 'rose', [letter], 'alone'),
  post(25, '10:00', 'Télétravail : 3 pièges', 'indigo', [square], 'here'),
  post(26, '09:00', 'Ondine est là', 'ambre', [elephant, butterfly, camera], 'alone'),
  post(26, '18:30', 'Direct : le polissage', 'ambre', [camera], 'hand'),
  post(26, '12:15', 'Pneus neige ?', 'sapin', [cross], 'here'),
  { ...post(27, '11:45', 'Menu du week-end', 'rose', [camera], 'here'), isDraft: true },
  post(28, '09:30', 'On répare ensemble', 'sapin', [letter], 'alone'),
];

const ways = {
  alone: { icon: ShieldCheck, label: 'part sans vous', className: styles.ok },
  here: { icon: Laptop, label: 'cet ordinateur', className: styles.warn },
  hand: { icon: Hand, label: 'à la main', className: styles.bad },
  done: { icon: Check, label: 'parti', className: styles.quiet },
} as const;

const weekdays = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];
const holidays: Readonly<Record<number, string>> = { 1: 'Toussaint', 11: 'Armistice' };
/** Days shown: 26 to 31 October (0 and below), then November. */
const days = Array.from({ length: 35 }, (_, index) => index - 5);

export function CalendarPage() {
  const [posts, setPosts] = useState(november);
  const [view, setView] = useState<'day' | 'week' | 'month' | 'list'>('month');
  const [opened, setOpened] = useState<string | null>(null);
  const move = (id: string, day: number) =>
    setPosts(posts.map((one) => (one.id === id ? { ...one, day } : one)));

  return (
    <SampleFrame screen="calendar">
      <div className={styles.page}>
        <Toolbar
          title="novembre 2026"
          end={
            <>
              <Badge tone="ok" icon={ShieldCheck}>
                9 partent sans vous
              </Badge>
              <Badge tone="warn" icon={Laptop}>
                4 ont besoin de cet ordinateur
              </Badge>
              <Badge tone="bad" icon={Hand}>
                2 à la main
              </Badge>
              <Button icon={ListFilter}>Tous les clients</Button>
              <Button tone="primary" icon={Plus}>
                Nouveau post
              </Button>
            </>
          }
        >
          <IconButton icon={ChevronLeft} label="Mois précédent" look="outlined" />
          <Button>Aujourd’hui</Button>
          <IconButton icon={ChevronRight} label="Mois suivant" look="outlined" />
          <span className={styles.gap} />
          <ToggleGroup
            label="Vue"
            value={view}
            onChange={setView}
            options={[
              { id: 'day', label: 'Jour' },
              { id: 'week', label: 'Semaine' },
              { id: 'month', label: 'Mois' },
              { id: 'list', label: 'Liste' },
            ]}
          />
        </Toolbar>
        <div className={styles.weekdays} aria-hidden="true">
          {weekdays.map((weekday) => (
            <div key={weekday} className={styles.weekday}>
              {weekday}
            </div>
          ))}
        </div>
        <div className={styles.month}>
          {days.map((day, index) => {
            const isOutside = day < 1 || day > 30;
            const number = day < 1 ? 31 + day : day;
            const label = `${weekdays[index % 7] ?? ''} ${number} ${isOutside ? 'octobre' : 'novembre'}`;
            const isCampaign = day >= 23 && day <= 28;
            return (
              <DropCell
                key={day}
                kind="post"
                label={label}
                onDrop={(id) => move(id, day)}
                isDisabled={isOutside || day < 21}
                className={classNames(styles.day, isOutside && styles.outside)}
              >
                <div className={styles.date}>
                  <span className={classNames(styles.number, day === 21 && styles.today)}>{number}</span>
                  {!isOutside && holidays[day]}
                </div>
                {isCampaign && (
                  <div className={styles.campaign} data-client="ambre">
                    {day === 23 && 'Campagne Ondine'}
                  </div>
                )}
                {posts
                  .filter((one) => one.day === day)
                  .map((one) => (
                    <DraggableChip
                      key={one.id}
                      id={one.id}
                      kind="post"
                      label={`${one.time}, ${one.title}, ${ways[one.way].label}`}
                      client={one.client}
                      time={one.time}
                      marks={one.marks.map(({ mark, label: name }) => (
                        <NetworkMark key={name} mark={mark} size={12} />
                      ))}
                      title={one.title}
                      look={one.way === 'done' ? 'done' : one.isDraft ? 'draft' : 'planned'}
                      isFixed={one.way === 'done'}
                      isSelected={opened === one.id}
                      onOpen={() => setOpened(one.id)}
                      state={<Icon of={ways[one.way].icon} size={14} className={ways[one.way].className} />}
                      moveLabel={`Déplacer ${one.title}`}
                      menuLabel={`Actions sur ${one.title}`}
                      menu={[
                        { tag: 'action', id: 'open', label: 'Ouvrir', onAction: () => setOpened(one.id) },
                        {
                          tag: 'submenu',
                          id: 'move',
                          label: 'Déplacer vers',
                          entries: [24, 25, 26, 27].map((to) => ({
                            tag: 'action',
                            id: String(to),
                            label: `${to} novembre`,
                            onAction: () => move(one.id, to),
                          })),
                        },
                      ]}
                    />
                  ))}
                {day === 24 && (
                  <button type="button" className={styles.slot}>
                    <Icon of={Plus} size={14} /> créneau libre 18:00
                  </button>
                )}
              </DropCell>
            );
          })}
        </div>
      </div>
    </SampleFrame>
  );
}
