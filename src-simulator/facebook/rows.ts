import type { StateRow } from '../core/state.ts';

/** A post on a page: the page's own, or of somebody who tags it. Its id is `page_post`. */
export interface PostRow extends StateRow {
  readonly pageId: string;
  readonly fromId: string;
  readonly message: string;
  readonly link: string | null;
  readonly photoIds: readonly string[];
  readonly videoId: string | null;
  /** Pages that it tags. */
  readonly tagged: readonly string[];
  readonly appId: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly committedAt: number;
  readonly published: boolean;
  readonly scheduledAt: number | null;
  readonly hidden: boolean;
  readonly shares: number;
}

export interface PhotoRow extends StateRow {
  readonly pageId: string;
  readonly name: string;
  readonly altText: string | null;
  readonly blob: string;
  readonly contentType: string;
  readonly width: number;
  readonly height: number;
  readonly createdAt: number;
  readonly committedAt: number;
  readonly published: boolean;
  /** The post that shows it. */
  readonly postId: string | null;
}

export type VideoStage = 'uploading' | 'upload_complete' | 'processing' | 'ready' | 'error';

export interface VideoRow extends StateRow {
  readonly pageId: string;
  readonly appId: string;
  readonly kind: 'video' | 'reel' | 'story';
  readonly title: string;
  readonly description: string;
  readonly stage: VideoStage;
  /** Why processing failed. */
  readonly problem: string | null;
  /** When processing ends, once it began. */
  readonly readyAt: number | null;
  /** What becomes of it once it is ready. */
  readonly wanted: 'published' | 'scheduled' | 'draft' | null;
  readonly scheduledAt: number | null;
  readonly postId: string | null;
  readonly createdAt: number;
  readonly committedAt: number;
}

export interface CommentRow extends StateRow {
  /** The post, photo, video or recommendation that it is under. */
  readonly objectId: string;
  readonly pageId: string;
  readonly parentId: string | null;
  readonly fromId: string;
  readonly message: string;
  readonly photoId: string | null;
  readonly attachmentUrl: string | null;
  readonly createdAt: number;
  readonly committedAt: number;
  readonly hidden: boolean;
  readonly privatelyAnswered: boolean;
}

/** Somebody likes something; its id is `object:who`. */
export interface LikeRow extends StateRow {
  readonly objectId: string;
  readonly whoId: string;
  readonly type: string;
  readonly at: number;
}

/** A page blocks somebody; its id is `page:who`. */
export interface BlockRow extends StateRow {
  readonly pageId: string;
  readonly whoId: string;
  readonly at: number;
}

/** A recommendation of the page; its id is that of its story. */
export interface RatingRow extends StateRow {
  readonly pageId: string;
  readonly fromId: string;
  readonly positive: boolean;
  readonly text: string;
  readonly createdAt: number;
  readonly committedAt: number;
}

export interface StoryRow extends StateRow {
  readonly pageId: string;
  readonly mediaId: string;
  readonly mediaType: 'photo' | 'video';
  readonly createdAt: number;
  readonly committedAt: number;
}
