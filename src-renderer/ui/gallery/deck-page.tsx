import { EyeOff, Image, Moon, Smile, StickyNote, TextQuote, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../actions/button.tsx';
import { IconButton } from '../actions/icon-button.tsx';
import type { ClientColour } from '../client-colour.ts';
import { Badge } from '../feedback/badge.tsx';
import { Banner } from '../feedback/banner.tsx';
import { Card } from '../feedback/card.tsx';
import { Counter } from '../feedback/counter.tsx';
import { TextArea } from '../fields/text-area.tsx';
import { PersonHeader } from '../identity/person-header.tsx';
import { Column, columnWidth } from '../lists/column.tsx';
import { Deck } from '../lists/deck.tsx';
import { MessageRow } from '../lists/message-row.tsx';
import { VirtualList } from '../lists/virtual-list.tsx';
import { IconMenuButton } from '../overlays/menu-button.tsx';
import { RichText } from '../rich-text/rich-text.tsx';
import { SidePanel } from '../frame/side-panel.tsx';
import { ThreadMessage } from '../lists/thread-message.tsx';
import { SampleFrame } from './sample-frame.tsx';
import { marks, type SampleMark } from './sample-marks.ts';
import { bikes, comments, privateMessages, type SampleMessage } from './sample-messages.tsx';
import styles from './gallery.module.css';

interface SampleColumn {
  readonly id: string;
  readonly title: string;
  readonly count: string;
  readonly marks: readonly SampleMark[];
  readonly client: ClientColour;
  readonly messages: readonly SampleMessage[];
  readonly news: string | null;
}

const start: readonly SampleColumn[] = [
  {
    id: 'comments',
    title: 'Commentaires et mentions',
    count: '12',
    marks: [marks.camera, marks.letter, marks.elephant],
    client: 'ambre',
    messages: comments,
    news: '3 nouveaux',
  },
  {
    id: 'private',
    title: 'Messages privés',
    count: '5',
    marks: [marks.camera, marks.elephant],
    client: 'ambre',
    messages: privateMessages,
    news: null,
  },
  {
    id: 'bikes',
    title: 'Vélo & Co · tout',
    count: '4',
    marks: [marks.butterfly, marks.cross, marks.letter],
    client: 'sapin',
    messages: bikes,
    news: null,
  },
];

const nothing = () => undefined;
const french = new Intl.NumberFormat('fr');

export function DeckPage() {
  const [columns, setColumns] = useState(start);
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({});
  const [focused, setFocused] = useState('comments');
  const [selected, setSelected] = useState<string | null>('camille');
  const [reply, setReply] = useState(
    'Bonjour Camille, votre colis est retenu au tri de Roissy : nous vous renvoyons une Ondine aujourd’hui en express, livrée vendredi avant 13 h.',
  );
  const [sideWidth, setSideWidth] = useState(400);

  const place = (id: string, index: number) => {
    const moved = columns.find((column) => column.id === id);
    if (!moved) return;
    const others = columns.filter((column) => column.id !== id);
    const bounded = Math.min(others.length, Math.max(0, index));
    setColumns([...others.slice(0, bounded), moved, ...others.slice(bounded)]);
  };

  return (
    <SampleFrame
      screen="inbox"
      side={
        <SidePanel
          label="Fil de Camille Besson"
          width={sideWidth}
          onResize={setSideWidth}
          resizeLabel="Largeur du panneau"
          header={
            <PersonHeader
              name="Camille Besson"
              detail="Instagram · cliente depuis mars"
              end={
                <>
                  <IconButton icon={UserPlus} label="Confier à quelqu’un" />
                  <IconButton icon={Moon} label="Revoir plus tard" keys={['H']} />
                  <IconButton icon={EyeOff} label="Masquer le commentaire" />
                  <IconMenuButton
                    label="Autres actions"
                    placement="bottom end"
                    entries={[
                      { tag: 'action', id: 'open', label: 'Ouvrir sur le réseau', onAction: nothing },
                    ]}
                  />
                </>
              }
            />
          }
          footer={
            <div className={styles.reply} data-client="ambre">
              <TextArea
                label="Réponse à Camille Besson"
                isLabelHidden
                look="reply"
                rows={3}
                value={reply}
                onChange={setReply}
                describedBy="reply-count"
              />
              <div className={styles.replyTools}>
                <IconButton icon={Smile} label="Emoji" />
                <IconButton icon={Image} label="Ajouter une image" />
                <IconButton icon={TextQuote} label="Réponses enregistrées" />
                <span className={styles.push}>
                  <Counter
                    id="reply-count"
                    used={reply.length}
                    limit={2200}
                    format={(value) => french.format(value)}
                    label={`${reply.length} caractères sur 2 200`}
                  />
                </span>
                <Button tone="client">Répondre · @atelier.lumiere</Button>
              </div>
            </div>
          }
        >
          <div className={styles.thread}>
            <Card media={<div className={styles.picture} role="img" aria-label="Lampe en laiton" />}>
              <p className={styles.meta}>
                Ondine est de retour, en laiton brossé, série de 60. Expédition sous 5 jours ouvrés.
                <br />
                @atelier.lumiere · mardi 09:00 · 214 J’aime · 18 commentaires
              </p>
            </Card>
            <ThreadMessage name="Camille Besson" when="10:38">
              <RichText
                nodes={[
                  {
                    tag: 'text',
                    text: 'Bonjour, j’ai commandé la lampe Ondine il y a 9 jours et toujours rien… Est-ce normal ? Je l’offre samedi 😕',
                  },
                ]}
              />
            </ThreadMessage>
            <Banner tone="warn" icon={StickyNote}>
              <strong>Note interne · Inès, 10:40</strong>
              <br />
              Commande 4821, colis bloqué à Roissy. Proposer l’envoi express d’une autre pièce.
            </Banner>
          </div>
        </SidePanel>
      }
    >
      <h1 className={styles.hidden}>Boîte</h1>
      <Deck label="Colonnes">
        {columns.map((column, index) => (
          <Column
            key={column.id}
            id={column.id}
            title={column.title}
            count={column.count}
            marks={column.marks}
            labels={{
              filter: 'Filtrer',
              menu: `Colonne ${column.title}`,
              move: `Déplacer la colonne ${column.title}`,
              resize: `Largeur de la colonne ${column.title}`,
            }}
            width={widths[column.id] ?? columnWidth.usual}
            onResize={(width) => setWidths({ ...widths, [column.id]: width })}
            isFocused={focused === column.id}
            onFocus={() => setFocused(column.id)}
            onFilter={nothing}
            menu={[
              {
                tag: 'action',
                id: 'left',
                label: 'Déplacer à gauche',
                isDisabled: index === 0,
                onAction: () => place(column.id, index - 1),
              },
              {
                tag: 'action',
                id: 'right',
                label: 'Déplacer à droite',
                isDisabled: index === columns.length - 1,
                onAction: () => place(column.id, index + 1),
              },
              { tag: 'separator', id: 'line' },
              { tag: 'action', id: 'remove', label: 'Retirer la colonne', tone: 'danger', onAction: nothing },
            ]}
            onMove={(delta) => place(column.id, index + delta)}
            onTakePlace={(moved) => place(moved, index)}
          >
            <VirtualList
              label={column.title}
              items={column.messages}
              keyOf={(message) => message.id}
              nameOf={(message) => `${message.name}, ${message.when}`}
              selected={selected}
              onSelect={setSelected}
              news={column.news === null ? null : { label: column.news, onShow: nothing }}
            >
              {(message) => (
                <MessageRow
                  name={message.name}
                  handle={message.handle}
                  when={message.when}
                  about={message.about}
                  client={column.client}
                  isWaiting={message.isWaiting}
                  {...(message.badges.length > 0 && {
                    badges: message.badges.map((badge) => (
                      <Badge key={badge.text} tone={badge.tone} {...(badge.icon && { icon: badge.icon })}>
                        {badge.text}
                      </Badge>
                    )),
                  })}
                >
                  <RichText nodes={message.body} />
                </MessageRow>
              )}
            </VirtualList>
          </Column>
        ))}
      </Deck>
    </SampleFrame>
  );
}
