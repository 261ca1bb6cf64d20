/** What everybody must know whatever the screen, under the navigation. */
export const banners = {
  region: 'Avertissements',
  more: { one: '{count} autre avertissement', other: '{count} autres avertissements' },
  fewer: 'Moins',
  sessionVault: 'Aucun trousseau ne répond.',
  sessionVaultText:
    'Les accès aux comptes sont gardés jusqu’à la fermeture de Vigie ; il faudra reconnecter ensuite.',
  readOnly: 'Lecture seule.',
  readOnlyText:
    'Les données viennent d’une version plus récente de Vigie : rien ne peut être changé ici. Mettez Vigie à jour, ou exportez ce que vous avez écrit.',
  rebuilt: 'Le journal des envois était abîmé et a été reconstruit.',
  rebuiltText: 'Rien n’a été renvoyé : vérifiez les posts dont l’heure est passée.',
  verify: 'Vérifier les envois',
  restored: {
    one: '{count} élément repris de la seconde copie.',
    other: '{count} éléments repris de la seconde copie.',
  },
  restoredText:
    'La base locale avait disparu ; ce que vous aviez écrit est revenu, les messages sont relus sur les réseaux.',
  diskFull: 'Le disque est plein.',
  diskFullText: 'Ce que vous écrivez ne s’enregistre plus. Libérez de la place, puis réessayez.',
  storeTrouble: 'La base locale refuse des écritures.',
  reload: 'Recharger la fenêtre',
  check: 'Vérifier à nouveau',
  refused: '{account} ({client})',
  refusedText: 'Le réseau ne reconnaît plus l’accès de Vigie. Rien n’est perdu : ses envois attendent.',
  lockedText: 'L’accès n’a pas été gardé depuis la dernière fermeture. Ses envois attendent.',
  reconnect: 'Reconnecter',
  exportAll: 'Exporter ce que j’ai écrit…',
  exported: { one: '{count} élément exporté', other: '{count} éléments exportés' },
  diagnostics: 'Voir le diagnostic',
  dismiss: 'Masquer cet avertissement',
  trainingFailed: 'L’espace d’entraînement n’a pas démarré.',
} as const;
