import type { Content, PostMedia } from '../../../src-shared/domain/content.ts';
import type { Format } from '../../../src-shared/networks/manifest.ts';
import { film } from '../../fixtures/film.ts';
import { gif, pdf } from '../../fixtures/media-files.ts';
import type { Stand } from './stand.ts';

/** The least that a post of this form holds, with words that were never said before where it takes any. */
export function contentIn(stand: Stand, form: Format): Content {
  const { manifest, network } = stand;
  const named = manifest.formats === undefined ? {} : { format: form.name };
  return {
    ...stand.content(form.text ? stand.words() : ''),
    media: [...mediaFor(stand, form)],
    settings: { ...named, ...network.settings?.[form.name] },
  };
}

/** The fewest files that a form takes, each of a type that it takes. */
function mediaFor(
  stand: Stand,
  { images, videos, documents, minMedia, image }: Format,
): readonly PostMedia[] {
  const { world, manifest } = stand;
  const mimes = image?.mimes ?? manifest.images.mimes;
  const picture = (): PostMedia =>
    mimes.includes('image/gif') && !mimes.includes('image/jpeg')
      ? world.file(gif(3), { mime: 'image/gif', width: 320, height: 240, alt: 'Une lampe' })
      : world.medium('Une lampe');
  const media = [
    ...Array.from({ length: images.min }, picture),
    ...Array.from({ length: videos.min }, () =>
      world.file(film({ bytes: 100_000 }), {
        mime: 'video/mp4',
        name: 'film.mp4',
        width: 1080,
        height: 1920,
      }),
    ),
    ...Array.from({ length: documents.min }, () =>
      world.file(pdf(2), { mime: 'application/pdf', name: 'catalogue.pdf' }),
    ),
  ];
  while (media.length < (minMedia ?? 0)) media.push(picture());
  // A story that takes a picture or a film needs one of the two.
  if (media.length === 0 && images.max > 0 && videos.max > 0) media.push(picture());
  return media;
}
