/** How a post will look on a network. */
export const previews = {
  alt: 'ALT',
  noAlt: 'Image sans description',
  nothing: 'Votre texte apparaîtra ici.',
  needsMedium: 'Il faut une image ou une vidéo.',
  ofMany: '{n} sur {count}',
  showMore: 'Déplier',
  showLess: 'Replier',
  sensitive: 'Contenu sensible',
  poll: 'Sondage',
  emptyOption: 'Choix {n}',
  morePictures: { one: '+ {count} image', other: '+ {count} images' },
  pages: { one: '{count} page', other: '{count} pages' },
  pollEnds: '0 vote · se termine dans {span}',
} as const;
