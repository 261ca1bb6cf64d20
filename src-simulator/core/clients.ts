/** What the audience talks about: picks the vocabulary. */
export type Theme = 'lamps' | 'bikes';

/** A fictitious client of the agency that uses the app, with what its account has already published. */
export interface Client {
  readonly id: string;
  readonly name: string;
  /** The user name on every network that has one. */
  readonly username: string;
  readonly theme: Theme;
  readonly bio: string;
  readonly city: string;
  readonly website: string;
  /** Past posts, oldest first; `daysAgo` counts back from the first start of the simulator. */
  readonly posts: readonly { readonly daysAgo: number; readonly text: string }[];
}

export const clients: readonly Client[] = [
  {
    id: 'atelier-lumiere',
    name: 'Atelier Lumière',
    username: 'atelierlumiere',
    theme: 'lamps',
    bio: 'Lampes en laiton façonnées à la main à Saint-Étienne. Visites de l’atelier le samedi.',
    city: 'Saint-Étienne',
    website: 'https://atelier-lumiere.example',
    posts: [
      {
        daysAgo: 12,
        text: 'Ondine est née d’une chute de laiton et d’un dimanche de pluie. Trois ans plus tard, elle part aux quatre coins de la France. #laiton #faitmain',
      },
      {
        daysAgo: 9,
        text: 'Ce samedi, atelier ouvert de 10 h à 17 h : venez voir souder, polir et câbler une Ondine du début à la fin.\n\nEntrée libre, café offert.',
      },
      {
        daysAgo: 6,
        text: 'Question du jour : laiton brut qui se patine, ou laiton verni qui reste brillant ? On prépare la prochaine série. #artisanat',
      },
      {
        daysAgo: 3,
        text: 'Nouvelle série de 40 Ondine numérotées. Expédition sous dix jours, réparable à vie : https://atelier-lumiere.example/ondine',
      },
    ],
  },
  {
    id: 'velo-et-co',
    name: 'Vélo & Co',
    username: 'veloetco',
    theme: 'bikes',
    bio: 'Atelier de réparation vélo à Grenoble, quartier Championnet. Révisions, roues, électriques, conseils sans chichi.',
    city: 'Grenoble',
    website: 'https://velo-et-co.example',
    posts: [
      {
        daysAgo: 11,
        text: 'Chaîne qui saute ? Neuf fois sur dix c’est la cassette. Passez, le diagnostic est gratuit. #Grenoble #vélo',
      },
      {
        daysAgo: 8,
        text: 'Forfait révision d’automne : freins, transmission, dévoilage, éclairage. 65 €, prêt en 48 h. https://velo-et-co.example/revision',
      },
      {
        daysAgo: 5,
        text: 'La piste Chronovélo est fermée entre Gambetta et Foch jusqu’à vendredi. Passez par la rue Lesdiguières, c’est plus calme.',
      },
      {
        daysAgo: 2,
        text: 'Cours de mécanique jeudi 18 h 30 : changer une chambre à air en six minutes. Huit places, réservation en message. #mécanique',
      },
    ],
  },
];
