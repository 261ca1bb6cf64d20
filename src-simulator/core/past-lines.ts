import type { Theme } from './clients.ts';

/** Somebody under one of the client's posts (`on`: its place in `Client.posts`), `after` so many minutes. */
export interface PastReply {
  readonly who: string;
  readonly on: number;
  readonly after: number;
  readonly text: string;
  /** What the client answered, an hour or so later. */
  readonly answer?: string;
}
/** Somebody who names the client unprompted. */
export interface PastMention {
  readonly who: string;
  readonly daysAgo: number;
  readonly text: string;
  readonly answer?: string;
}
/** A private exchange; `<` opens what the client wrote. */
export interface PastExchange {
  readonly who: string;
  readonly daysAgo: number;
  readonly lines: readonly string[];
}
export interface PastLines {
  readonly replies: readonly PastReply[];
  readonly mentions: readonly PastMention[];
  readonly exchanges: readonly PastExchange[];
}

/** What was said around the two clients before the training begins, so that a first look finds a life going on. */
export const pastLines: Readonly<Record<Theme, PastLines>> = {
  lamps: {
    replies: [
      {
        who: 'camille_roche',
        on: 0,
        after: 12,
        text: 'J’étais à la première vente, il pleuvait encore ! Quel chemin.',
        answer: 'Et vous aviez pris la n° 6, on s’en souvient très bien. Merci d’être toujours là.',
      },
      {
        who: 'ines.fontaine',
        on: 0,
        after: 47,
        text: 'La photo de la chute de laiton mériterait d’être au mur.',
      },
      {
        who: 'lucas_perrin',
        on: 0,
        after: 95,
        text: 'Vous récupérez encore des chutes pour les nouvelles séries ?',
        answer: 'Oui, environ un tiers. Le reste vient d’une fonderie de la vallée du Gier.',
      },
      {
        who: 'gege_raleur',
        on: 0,
        after: 130,
        text: 'Trois ans pour une lampe. À ce rythme, la chaise arrive en 2040.',
      },
      {
        who: 'sarah_whitfield',
        on: 0,
        after: 410,
        text: 'What a lovely story. Is there a book about the workshop?',
        answer: 'Not yet, but we are thinking about it! Thank you, Sarah.',
      },
      {
        who: 'theo_marchand',
        on: 1,
        after: 25,
        text: 'C’est accessible en poussette ?',
        answer: 'Oui, plain-pied côté cour. Sonnez au portail vert.',
      },
      {
        who: 'jeanne_d',
        on: 1,
        after: 61,
        text: 'Je viens samedi ! Ou dimanche ? Ah non, vous avez bien écrit samedi.',
      },
      {
        who: 'nadia_benali',
        on: 1,
        after: 140,
        text: 'Je peux venir avec une cliente ? Elle hésite entre deux finitions.',
        answer: 'Avec plaisir, venez plutôt vers 11 h, c’est le moment du polissage.',
      },
      {
        who: 'camille_roche',
        on: 1,
        after: 300,
        text: 'Le café était bon et la soudure impressionnante. Merci !',
      },
      {
        who: 'oliver_hughes',
        on: 1,
        after: 520,
        text: 'Any chance of a visit in English one day? I’d come from Bristol for that.',
      },
      { who: 'lucas_perrin', on: 2, after: 8, text: 'Brut. La patine, c’est la moitié du charme.' },
      {
        who: 'nadia_benali',
        on: 2,
        after: 33,
        text: 'Verni pour les lieux publics : les doigts marquent le brut en une semaine.',
        answer: 'C’est exactement ce que nous disent les cafés. Merci pour le retour !',
      },
      { who: 'ines.fontaine', on: 2, after: 58, text: 'Brut ! Il accroche la lumière comme aucun vernis.' },
      {
        who: 'gege_raleur',
        on: 2,
        after: 77,
        text: 'Ni l’un ni l’autre, mettez de l’inox et baissez le prix.',
      },
      {
        who: 'theo_marchand',
        on: 2,
        after: 190,
        text: 'Le brut, ça tache les mains des enfants ?',
        answer: 'Non, il noircit un peu avec le temps, un chiffon doux suffit.',
      },
      { who: 'hugo_lemaire', on: 2, after: 260, text: 'Belle question. Vous publierez le résultat ?' },
      { who: 'camille_roche', on: 3, after: 3, text: 'Commandée. N° 12 si possible, c’est mon chiffre 🤞' },
      {
        who: 'theo_marchand',
        on: 3,
        after: 42,
        text: 'Bonjour, ma commande 4127 est passée mais je n’ai pas reçu de confirmation. C’est normal ?',
      },
      {
        who: 'sarah_whitfield',
        on: 3,
        after: 66,
        text: 'Do you ship to the UK this time? Last year I missed it by a day.',
      },
      {
        who: 'gege_raleur',
        on: 3,
        after: 80,
        text: '190 € la loupiote numérotée… le numéro est en or ?',
      },
      {
        who: 'lucas_perrin',
        on: 3,
        after: 210,
        text: 'Réparable à vie, ça veut dire que je peux vous la renvoyer dans vingt ans ?',
      },
      {
        who: 'jeanne_d',
        on: 3,
        after: 640,
        text: 'Il en reste ? La page affiche 3 puis 5 puis 2, je n’ose plus cliquer.',
      },
      {
        who: 'nadia_benali',
        on: 3,
        after: 1_900,
        text: 'Les douze du café sont arrivées ce matin, emballage parfait. Photos à venir.',
      },
    ],
    mentions: [
      {
        who: 'ines.fontaine',
        daysAgo: 10.4,
        text: 'Lumière de novembre dans l’atelier, série en cours. #métiers',
      },
      {
        who: 'sarah_whitfield',
        daysAgo: 8.1,
        text: 'Three winters with my Ondine and it only gets prettier.',
        answer: 'This made our morning, thank you!',
      },
      { who: 'theo_marchand', daysAgo: 5.2, text: 'Est-ce que vous serez au marché des créateurs de Lyon ?' },
      {
        who: 'hugo_lemaire',
        daysAgo: 4.3,
        text: 'Mon papier sur les ateliers qui réparent à vie paraît vendredi, avec un mot de vous.',
        answer: 'Merci Hugo, on le guette !',
      },
      {
        who: 'gege_raleur',
        daysAgo: 1.6,
        text: 'Toujours pas répondu à ma question sur l’inox. Courage, fuyons.',
      },
      {
        who: 'camille_roche',
        daysAgo: 0.7,
        text: 'Ma lampe a été livrée en avance. Voilà, c’est tout, je suis contente.',
      },
      {
        who: 'oliver_hughes',
        daysAgo: 0.2,
        text: 'Order 5093 says “dispatched” since Monday. Should I worry?',
      },
    ],
    exchanges: [
      {
        who: 'nadia_benali',
        daysAgo: 9.3,
        lines: [
          'Bonjour, j’équipe un café de douze tables à Lyon. Faites-vous un tarif professionnel sur l’Ondine ?',
          '< Bonjour Nadia, oui : à partir de six pièces. Je vous envoie le détail ici ou par courriel ?',
          'Ici, c’est parfait. Il me faudrait aussi le diamètre du pied.',
          '< 14 cm. Le tarif pour douze : 158 € pièce, livraison comprise.',
          'Très bien, je valide avec le client et je reviens vers vous.',
        ],
      },
      {
        who: 'theo_marchand',
        daysAgo: 1.1,
        lines: [
          'Bonjour, j’ai reçu ma lampe mais l’abat-jour est rayé. Je vous envoie une photo ? Commande 4127.',
          '< Bonjour Théo, désolés ! Oui, une photo nous aidera. On vous renvoie un abat-jour dès demain.',
          'Merci pour la rapidité. Faut-il rendre l’ancien ?',
        ],
      },
      {
        who: 'camille_roche',
        daysAgo: 0.4,
        lines: ['Bonjour ! Serait-il possible d’avoir un paquet cadeau pour le 12 décembre ?'],
      },
    ],
  },
  bikes: {
    replies: [
      {
        who: 'lucas_perrin',
        on: 0,
        after: 9,
        text: 'La mienne saute seulement sous la pluie, c’est possible ça ?',
        answer: 'Très possible : un galet encrassé. Passez, c’est cinq minutes.',
      },
      { who: 'camille_roche', on: 0, after: 31, text: 'Vérifié : c’était la cassette. Comme prévu.' },
      {
        who: 'gege_raleur',
        on: 0,
        after: 44,
        text: 'Le diagnostic est gratuit, la cassette beaucoup moins.',
      },
      {
        who: 'theo_marchand',
        on: 0,
        after: 120,
        text: 'Vous prenez sans rendez-vous le mercredi ?',
        answer: 'Oui, de 9 h à midi, premier arrivé premier servi.',
      },
      {
        who: 'jeanne_d',
        on: 0,
        after: 260,
        text: 'Je passe demain. Enfin, après-demain si la chaîne tient.',
      },
      {
        who: 'theo_marchand',
        on: 1,
        after: 18,
        text: 'Le forfait révision vaut aussi pour les électriques ?',
        answer: 'Oui, 15 € de plus pour le contrôle de la batterie.',
      },
      { who: 'sarah_whitfield', on: 1, after: 70, text: 'Best value in the Alps. See you in spring!' },
      { who: 'gege_raleur', on: 1, after: 88, text: '65 € pour graisser une chaîne, faut oser.' },
      {
        who: 'nadia_benali',
        on: 1,
        after: 150,
        text: 'Vous facturez les associations ? Nous avons six vélos à réviser.',
        answer: 'Oui, et à partir de cinq vélos on se déplace. Écrivez-nous !',
      },
      { who: 'lucas_perrin', on: 1, after: 333, text: 'Prêt en 48 h, même le samedi ?' },
      {
        who: 'camille_roche',
        on: 2,
        after: 5,
        text: 'Merci, vous m’évitez un détour tous les matins 🚲',
      },
      {
        who: 'hugo_lemaire',
        on: 2,
        after: 22,
        text: 'La mairie vous a prévenus, ou vous l’avez découvert en arrivant ?',
        answer: 'Découvert en arrivant, comme tout le monde. Un panneau ne serait pas de trop.',
      },
      {
        who: 'theo_marchand',
        on: 2,
        after: 40,
        text: 'La rue Lesdiguières est bloquée par un camion ce matin.',
      },
      { who: 'gege_raleur', on: 2, after: 63, text: 'Les cyclistes râlent déjà ? La journée commence bien.' },
      { who: 'ines.fontaine', on: 2, after: 180, text: 'Photos du chantier ce midi, si ça vous intéresse.' },
      {
        who: 'jeanne_d',
        on: 2,
        after: 700,
        text: 'C’est rouvert ! Ah non, c’est l’autre rue. Pardon.',
      },
      { who: 'lucas_perrin', on: 3, after: 4, text: 'Six minutes ? Avec ou sans démonte-pneus ?' },
      {
        who: 'theo_marchand',
        on: 3,
        after: 29,
        text: 'Les enfants peuvent venir ? La grande a dix ans et très envie.',
      },
      { who: 'camille_roche', on: 3, after: 55, text: 'J’y étais au printemps, je recommande mille fois.' },
      {
        who: 'oliver_hughes',
        on: 3,
        after: 101,
        text: 'Would my French be good enough? I can say “clé de huit”.',
      },
      {
        who: 'gege_raleur',
        on: 3,
        after: 140,
        text: 'Un cours pour changer une chambre à air. Et après, les lacets ?',
      },
      { who: 'jeanne_d', on: 3, after: 410, text: 'Je viens jeudi. Enfin, si mon train est à l’heure.' },
    ],
    mentions: [
      {
        who: 'sarah_whitfield',
        daysAgo: 9.6,
        text: 'Saved our holiday last summer, and still answers my emails. Heroes.',
        answer: 'Come back anytime, the coffee is on us.',
      },
      { who: 'theo_marchand', daysAgo: 6.8, text: 'Roue dévoilée en dix minutes ce midi, merci l’équipe !' },
      {
        who: 'nadia_benali',
        daysAgo: 4.1,
        text: 'Cherche atelier pour entretenir douze vélos de service, je pense à vous.',
        answer: 'On vous écrit en privé !',
      },
      {
        who: 'gege_raleur',
        daysAgo: 2.7,
        text: 'Trois semaines pour une pièce à 4 €. Bravo la filière locale.',
      },
      {
        who: 'lucas_perrin',
        daysAgo: 1.2,
        text: 'Mon randonneur de 1978 roule à nouveau, grâce à un dérailleur sorti de votre tiroir magique.',
      },
      {
        who: 'oliver_hughes',
        daysAgo: 0.6,
        text: 'Passing through Grenoble on Friday with a broken spoke. Help?',
      },
      {
        who: 'jeanne_d',
        daysAgo: 0.15,
        text: 'Vous êtes ouverts ce soir jusqu’à 19 h, ou c’était l’an dernier ?',
      },
    ],
    exchanges: [
      {
        who: 'nadia_benali',
        daysAgo: 3.9,
        lines: [
          '< Bonjour Nadia, nous avons vu votre message pour les douze vélos. Voulez-vous un devis d’entretien annuel ?',
          'Volontiers ! Dix musculaires, deux électriques, tous de 2022.',
          '< Merci. Deux passages par an : 1 140 €. Nous venons sur place.',
          'Je transmets au service achats, réponse lundi.',
        ],
      },
      {
        who: 'lucas_perrin',
        daysAgo: 1.8,
        lines: [
          'Bonjour, il reste une place pour le cours de mécanique de jeudi ?',
          '< Bonjour Lucas, il en reste deux. Je vous en garde une ?',
          'Oui, merci ! Je viens avec mon vélo ?',
        ],
      },
      {
        who: 'theo_marchand',
        daysAgo: 0.3,
        lines: ['Bonjour, le frein arrière frotte de nouveau depuis la réparation de la semaine dernière.'],
      },
    ],
  },
};
