import type { Content } from '../../../src-shared/domain/content.ts';

export type Form = 'post' | 'video' | 'reel' | 'story';

/** The form of a post: as chosen, otherwise what its media make of it. */
export function formOf(content: Pick<Content, 'media' | 'settings'>): Form {
  const chosen = content.settings['format'];
  if (chosen === 'post' || chosen === 'video' || chosen === 'reel' || chosen === 'story') return chosen;
  return content.media.some(({ mime }) => mime.startsWith('video/')) ? 'video' : 'post';
}
