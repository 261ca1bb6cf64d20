import type { Theme } from './clients.ts';
import type { Person, Temperament } from './persons.ts';
import type { Random } from './random.ts';

/** What an utterance is for; a direct message is not worded like a public reply. */
export type Occasion = 'reply' | 'mention' | 'message' | 'second-thought';

type Lines = Readonly<Partial<Record<Occasion, readonly string[]>>>;
type Book = Readonly<Partial<Record<Temperament, Lines>>>;

const lamps: Readonly<Record<Person['language'], Book>> = {
  fr: {
    fan: {
      reply: [
        'Magnifique, comme toujours. La mienne est sur le buffet et tout le monde demande d’où elle vient 😍',
        'Le reflet sur le laiton… bravo à toute l’équipe.',
        'Enfin ! Je l’attendais cette série. ✨',
      ],
      mention: ['Une pensée pour l’atelier : ma lampe a trois ans et pas une ride. #Ondine'],
    },
    customer: {
      reply: [
        'Bonjour, ma commande 4127 devait partir lundi, avez-vous des nouvelles ?',
        'Est-ce que l’Ondine existe avec un câble textile vert ?',
        'Quelle ampoule conseillez-vous ? La mienne chauffe un peu.',
      ],
      message: [
        'Bonjour, j’ai reçu ma lampe mais l’abat-jour est rayé. Je vous envoie une photo ? Commande 4127.',
        'Bonjour, possible de changer l’adresse de livraison de la commande 4127 ? Merci !',
      ],
    },
    writer: {
      message: [
        'Bonjour, j’équipe un café de douze tables à Lyon. Faites-vous un tarif professionnel sur l’Ondine ?',
        'Pouvez-vous me confirmer le diamètre du pied ? J’hésite entre deux modèles pour une cliente.',
      ],
    },
    troll: {
      reply: [
        '190 € pour une lampe… à ce prix-là elle fait aussi le café ?',
        'Encore du laiton. On s’ennuie ferme.',
        'Fait main mon œil.',
      ],
    },
    photographer: {
      reply: [
        'La lumière de la deuxième image est superbe. Puis-je venir photographier l’atelier un matin ?',
        'Vous avez tourné ça au soleil rasant ? Le grain du métal ressort très bien.',
      ],
      message: [
        'Bonjour, je prépare une série sur les métiers du métal. Seriez-vous d’accord pour une séance ?',
      ],
    },
    curious: {
      reply: [
        'Le laiton brut, ça s’entretient avec quoi ?',
        'Combien d’heures de travail pour une seule lampe ?',
        'C’est réparable si le fil casse ?',
      ],
    },
    hesitant: {
      reply: [
        'Je crois que je préfère le verni. Ou non, le brut. Enfin, les deux sont beaux !',
        'Est-ce que vous livrez en Belgique ? Je n’ai pas trouvé sur le site.',
      ],
      'second-thought': ['Est-ce que vous livrez en Belgique ? (J’ai fini par trouver : oui. Merci !)'],
    },
    spammer: { reply: ['💸 Gagnez 3 000 € par mois depuis chez vous, lien en bio 💸'] },
    journalist: {
      message: [
        'Bonjour, je prépare un article sur les ateliers qui réparent à vie ce qu’ils vendent. Dix minutes au téléphone cette semaine ?',
      ],
    },
  },
  en: {
    fan: {
      reply: [
        'Absolutely gorgeous. Do you ship to the UK these days?',
        'That patina! Mine gets better every year.',
      ],
      mention: ['Still in love with my little brass lamp from Saint-Étienne.'],
    },
    customer: {
      reply: [
        'Hi! Does the Ondine come with a UK plug, or do I need an adapter?',
        'My order 5093 says “dispatched” but the tracking page is empty. Any idea?',
      ],
      message: ['Hello, my parcel (order 5093) arrived open. The lamp is fine but the shade is dented.'],
    },
  },
};

const bikes: Readonly<Record<Person['language'], Book>> = {
  fr: {
    fan: {
      reply: [
        'Les meilleurs ! Mon vieux Peugeot roule comme un neuf.',
        'Merci pour l’info, vous m’évitez un détour tous les matins 🚲',
      ],
      mention: ['Merci à l’atelier pour la roue dévoilée en dix minutes ce midi !'],
    },
    customer: {
      reply: [
        'Bonjour, mon vélo est chez vous depuis mardi, il est prêt ?',
        'Le forfait révision vaut aussi pour les électriques ?',
        'Est-ce que vous avez des pneus 650B en stock ?',
      ],
      message: [
        'Bonjour, je voudrais prendre rendez-vous pour un jeu de direction. Jeudi matin, c’est possible ?',
        'Bonjour, le frein arrière frotte de nouveau depuis la réparation de la semaine dernière.',
      ],
    },
    writer: {
      message: [
        'Bonjour, nous avons douze vélos de service à la mairie annexe. Proposez-vous un contrat d’entretien ?',
      ],
    },
    troll: {
      reply: [
        '65 € pour graisser une chaîne, faut oser.',
        'Les cyclistes grillent tous les feux de toute façon.',
        'Et la TVA, elle roule aussi ?',
      ],
    },
    photographer: {
      reply: [
        'Belle image de la fourche ! J’organise une sortie photo à vélo dimanche, je peux mettre une affiche chez vous ?',
      ],
    },
    curious: {
      reply: [
        'Six minutes ? Avec ou sans démonte-pneus ?',
        'On peut venir avec son propre vélo au cours de jeudi ?',
        'Vous conseillez quoi comme huile en hiver ?',
      ],
      message: ['Bonjour, il reste une place pour le cours de mécanique de jeudi ?'],
    },
    hesitant: {
      reply: ['Je viens jeudi. Enfin, si mon train est à l’heure. Je confirme demain !'],
      'second-thought': ['Je viens jeudi, c’est confirmé !'],
    },
    spammer: { reply: ['💸 Gagnez 3 000 € par mois depuis chez vous, lien en bio 💸'] },
    journalist: {
      message: [
        'Bonjour, papier en cours sur la piste fermée entre Gambetta et Foch : un mot sur l’effet pour l’atelier ?',
      ],
    },
  },
  en: {
    fan: {
      reply: ['Best repair shop in the Alps, full stop.', 'Saved our holiday last summer, thank you again!'],
    },
    customer: {
      reply: ['Hi, do you rent touring bikes in July?', 'Is my wheel ready? Ticket 88.'],
      message: [
        'Hello, we are passing through Grenoble on Friday with a broken spoke. Could you squeeze us in?',
      ],
    },
  },
};

const books: Readonly<Record<Theme, Readonly<Record<Person['language'], Book>>>> = { lamps, bikes };

/** Words of an angry crowd, for rehearsing a crisis. */
export const outrage: readonly string[] = [
  'C’est une honte. Trois semaines sans réponse, et vous publiez comme si de rien n’était.',
  'Je vous faisais confiance. Plus jamais.',
  'Vous comptez répondre ou on appelle la presse ?',
  'J’ai partagé à tous mes contacts. #boycott',
  'Et les clients, on en parle quand ?',
  'Remboursez.',
  'This is unacceptable. Answer your customers.',
  'Capture d’écran faite, au cas où vous supprimeriez.',
];

/** Something that this person would say on this occasion; undefined when that is not their way. */
export function phraseFor(
  person: Person,
  theme: Theme,
  occasion: Occasion,
  random: Random,
): string | undefined {
  const lines = books[theme][person.language][person.temperament]?.[occasion];
  return lines === undefined ? undefined : random.pick(lines);
}
