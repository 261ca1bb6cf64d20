import { invalidParameter, isFailure } from '../meta/failure.ts';
import { isObject, type Params } from '../meta/params.ts';
import { hashtagsOf, mentionsOf } from './counting.ts';
import { errors, refuse } from './errors.ts';
import { fetchMedium, keepMedium, orRefuse, type Fetched } from './fetching.ts';
import { limits } from './limits.ts';
import { filmFailure, pictureFailure, ratioFailure } from './media-rules.ts';
import type { AccountRow, ContainerKind, ContainerRow, UserTag } from './rows.ts';
import type { World } from './world.ts';

export type ContainerState = 'IN_PROGRESS' | 'FINISHED' | 'ERROR' | 'EXPIRED' | 'PUBLISHED';

export interface Creation {
  readonly params: Params;
  /** Local video needs Facebook Login (instagram §1, "Only here"). */
  readonly mayUpload: boolean;
  /** More processing asked for by a fault. */
  readonly delayMs: number;
}

/** How a container stands now. */
// instagram §2, State; §5, Containers: expires after 24 h
export function stateOf(world: World, row: ContainerRow): ContainerState {
  if (row.mediaId !== null) return 'PUBLISHED';
  const now = world.clock.now();
  if (now >= row.createdAt + limits.containerLifeMs) return 'EXPIRED';
  if (row.readyAt === null || now < row.readyAt) return 'IN_PROGRESS';
  return row.failure ? 'ERROR' : 'FINISHED';
}

/** The same in words, with the number of what went wrong. */
export function statusText(row: ContainerRow, state: ContainerState): string {
  switch (state) {
    case 'IN_PROGRESS':
      return 'In Progress: Media is still being processed.';
    case 'FINISHED':
      return 'Finished: Media has been uploaded and it is ready to be published.';
    case 'PUBLISHED':
      return 'Published: Media has been published.';
    case 'EXPIRED':
      return 'Expired: Media was not published within 24 hours.';
    case 'ERROR':
      return `Error: Media upload has failed with error code ${row.failure?.subcode ?? 2207032}`;
  }
}

/** Makes a container. Ends the request where the network would refuse it. */
// instagram §2, `POST /{ig}/media`
export async function createContainer(
  world: World,
  account: AccountRow,
  asked: Creation,
): Promise<ContainerRow> {
  const { params } = asked;
  if (account.restricted) refuse(errors.restricted);
  // instagram §5: 400 creations a day
  if (world.containersLately(account.id) >= limits.containersPerDay) refuse(errors.quota);
  const kind = kindOf(params);
  const caption = params.text('caption') ?? null;
  if (caption !== null) checkCaption(caption);
  const altText = params.text('alt_text') ?? null;
  if (altText !== null && altText.length > limits.altText) refuse(invalidParameter('alt_text is too long'));
  const collaborators = params.list('collaborators')?.map(String) ?? [];
  if (collaborators.length > limits.collaborators) refuse(invalidParameter('Too many collaborators'));
  const now = world.clock.now();
  const base = {
    id: world.nextId(),
    accountId: account.id,
    kind,
    carouselItem: params.flag('is_carousel_item') ?? false,
    caption,
    altText,
    children: [],
    userTags: userTagsOf(params),
    collaborators,
    locationId: params.text('location_id') ?? null,
    coverUrl: params.text('cover_url') ?? null,
    thumbOffset: params.number('thumb_offset') ?? null,
    shareToFeed: params.flag('share_to_feed') ?? true,
    trial: trialOf(params),
    file: null,
    uploaded: false,
    readyAt: null,
    failure: null,
    mediaId: null,
    publishedAt: null,
    createdAt: now,
    committedAt: now,
  } as const satisfies ContainerRow;
  return world.containers.put(await filled(world, base, asked));
}

