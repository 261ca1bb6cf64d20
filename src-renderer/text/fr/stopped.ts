/** When the interface cannot go on, as a whole or in one place. */
export const stopped = {
  failedTitle: 'L’interface s’est arrêtée',
  failedText:
    'Une erreur inattendue s’est produite. Rien de ce que vous avez écrit n’est perdu, et les envois continuent.',
  reload: 'Recharger la fenêtre',
  copyReport: 'Copier un rapport',
  copied: 'Le rapport est dans le presse-papiers.',
  notCopied: 'Le rapport n’a pas pu être copié.',
  quit: 'Quitter Vigie',
  newerTitle: 'Ces données viennent d’une version plus récente',
  newerText:
    'Elles ont été écrites par une Vigie plus récente que celle-ci. Pour ne rien abîmer, Vigie {version} ne les ouvre pas et n’y change rien.',
  newerVersions: 'Données : format {found}. Cette version lit jusqu’au format {ours}.',
  newerNext: 'Que faire',
  newerStep1: 'Installez la dernière version de Vigie : tout sera là, tel quel.',
  newerStep2: 'En attendant, vous pouvez exporter tout ce que vous avez écrit dans un fichier lisible.',
  export: 'Exporter ce que j’ai écrit…',
  exporting: 'Export en cours…',
  exported: { one: '{count} élément exporté.', other: '{count} éléments exportés.' },
  placeTitle: 'Cette partie a rencontré une erreur',
  placeText: 'Le reste de Vigie continue. Rien de ce que vous avez écrit n’est perdu.',
} as const;
