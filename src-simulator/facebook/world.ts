import type { Table } from '../core/state.ts';
import type { MetaWorld } from '../meta/world.ts';
import type { Limits } from './limits.ts';
import type {
  BlockRow,
  CommentRow,
  LikeRow,
  PhotoRow,
  PostRow,
  RatingRow,
  StoryRow,
  VideoRow,
} from './rows.ts';

/** Everything that the server knows. */
export interface World extends MetaWorld {
  readonly limits: Limits;
  readonly posts: Table<PostRow>;
  readonly photos: Table<PhotoRow>;
  readonly videos: Table<VideoRow>;
  readonly comments: Table<CommentRow>;
  readonly likes: Table<LikeRow>;
  readonly blocks: Table<BlockRow>;
  readonly ratings: Table<RatingRow>;
  readonly stories: Table<StoryRow>;
  /** A page or a person; undefined: nobody. */
  who(id: string): { readonly id: string; readonly name: string } | undefined;
  isBlocked(pageId: string, whoId: string): boolean;
  likesOf(objectId: string): readonly LikeRow[];
  /** Oldest first. */
  commentsOf(objectId: string): readonly CommentRow[];
  putComment(row: CommentRow): CommentRow;
  dropComment(row: CommentRow): void;
  like(objectId: string, whoId: string, type?: string, at?: number): LikeRow;
  unlike(objectId: string, whoId: string): boolean;
  /** The page that a commentable object is on. */
  pageOf(objectId: string): string | undefined;
  /** Fills the indexes from the tables: at start, and after a reset. */
  reindex(): void;
}

export function createWorld(family: MetaWorld, limits: Limits): World {
  const { state } = family;
  const comments = state.table<CommentRow>('comments');
  const likes = state.table<LikeRow>('likes');
  const posts = state.table<PostRow>('posts');
  const photos = state.table<PhotoRow>('photos');
  const videos = state.table<VideoRow>('videos');
  const ratings = state.table<RatingRow>('ratings');
  const blocks = state.table<BlockRow>('blocks');
  const commentsBy = new Map<string, Set<string>>();
  const likesBy = new Map<string, Set<string>>();
  const group = (map: Map<string, Set<string>>, key: string): Set<string> => {
    const known = map.get(key) ?? new Set<string>();
    map.set(key, known);
    return known;
  };
  return {
    ...family,
    limits,
    posts,
    photos,
    videos,
    comments,
    likes,
    blocks,
    ratings,
    stories: state.table('stories'),
    who: (id) => family.pages.get(id) ?? family.users.get(id),
    isBlocked: (pageId, whoId) => blocks.get(`${pageId}:${whoId}`) !== undefined,
    likesOf: (objectId) => [...group(likesBy, objectId)].flatMap((id) => likes.get(id) ?? []),
    commentsOf: (objectId) =>
      [...group(commentsBy, objectId)]
        .flatMap((id) => comments.get(id) ?? [])
        .sort((a, b) => a.createdAt - b.createdAt),
    putComment(row) {
      group(commentsBy, row.objectId).add(row.id);
      return comments.put(row);
    },
    dropComment(row) {
      group(commentsBy, row.objectId).delete(row.id);
      comments.delete(row.id);
    },
    like(objectId, whoId, type = 'LIKE', at = family.clock.now()) {
      const row = likes.put({ id: `${objectId}:${whoId}`, objectId, whoId, type, at });
      group(likesBy, objectId).add(row.id);
      return row;
    },
    unlike(objectId, whoId) {
      group(likesBy, objectId).delete(`${objectId}:${whoId}`);
      return likes.delete(`${objectId}:${whoId}`);
    },
    pageOf: (objectId) =>
      (
        posts.get(objectId) ??
        photos.get(objectId) ??
        videos.get(objectId) ??
        ratings.get(objectId) ??
        comments.get(objectId)
      )?.pageId,
    reindex() {
      commentsBy.clear();
      likesBy.clear();
      for (const row of comments.values()) group(commentsBy, row.objectId).add(row.id);
      for (const row of likes.values()) group(likesBy, row.objectId).add(row.id);
    },
  };
}
