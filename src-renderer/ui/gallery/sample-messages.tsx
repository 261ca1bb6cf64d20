import {
  Check,
  Clock,
  Flame,
  Hourglass,
  Image,
  LifeBuoy,
  Moon,
  Sparkles,
  Star,
  Timer,
  User,
  type LucideIcon,
} from 'lucide-react';
import type { RichTextNode } from '../rich-text/rich-text.tsx';
import type { Tone } from '../tone.ts';

export interface SampleBadge {
  readonly text: string;
  readonly tone: Tone;
  readonly icon?: LucideIcon;
}
export interface SampleMessage {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly when: string;
  readonly body: readonly RichTextNode[];
  readonly about: string | null;
  readonly isWaiting: boolean;
  readonly badges: readonly SampleBadge[];
}

const say = (text: string): RichTextNode => ({ tag: 'text', text });

export const comments: readonly SampleMessage[] = [
  {
    id: 'camille',
    name: 'Camille Besson',
    handle: '@camille.b',
    when: '4 min',
    body: [
      say('Bonjour, j’ai commandé la lampe '),
      { tag: 'mention', text: 'Ondine', handle: 'ondine', url: null },
      say(' il y a 9 jours et toujours rien… Est-ce normal ? Je l’offre samedi 😕'),
    ],
    about: '« Ondine est de retour, en laiton brossé, série de 60 »',
    isWaiting: true,
    badges: [
      { text: 'Répondre avant 23 h 56', tone: 'warn', icon: Hourglass },
      { text: 'Livraison', tone: 'neutral' },
    ],
  },
  {
    id: 'jules',
    name: 'Jules Morel',
    handle: '@julesm@piaille.fr',
    when: '11 min',
    body: [say('Superbe, l’abat-jour en papier washi ! Vous livrez en Belgique ?')],
    about: '« Dans l’atelier, ce matin »',
    isWaiting: true,
    badges: [{ text: 'Question', tone: 'accent', icon: Sparkles }],
  },
  {
    id: 'nadia',
    name: 'Nadia Lambert',
    handle: 'Nadia Lambert',
    when: '38 min',
    body: [say('Merci pour le conseil, la suspension est posée et elle est magnifique. Photo bientôt !')],
    about: null,
    isWaiting: false,
    badges: [{ text: 'Fait · vous, 10:21', tone: 'ok', icon: Check }],
  },
  {
    id: 'korrigan',
    name: 'korrigan_29',
    handle: '@korrigan_29',
    when: '1 h',
    body: [say('Encore du made in Chine vendu 180 €, bravo la transparence 👏')],
    about: '« Ondine est de retour, en laiton brossé, série de 60 »',
    isWaiting: true,
    badges: [
      { text: 'Négatif', tone: 'bad', icon: Flame },
      { text: 'À Inès', tone: 'neutral', icon: User },
    ],
  },
  {
    id: 'paul',
    name: 'Paul Arnaud',
    handle: '@paul.arnaud',
    when: '2 h',
    body: [say('Où est-ce que je peux voir la collection à Lyon ?')],
    about: null,
    isWaiting: false,
    badges: [{ text: 'En attente d’envoi', tone: 'neutral', icon: Clock }],
  },
];

export const privateMessages: readonly SampleMessage[] = [
  {
    id: 'studio',
    name: 'Studio Rivière',
    handle: '@studioriviere',
    when: '7 min',
    body: [
      say(
        'Bonjour ! Nous préparons un salon en mars et cherchons un luminaire pour l’accueil. Avez-vous un catalogue pro ?',
      ),
    ],
    about: null,
    isWaiting: true,
    badges: [
      { text: '6 h 12', tone: 'warn', icon: Hourglass },
      { text: 'VIP', tone: 'accent', icon: Star },
    ],
  },
  {
    id: 'elodie',
    name: 'Élodie D.',
    handle: '@elodie.dd',
    when: '52 min',
    body: [say('Parfait, je passe jeudi. Merci à vous !')],
    about: null,
    isWaiting: false,
    badges: [{ text: 'Rappel jeudi 9:00', tone: 'neutral', icon: Moon }],
  },
  {
    id: 'thomas',
    name: 'Thomas Bru',
    handle: '@tbru@mastodon.social',
    when: '3 h',
    body: [say('Le variateur grésille avec une ampoule LED, c’est un défaut ou il faut un modèle précis ?')],
    about: null,
    isWaiting: true,
    badges: [{ text: 'Attend le SAV · 14:00', tone: 'neutral', icon: LifeBuoy }],
  },
];

export const bikes: readonly SampleMessage[] = [
  {
    id: 'roue',
    name: 'Roue Libre Grenoble',
    handle: '@rouelibre.bsky.social',
    when: '22 min',
    body: [
      say('On a testé votre sacoche sous l’orage : sèche. On peut reprendre vos photos pour notre guide ? '),
      { tag: 'tag', text: '#velotaf', name: 'velotaf' },
    ],
    about: null,
    isWaiting: true,
    badges: [{ text: 'Droits à demander', tone: 'accent', icon: Image }],
  },
  {
    id: 'mehdi',
    name: 'Mehdi H.',
    handle: '@mehdih',
    when: '26 min',
    body: [say('Atelier réparation complet samedi ?')],
    about: '« Samedi, on répare ensemble »',
    isWaiting: false,
    badges: [],
  },
  {
    id: 'lucie',
    name: 'Lucie C.',
    handle: '@luciec.bsky.social',
    when: '31 min',
    body: [say('Votre site affiche « en stock » mais le magasin dit non. Je me déplace ou pas ?')],
    about: null,
    isWaiting: true,
    badges: [{ text: 'Réponse due il y a 6 min', tone: 'bad', icon: Timer }],
  },
];
