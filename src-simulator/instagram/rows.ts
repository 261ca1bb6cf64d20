import type { StateRow } from '../core/state.ts';

/** A professional account. `id` is the id that paths take; `scopedId` the other one that Instagram Login shows. */
export interface AccountRow extends StateRow {
  readonly scopedId: string;
  readonly username: string;
  readonly name: string;
  readonly biography: string;
  readonly website: string;
  readonly accountType: 'BUSINESS' | 'MEDIA_CREATOR';
  readonly clientId: string;
  /** Who signs in to it, with their own password. */
  readonly ownerId: string;
  /** Person ids. */
  readonly followers: readonly string[];
  readonly restricted: boolean;
  readonly createdAt: number;
}

/** Who may not write to an account any more; the id is `account person`. */
export interface BlockRow extends StateRow {
  readonly accountId: string;
  readonly personId: string;
}

export interface FileFacts {
  readonly blob: string;
  readonly bytes: number;
  readonly mime: string;
  readonly width: number | null;
  readonly height: number | null;
  /** Null for images. */
  readonly seconds: number | null;
}

/** Why a container will never be published: the code that `status` words. */
export interface ContainerFailure {
  readonly code: number;
  readonly subcode: number;
}

export type ContainerKind = 'IMAGE' | 'VIDEO' | 'REELS' | 'STORIES' | 'CAROUSEL';

export interface UserTag {
  readonly username: string;
  readonly x: number | null;
  readonly y: number | null;
}

export interface ContainerRow extends StateRow {
  readonly accountId: string;
  readonly kind: ContainerKind;
  readonly carouselItem: boolean;
  readonly caption: string | null;
  readonly altText: string | null;
  readonly children: readonly string[];
  readonly userTags: readonly UserTag[];
  readonly collaborators: readonly string[];
  readonly locationId: string | null;
  readonly coverUrl: string | null;
  readonly thumbOffset: number | null;
  readonly shareToFeed: boolean;
  readonly trial: string | null;
  readonly file: FileFacts | null;
  /** Its bytes come by resumable upload instead of being fetched. */
  readonly uploaded: boolean;
  /** When processing ends; null while the bytes are still awaited. */
  readonly readyAt: number | null;
  readonly failure: ContainerFailure | null;
  readonly mediaId: string | null;
  readonly publishedAt: number | null;
  readonly createdAt: number;
  readonly committedAt: number;
}

/** A post, reel or story, of an account or (photo tags) of somebody of the audience. */
export interface MediaRow extends StateRow {
  readonly ownerId: string;
  readonly type: 'IMAGE' | 'VIDEO' | 'CAROUSEL_ALBUM';
  readonly product: 'FEED' | 'REELS' | 'STORY';
  readonly caption: string | null;
  readonly altText: string | null;
  readonly file: FileFacts | null;
  readonly children: readonly string[];
  /** An item of a carousel is read by its id and stands in no list. */
  readonly item: boolean;
  readonly taggedAccounts: readonly string[];
  readonly shortcode: string;
  readonly commentsEnabled: boolean;
  readonly sharedToFeed: boolean;
  readonly likedBy: readonly string[];
  readonly createdAt: number;
  readonly committedAt: number;
}

export interface CommentRow extends StateRow {
  readonly mediaId: string;
  /** The top comment; replies are one level deep. */
  readonly parentId: string | null;
  readonly authorId: string;
  readonly text: string;
  readonly hidden: boolean;
  readonly likedBy: readonly string[];
  /** A private reply was sent: once only. */
  readonly answeredPrivately: boolean;
  readonly createdAt: number;
  readonly committedAt: number;
}

/** A file at the person's own media host; the id is its name. */
export interface HostedRow extends StateRow {
  readonly blob: string;
  readonly mime: string;
}
