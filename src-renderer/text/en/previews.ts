import type { previews as source } from '../fr/previews.ts';
import type { TranslationOf } from '../message.ts';

/** How a post will look on a network. */
export const previews: TranslationOf<typeof source> = {
  alt: 'ALT',
  noAlt: 'Picture without a description',
  nothing: 'Your text will appear here.',
  needsMedium: 'A picture or a film is needed.',
  ofMany: '{n} of {count}',
  showMore: 'Show more',
  showLess: 'Show less',
  sensitive: 'Sensitive content',
  poll: 'Poll',
  emptyOption: 'Choice {n}',
  morePictures: { one: '+ {count} picture', other: '+ {count} pictures' },
  pages: { one: '{count} page', other: '{count} pages' },
  pollEnds: '0 votes · ends in {span}',
};
