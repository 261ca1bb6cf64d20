import type { Content, PostMedia } from '../../../src-shared/domain/content.ts';

/** What a post becomes on the network. */
export type Form = 'post' | 'carousel' | 'reel' | 'story';

export const isFilm = (medium: Pick<PostMedia, 'mime'>): boolean => medium.mime.startsWith('video/');

/** The form that was chosen, or that follows from what is attached (`manifest.formats`, in their order). */
export function formOf(content: Pick<Content, 'media' | 'settings'>): Form {
  const chosen = content.settings['format'];
  if (chosen === 'story' || chosen === 'reel') return chosen;
  const { media } = content;
  if (media.length > 1) return 'carousel';
  return media.some(isFilm) ? 'reel' : 'post';
}