async function filled(
  world: World,
  base: ContainerRow,
  { params, mayUpload, delayMs }: Creation,
): Promise<ContainerRow> {
  const now = world.clock.now();
  if (base.kind === 'CAROUSEL') {
    const children = childrenOf(world, base, params);
    return { ...base, children, readyAt: now + world.tuning.imageMs + delayMs };
  }
  if (params.text('upload_type') === 'resumable') {
    if (!mayUpload) refuse(invalidParameter('upload_type resumable is not supported for this login'));
    if (base.kind === 'IMAGE') refuse(errors.unknownType);
    return { ...base, uploaded: true };
  }
  const picture = params.text('image_url');
  const film = params.text('video_url');
  if (picture !== undefined && (base.kind === 'IMAGE' || base.kind === 'STORIES')) {
    // A picture is fetched and judged before the answer.
    const fetched = orRefuse(await fetchMedium(world, picture));
    const wrong = base.carouselItem ? pictureFailure(fetched, 'STORIES') : pictureFailure(fetched, base.kind);
    if (wrong) refuse(wrong);
    return { ...base, file: fetched.facts, readyAt: now + world.tuning.imageMs + delayMs };
  }
  if (film === undefined || base.kind === 'IMAGE')
    refuse(
      invalidParameter(
        base.kind === 'IMAGE' ? 'The parameter image_url is required' : 'The parameter video_url is required',
      ),
    );
  // A film is fetched behind the answer: what is wrong with it shows in the container's state.
  const fetched = await fetchMedium(world, film);
  const readyAt = now + world.tuning.videoMs + delayMs;
  if (isFailure(fetched))
    return { ...base, readyAt, failure: { code: fetched.code, subcode: fetched.subcode ?? 0 } };
  return { ...base, ...processed(fetched, base), readyAt };
}

function processed(fetched: Fetched, row: ContainerRow): Pick<ContainerRow, 'file' | 'failure'> {
  const wrong = filmFailure(fetched, row.kind, row.thumbOffset);
  return { file: fetched.facts, failure: wrong ? { code: wrong.code, subcode: wrong.subcode ?? 0 } : null };
}

/** A resumable upload is whole: processing begins. Of large files the bytes are not kept, and nothing is judged. */
// instagram §2, Resumable video
export async function finishUpload(
  world: World,
  row: ContainerRow,
  bytes: Buffer | undefined,
  delayMs: number,
): Promise<void> {
  const judged = bytes === undefined ? {} : processed(await keepMedium(world, bytes), row);
  world.containers.put({ ...row, ...judged, readyAt: world.clock.now() + world.tuning.videoMs + delayMs });
}

// instagram §2: omit for an image; VIDEO only as carousel item
function kindOf(params: Params): ContainerKind {
  const type = params.text('media_type');
  switch (type) {
    case undefined:
    case 'IMAGE':
      return 'IMAGE';
    case 'VIDEO':
      return params.flag('is_carousel_item') === true ? 'VIDEO' : refuse(errors.unknownType);
    case 'REELS':
    case 'STORIES':
    case 'CAROUSEL':
      return type;
    default:
      return refuse(errors.unknownType);
  }
}

// instagram §5, Caption
function checkCaption(caption: string): void {
  if (caption.length > limits.caption) refuse(errors.captionTooLong);
  if (hashtagsOf(caption).length > limits.hashtags || mentionsOf(caption).length > limits.mentions)
    refuse(errors.tooManyTags);
}

// instagram §5, Carousel
function childrenOf(world: World, base: ContainerRow, params: Params): readonly string[] {
  const ids = params.list('children')?.map(String) ?? [];
  const { min, max } = limits.carousel;
  if (ids.length < min || ids.length > max || new Set(ids).size < ids.length) refuse(errors.carousel);
  for (const id of ids) {
    const child = world.containers.get(id);
    if (!child || child.accountId !== base.accountId || !child.carouselItem) refuse(errors.mediaNotFound);
    const state = stateOf(world, child);
    if (state === 'EXPIRED') refuse(errors.builderExpired);
    if (state === 'PUBLISHED') refuse(errors.mediaNotFound);
    // instagram §2: wait until each item is FINISHED
    if (state !== 'FINISHED') refuse(errors.notReady);
  }
  const first = world.containers.get(ids[0] ?? '');
  // All items are cropped to the first: it is the one whose ratio counts.
  if (first?.file && first.file.seconds === null) {
    const wrong = ratioFailure({ facts: first.file });
    if (wrong) refuse(wrong);
  }
  return ids;
}

function userTagsOf(params: Params): readonly UserTag[] {
  const given = params.json('user_tags');
  if (given === undefined) return [];
  const tags = Array.isArray(given) ? given.filter(isObject) : [];
  if (!Array.isArray(given) || tags.length < given.length)
    refuse(invalidParameter('user_tags must be a list'));
  if (tags.length > limits.userTags) refuse(errors.tooManyTags);
  return tags.map(({ username, x, y }) => {
    if (typeof username !== 'string') refuse(invalidParameter('user_tags needs a username'));
    return { username, x: typeof x === 'number' ? x : null, y: typeof y === 'number' ? y : null };
  });
}

function trialOf(params: Params): string | null {
  const given = params.json('trial_params');
  if (given === undefined) return null;
  const strategy = isObject(given) ? given['graduation_strategy'] : undefined;
  return strategy === 'MANUAL' || strategy === 'SS_PERFORMANCE'
    ? strategy
    : refuse(invalidParameter('trial_params needs a graduation_strategy'));
}
