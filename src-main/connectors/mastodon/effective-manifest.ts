import {
  lacking,
  type Capability,
  type Counting,
  type Manifest,
  type MediaRule,
} from '../../../src-shared/networks/manifest.ts';
import { keyedPost, mastodonManifest, nativeSchedule } from './manifest.ts';
import { isAtLeast, type Software } from './software.ts';
import type { WireInstance } from './wire.ts';

/** The connector's manifest refined by what a server says of itself and by what its software is known to keep. */
export function effectiveManifest(instance: WireInstance, software: Software): Manifest {
  const base = mastodonManifest;
  const counting = countingOf(instance, software);
  const schedules = keepsSchedules(software);
  const streams = streamingUrl(instance) !== null;
  const messages = hasConversations(software);
  const missing: readonly Capability[] = [
    ...(messages ? [] : (['direct-messages'] as const)),
    ...(schedules ? [] : (['native-schedule'] as const)),
    ...(streams ? [] : (['stream'] as const)),
  ];
  return {
    ...lacking(base, missing, 'not-on-this-server'),
    software: software.label,
    counting,
    images: imagesOf(instance, software),
    poll: pollOf(instance),
    native: schedules ? nativeSchedule : null,
    operations: honoursKeys(software)
      ? { ...base.operations, create: keyedPost, message: keyedPost }
      : base.operations,
    feeds: base.feeds.filter(({ name }) => messages || name !== 'private'),
    // Only Mastodon's own page is known to take the words along.
    web: software.family === 'mastodon' ? base.web : { compose: '/', hosts: [] },
    messageCounting: messages ? counting : null,
  };
}

/**
 * Where a post's key is honoured. GoToSocial has none. Pleroma keeps whole answers, errors too, by a key that is
 * global: a repeat after an error would replay the error for six hours, so its posts are read back instead.
 */
const honoursKeys = (software: Software): boolean => software.family === 'mastodon';

/** GoToSocial published scheduled posts at once before 0.20. */
const keepsSchedules = (software: Software): boolean =>
  software.family === 'mastodon' ||
  software.family === 'pleroma' ||
  (software.family === 'gotosocial' && isAtLeast(software, 0, 20));

/** Private conversations as a list: GoToSocial since 0.17. */
const hasConversations = (software: Software): boolean =>
  software.family !== 'gotosocial' || isAtLeast(software, 0, 17);

function countingOf(instance: WireInstance, software: Software): Counting {
  const said = instance.configuration?.statuses;
  return {
    ...mastodonManifest.counting,
    max: positive(said?.max_characters ?? instance.max_toot_chars, 500),
    urlLength: software.family === 'pleroma' ? null : positive(said?.characters_reserved_per_url, 23),
    // Only Mastodon shortens mentions when it counts: elsewhere counting them whole is never too little.
    remoteMentionsLocalPartOnly: software.family === 'mastodon',
  };
}

function imagesOf(instance: WireInstance, software: Software): MediaRule {
  const said = instance.configuration?.media_attachments;
  const base = mastodonManifest.images;
  const mimes = (said?.supported_mime_types ?? []).filter((mime) => /^image\/[\w.+-]+$/.test(mime));
  const pixels = said?.image_matrix_limit ?? null;
  return {
    // Pleroma has no limit of its own; past four, other servers show no more.
    max: positive(instance.configuration?.statuses?.max_media_attachments, base.max),
    maxBytes: positive(said?.image_size_limit ?? instance.upload_limit, base.maxBytes),
    maxPixels:
      pixels !== null && pixels > 0 ? pixels : software.family === 'mastodon' ? base.maxPixels : null,
    mimes: mimes.length > 0 ? mimes : base.mimes,
    altMax: positive(said?.description_limit, base.altMax),
    altRequired: false,
  };
}

function pollOf(instance: WireInstance): Manifest['poll'] {
  const said = instance.configuration?.polls;
  const older = instance.poll_limits;
  const base = { maxOptions: 4, maxOptionLength: 50, minSeconds: 300, maxSeconds: 2_629_746 };
  return {
    maxOptions: positive(said?.max_options ?? older?.max_options, base.maxOptions),
    maxOptionLength: positive(
      said?.max_characters_per_option ?? older?.max_option_chars,
      base.maxOptionLength,
    ),
    minSeconds: positive(said?.min_expiration ?? older?.min_expiration, base.minSeconds),
    maxSeconds: positive(said?.max_expiration ?? older?.max_expiration, base.maxSeconds),
  };
}

const positive = (value: number | null | undefined, fallback: number): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.floor(value) : fallback;

/** Base address of the WebSocket, without trailing slash; null when the server names none that can be used. */
export function streamingUrl(instance: WireInstance): string | null {
  const said = instance.configuration?.urls?.streaming ?? instance.urls?.streaming_api ?? null;
  if (said === null || !URL.canParse(said)) return null;
  const url = new URL(said);
  if (url.protocol === 'https:') url.protocol = 'wss:';
  if (url.protocol === 'http:') url.protocol = 'ws:';
  if (url.protocol !== 'wss:' && url.protocol !== 'ws:') return null;
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`;
}
