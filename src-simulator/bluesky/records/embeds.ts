import { blob, integer, later, list, shape, text, union, type Check } from './check.ts';
import { language, strongRef, uri } from './terms.ts';

const aspectRatio = shape({ width: integer(1), height: integer(1) });

/** sheet: 2 Publish, Limit (images) */
const images = shape({
  images: list(shape({ image: blob(['image/*'], 2_000_000), alt: text() }, { aspectRatio }), 4),
});

/** sheet: 2 Publish, Limit (gallery) */
const gallery = shape({
  items: list(
    union({
      'app.bsky.embed.gallery#image': shape({
        image: blob(['image/*'], 2_000_000),
        alt: text(),
        aspectRatio,
      }),
    }),
    20,
  ),
});

/** sheet: 2 Publish, Limit (video) */
const video = shape(
  { video: blob(['video/mp4'], 300_000_000) },
  {
    captions: list(shape({ lang: language, file: blob(['text/vtt'], 20_000) }), 20),
    alt: text(),
    aspectRatio,
    presentation: text(),
  },
);

/** sheet: 2 Publish, Limit (external card) */
const external = shape({
  external: shape(
    { uri, title: text(), description: text() },
    { thumb: blob(['image/*'], 1_000_000), associatedRefs: list(strongRef) },
  ),
});

/** sheet: 2 Publish, Limit (quote) */
const record = shape({ record: strongRef });
const media = later(() =>
  union({
    'app.bsky.embed.images': images,
    'app.bsky.embed.video': video,
    'app.bsky.embed.gallery': gallery,
    'app.bsky.embed.external': external,
  }),
);

/** What a post can carry beside its text. */
export const embed: Check = union({
  'app.bsky.embed.images': images,
  'app.bsky.embed.video': video,
  'app.bsky.embed.gallery': gallery,
  'app.bsky.embed.external': external,
  'app.bsky.embed.record': record,
  'app.bsky.embed.recordWithMedia': shape({ record, media }),
});

/** What a private message can carry. */
export const messageEmbed: Check = union({ 'app.bsky.embed.record': record });
