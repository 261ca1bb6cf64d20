import type { Network } from './cells.ts';

/** What the servers call the operations by which a network is written to. */
interface Operations {
  /** They show something to somebody. */
  readonly posting: readonly string[];
  /** They bring material that nobody sees yet. */
  readonly uploading: readonly string[];
  /** They change what is there. */
  readonly acting: readonly string[];
  /** They show something to one person alone. */
  readonly private: readonly string[];
}

const operations: Readonly<Record<Network, Operations>> = {
  bluesky: {
    posting: ['com.atproto.repo.createRecord'],
    uploading: ['com.atproto.repo.uploadBlob'],
    acting: ['com.atproto.repo.deleteRecord'],
    private: ['chat.bsky.convo.sendMessage'],
  },
  mastodon: {
    posting: ['statuses.create'],
    uploading: ['media.upload', 'media.describe'],
    acting: ['statuses.favourite', 'statuses.delete', 'scheduled.*'],
    // An answer in private is a post of its own kind (mastodon §2).
    private: [],
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
    private: ['messages.create'],
  },
  instagram: {
    posting: ['media.publish', 'comments.create', 'replies.create'],
    uploading: ['media.create', 'hosting.*', 'rupload.*'],
    acting: ['node.update', 'node.delete'],
    private: ['messages.create'],
  },
  linkedin: {
    posting: ['posts.create', 'comments.create'],
    uploading: ['dms.*', 'images.*', 'videos.*', 'documents.*'],
    acting: ['reactions.create', 'posts.delete', 'comments.delete'],
    private: [],
  },
  twitter: {
    posting: ['posts.create'],
    uploading: ['media.*'],
    acting: ['posts.hide', 'posts.delete'],
    private: ['dm.send'],
  },
};

/** What somebody sees. What was drawn for the others does not change by what comes last. */
export const posting = (network: Network): readonly string[] => [
  ...operations[network].posting,
  ...operations[network].private,
];
export const uploading = (network: Network): readonly string[] => operations[network].uploading;
export const writing = (network: Network): readonly string[] => {
  const { posting: shown, uploading: brought, acting, private: said } = operations[network];
  return [...shown, ...brought, ...acting, ...said];
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
