import { formatOf, kindOf } from '../../../src-shared/composing/form.ts';
import type { Content, PostMedia } from '../../../src-shared/domain/content.ts';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';

/** What a post becomes on the network: the manifest's forms. */
export type Form = 'post' | 'carousel' | 'reel' | 'story';

export const isFilm = (medium: Pick<PostMedia, 'mime' | 'facts'>): boolean => kindOf(medium) === 'video';

/** The form that was chosen, or that follows from what is attached. */
export function formOf(content: Content, manifest: Manifest): Form {
  const name = formatOf(content, manifest)?.name;
  return name === 'carousel' || name === 'reel' || name === 'story' ? name : 'post';
}
