import type { Network } from './cells.ts';

/** What the servers call the operations by which a network is written to. */
interface Operations {
  /** They show something to somebody. */
  readonly posting: readonly string[];
  /** They bring material that nobody sees yet. */
  readonly uploading: readonly string[];
  /** They change what is there. */
  readonly acting: readonly string[];
}

const operations: Readonly<Record<Network, Operations>> = {
  bluesky: {
    posting: ['com.atproto.repo.createRecord'],
    uploading: ['com.atproto.repo.uploadBlob'],
    acting: ['com.atproto.repo.deleteRecord'],
  },
  mastodon: {
    posting: ['statuses.create'],
    uploading: ['media.upload', 'media.describe'],
    acting: ['statuses.favourite', 'statuses.delete', 'scheduled.*'],
  },
  facebook: {
    posting: [
      'feed.create',
      'comments.create',
      'videos.create',
      'reels.create',
      'photo_stories.create',
      'video_stories.create',
    ],
    uploading: ['photos.create', 'rupload.*', 'uploads.*'],
    acting: ['likes.*', 'node.update', 'node.delete'],
  },
  instagram: {
    posting: ['media.publish', 'comments.create', 'replies.create'],
    uploading: ['media.create', 'hosting.*', 'rupload.*'],
    acting: ['node.update', 'node.delete'],
  },
  linkedin: {
    posting: ['posts.create', 'comments.create'],
    uploading: ['dms.*', 'images.*', 'videos.*', 'documents.*'],
    acting: ['reactions.create', 'posts.delete', 'comments.delete'],
  },
  twitter: {
    posting: ['posts.create'],
    uploading: ['media.*'],
    acting: ['posts.hide', 'posts.delete'],
  },
};

export const posting = (network: Network): readonly string[] => operations[network].posting;
export const uploading = (network: Network): readonly string[] => operations[network].uploading;
export const writing = (network: Network): readonly string[] => {
  const { posting: shown, uploading: brought, acting } = operations[network];
  return [...shown, ...brought, ...acting];
};

/** A refusal that only one network knows. `worked`: it is also said of what was done nonetheless. */
interface OwnRefusal {
  readonly name: string;
  readonly worked: boolean;
  readonly operation: string;
}

/** Each of them is one of the traps of the network's sheet. */
export function ownRefusals(network: Network): readonly OwnRefusal[] {
  const said = (operation: string, name: string, worked = false): OwnRefusal => ({ operation, name, worked });
  switch (network) {
    // instagram §6: 4/2207051 with a live post, 100/33 of what is there, 401 that is a rate block
    case 'instagram':
      return [
        said('media.publish', 'spam', true),
        said('media.publish', 'server-error', true),
        said('media.publish', 'too-many-actions'),
        said('node.get', 'transient'),
      ];
    // facebook-pages §7, §9: a 500 with the photo published, 506, 100/33 of what is there
    case 'facebook':
      return [
        said('feed.create', 'unknown', true),
        said('feed.create', 'blocked'),
        said('feed.create', 'duplicate', true),
        said('feed.create', 'already-posted', true),
        said('photos.create', 'unknown', true),
        said('comments.create', 'not-yet-there'),
      ];
    // x §7: the same words twice, a cap that no header announces
    case 'twitter':
      return [
        said('posts.create', 'duplicate', true),
        said('posts.create', 'usage-capped'),
        said('media.*', 'usage-capped'),
      ];
    case 'bluesky':
    case 'mastodon':
    case 'linkedin':
      return [];
  }
}
