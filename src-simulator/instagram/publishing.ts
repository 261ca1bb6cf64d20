import { stateOf } from './containers.ts';
import { errors, refuse } from './errors.ts';
import { shortcodeOf } from './shortcode.ts';
import type { AccountRow, ContainerRow, MediaRow } from './rows.ts';
import type { World } from './world.ts';

/**
 * Publishes a container. What the network does with one that is published already is in no document: here it becomes a
 * second post, so that a client that publishes twice is caught by the ledger (instagram §8.2: never again).
 */
// instagram §2, Publish; §6
export function publishContainer(world: World, account: AccountRow, creationId: string): MediaRow {
  if (account.restricted) refuse(errors.restricted);
  const container = world.containers.get(creationId);
  if (!container || container.accountId !== account.id || container.carouselItem)
    refuse(errors.mediaNotFound);
  switch (stateOf(world, container)) {
    case 'EXPIRED':
      return refuse(errors.builderExpired);
    case 'IN_PROGRESS':
      return refuse(errors.notReady);
    case 'ERROR':
      return refuse(errors.createFailed);
    case 'FINISHED':
    case 'PUBLISHED':
  }
  // instagram §2, Quota: a carousel counts once
  if (world.publishedLately(account.id) >= world.tuning.publishPerDay) refuse(errors.quota);
  const now = world.clock.now();
  const children = container.children.map((id) => itemOf(world, account, id, now));
  const media = world.putMedia(mediaOf(world, { account, container, children, now }));
  world.containers.put({ ...container, mediaId: media.id, publishedAt: now });
  return media;
}

function mediaOf(
  world: World,
  made: {
    readonly account: AccountRow;
    readonly container: ContainerRow;
    readonly children: readonly string[];
    readonly now: number;
    readonly item?: boolean;
  },
): MediaRow {
  const { account, container, now } = made;
  const id = world.nextId();
  const film = container.uploaded || (container.file !== null && container.file.seconds !== null);
  const tagged = container.userTags.flatMap(({ username }) => world.accountNamed(username)?.id ?? []);
  return {
    id,
    ownerId: account.id,
    type: container.kind === 'CAROUSEL' ? 'CAROUSEL_ALBUM' : film ? 'VIDEO' : 'IMAGE',
    product: container.kind === 'STORIES' ? 'STORY' : container.kind === 'REELS' ? 'REELS' : 'FEED',
    // A story shows no caption.
    caption: container.kind === 'STORIES' ? null : container.caption,
    altText: container.altText,
    file: container.file,
    children: made.children,
    item: made.item ?? false,
    taggedAccounts: tagged,
    shortcode: shortcodeOf(id),
    commentsEnabled: true,
    sharedToFeed: container.kind !== 'REELS' || container.shareToFeed,
    likedBy: [],
    createdAt: now,
    committedAt: now,
  };
}

function itemOf(world: World, account: AccountRow, containerId: string, now: number): string {
  const container = world.containers.get(containerId);
  if (!container) return refuse(errors.mediaNotFound);
  const media = world.putMedia(mediaOf(world, { account, container, children: [], now, item: true }));
  world.containers.put({ ...container, mediaId: media.id, publishedAt: null });
  return media.id;
}
