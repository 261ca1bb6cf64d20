import type { Content, PostMedia } from '../../../src-shared/domain/content.ts';
import { isFilm, type Form } from './form.ts';

type Parameters = Readonly<Record<string, string | undefined>>;

/** The parameters of a post's container, without its media. */
// instagram §2, `POST /{ig}/media`
export function postParameters(content: Content, form: Form): Parameters {
  const { settings } = content;
  const text = (name: string): string | undefined => {
    const value = settings[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  if (form === 'story') return { media_type: 'STORIES' };
  const shared: Parameters = {
    // An empty parameter is refused as one.
    caption: content.text === '' ? undefined : content.text,
    collaborators: listOf(namesIn(text('collaborators'))),
    location_id: text('location'),
  };
  if (form !== 'reel') return { ...shared, ...(form === 'carousel' ? { media_type: 'CAROUSEL' } : {}) };
  const offset = Number(text('cover-second')?.replace(',', '.'));
  const trial = text('trial');
  return {
    ...shared,
    media_type: 'REELS',
    share_to_feed: settings['share-to-feed'] === false ? 'false' : 'true',
    cover_url: text('cover'),
    thumb_offset: Number.isFinite(offset) && offset >= 0 ? String(Math.round(offset * 1_000)) : undefined,
    audio_name: text('audio-name'),
    trial_params:
      trial === undefined || trial === 'none' ? undefined : JSON.stringify({ graduation_strategy: trial }),
    user_tags: tagsOf(namesIn(text('people')), false),
  };
}

/** What is said of one medium, alone in its post or an item of several. */
export function mediumParameters(
  medium: PostMedia,
  place: { readonly item: boolean; readonly story: boolean; readonly people: string | undefined },
): Parameters {
  const film = isFilm(medium);
  return {
    ...(place.item ? { is_carousel_item: 'true' } : {}),
    ...(place.item && film ? { media_type: 'VIDEO' } : {}),
    // Descriptions are for pictures of posts: stories and films have none (instagram §2).
    alt_text: film || place.story || medium.decorative || medium.alt === '' ? undefined : medium.alt,
    user_tags: film || place.item || place.story ? undefined : tagsOf(namesIn(place.people), true),
  };
}

/** User names in what a person typed, with or without their sign. */
function namesIn(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(/[\s,;]+/)
    .map((name) => name.replace(/^@/, ''))
    .filter((name) => name !== '');
}

const listOf = (names: readonly string[]): string | undefined =>
  names.length === 0 ? undefined : JSON.stringify(names);

/** People in a picture stand somewhere in it: below each other, in the middle. */
function tagsOf(names: readonly string[], inPicture: boolean): string | undefined {
  if (names.length === 0) return undefined;
  return JSON.stringify(
    names.map((username, index) =>
      inPicture ? { username, x: 0.5, y: round((index + 1) / (names.length + 1)) } : { username },
    ),
  );
}

const round = (value: number): number => Math.round(value * 100) / 100;
