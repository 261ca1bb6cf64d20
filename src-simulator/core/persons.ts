/** How somebody behaves towards an account. */
export type Temperament =
  | 'fan'
  | 'customer'
  | 'writer'
  | 'troll'
  | 'photographer'
  | 'curious'
  | 'hesitant'
  | 'spammer'
  | 'journalist';

export interface Person {
  /** Stable name for tests, also the user name on every network. */
  readonly handle: string;
  readonly name: string;
  readonly language: 'fr' | 'en';
  readonly temperament: Temperament;
  readonly bio: string;
  /** Where this person lives on a federated network; undefined: on the simulated server itself. */
  readonly homeServer: string | undefined;
}

/** The audience. Handles are part of the test API: tests name them in `audience.say`. */
export const persons: readonly Person[] = [
  {
    handle: 'camille_roche',
    name: 'Camille Roche',
    language: 'fr',
    temperament: 'fan',
    bio: 'Brocantes, cafés, chats. Saint-Étienne → Lyon.',
    homeServer: 'pouet.example',
  },
  {
    handle: 'theo_marchand',
    name: 'Théo Marchand',
    language: 'fr',
    temperament: 'customer',
    bio: 'Papa de deux, vélotafeur, grenoblois.',
    homeServer: undefined,
  },
  {
    handle: 'nadia_benali',
    name: 'Nadia Benali',
    language: 'fr',
    temperament: 'writer',
    bio: 'Architecte d’intérieur. Réponses rapides le matin.',
    homeServer: 'pouet.example',
  },
  {
    handle: 'gege_raleur',
    name: 'Gégé 🙄',
    language: 'fr',
    temperament: 'troll',
    bio: 'C’était mieux avant.',
    homeServer: 'grogne.example',
  },
  {
    handle: 'ines.fontaine',
    name: 'Inès Fontaine',
    language: 'fr',
    temperament: 'photographer',
    bio: 'Photographe, lumière naturelle. Portfolio en lien.',
    homeServer: 'images.example',
  },
  {
    handle: 'lucas_perrin',
    name: 'Lucas Perrin',
    language: 'fr',
    temperament: 'curious',
    bio: 'Étudiant, bricole un randonneuse de 1978.',
    homeServer: undefined,
  },
  {
    handle: 'jeanne_d',
    name: 'Jeanne D.',
    language: 'fr',
    temperament: 'hesitant',
    bio: 'Je relis toujours après avoir publié.',
    homeServer: 'pouet.example',
  },
  {
    handle: 'oliver_hughes',
    name: 'Oliver Hughes',
    language: 'en',
    temperament: 'customer',
    bio: 'Bristol. Bikes, lamps, dogs.',
    homeServer: 'harbour.example',
  },
  {
    handle: 'sarah_whitfield',
    name: 'Sarah Whitfield 🌿',
    language: 'en',
    temperament: 'fan',
    bio: 'Slow design, plants, cycling holidays in France.',
    homeServer: 'harbour.example',
  },
  {
    handle: 'hugo_lemaire',
    name: 'Hugo Lemaire',
    language: 'fr',
    temperament: 'journalist',
    bio: 'Journaliste, rubrique artisanat et mobilités.',
    homeServer: 'gazette.example',
  },
  {
    handle: 'gains_faciles',
    name: 'GAINS FACILES 💸',
    language: 'fr',
    temperament: 'spammer',
    bio: 'Revenus passifs garantis',
    homeServer: 'spam.example',
  },
];
