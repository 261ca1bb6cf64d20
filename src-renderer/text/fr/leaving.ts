/** Closing the window, ending the program. */
export const leaving = {
  closeTitle: 'Fermer la fenêtre',
  closeText: 'Vigie peut continuer sans fenêtre : les posts programmés partent et les messages arrivent.',
  quitTitle: 'Quitter Vigie ?',
  needs: {
    one: 'Un post ne part que si Vigie tourne sur cet ordinateur :',
    other: '{count} posts ne partent que si Vigie tourne sur cet ordinateur :',
  },
  more: { one: 'et {count} autre', other: 'et {count} autres' },
  needsNone: 'Aucun post n’a besoin de cet ordinateur pour partir.',
  late: {
    one: 'S’il a trop de retard au prochain démarrage, il ne partira pas : il attendra votre décision.',
    other:
      'S’ils ont trop de retard au prochain démarrage, ils ne partiront pas : ils attendront votre décision.',
  },
  noText: 'sans texte',
  tray: 'Continuer sans fenêtre',
  minimise: 'Réduire la fenêtre',
  quit: 'Quitter Vigie',
  quitAnyway: 'Quitter quand même',
  stay: 'Rester',
  remember: 'Retenir mon choix',
  rememberHint: 'Il se change dans les réglages.',
} as const;
