/** The few words that main shows by itself: tray, menu, notifications. Everything else is the interface's. */
const words = {
  fr: {
    open: 'Ouvrir Vigie',
    outbox: 'Départs',
    freeze: 'Geler ou reprendre les envois…',
    departures: 'Envois',
    quit: 'Quitter Vigie',
    edit: 'Édition',
    view: 'Affichage',
    window: 'Fenêtre',
    notOpened: 'Vigie ne peut pas s’ouvrir',
    noRoom:
      'Le disque est plein. Libérez de la place, puis réessayez : rien de ce que vous avez écrit n’est perdu.',
    notReadable:
      'Vigie ne peut pas ouvrir son dossier. Un autre programme le tient peut-être ; réessayez dans un instant.',
    tryAgain: 'Réessayer',
    resumeTitle: 'Le gel des envois devait prendre fin',
    resumeBody: 'Rien ne repart sans vous : ouvrez Vigie pour reprendre ou prolonger.',
  },
  en: {
    open: 'Open Vigie',
    outbox: 'Outbox',
    freeze: 'Freeze or resume departures…',
    departures: 'Departures',
    quit: 'Quit Vigie',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    notOpened: 'Vigie cannot open',
    noRoom: 'The disk is full. Free some space, then try again: nothing that you wrote is lost.',
    notReadable: 'Vigie cannot open its folder. Another program may hold it; try again in a moment.',
    tryAgain: 'Try again',
    resumeTitle: 'The freeze was to end now',
    resumeBody: 'Nothing leaves without you: open Vigie to resume or to extend it.',
  },
} as const;

export type MainWords = { readonly [K in keyof (typeof words)['fr']]: string };
export const mainWords = (locale: 'fr' | 'en'): MainWords => words[locale];
