import type { CommentRow, PostRow, StoryRow, VideoRow } from './rows.ts';
import type { World } from './world.ts';

/** What makes posts, and what follows from them in time. */
export interface Publishing {
  post(
    order: Pick<PostRow, 'pageId' | 'fromId' | 'message'> & Partial<PostRow>,
    did?: (kind: string, id: string) => void,
  ): PostRow;
  /** A scheduled or unpublished post goes out now. */
  release(post: PostRow): PostRow;
  remove(post: PostRow): void;
  /** The moment of a scheduled post was moved. */
  rearm(id: string): void;
  comment(
    order: Pick<CommentRow, 'objectId' | 'pageId' | 'fromId' | 'message'> & Partial<CommentRow>,
  ): CommentRow;
  removeComment(row: CommentRow): void;
  story(pageId: string, mediaId: string, mediaType: StoryRow['mediaType']): StoryRow;
  /** Processing of a video begins: ready after the network's time and `delayMs` more. */
  process(video: VideoRow, delayMs: number, isValid: boolean): VideoRow;
  /** Arms what is due later: at start and after a reset. */
  resume(): void;
}

export function createPublishing(
  world: World,
  listener: { readonly published: (post: PostRow) => void },
): Publishing {
  const { clock } = world;

  function post(
    order: Pick<PostRow, 'pageId' | 'fromId' | 'message'> & Partial<PostRow>,
    did?: (kind: string, id: string) => void,
  ): PostRow {
    const now = clock.now();
    const row = world.posts.put({
      id: `${order.pageId}_${world.nextId()}`,
      link: null,
      photoIds: [],
      videoId: null,
      tagged: [],
      appId: null,
      createdAt: now,
      updatedAt: order.createdAt ?? now,
      committedAt: now,
      published: true,
      scheduledAt: null,
      hidden: false,
      shares: 0,
      ...order,
    });
    for (const id of row.photoIds) {
      const photo = world.photos.get(id);
      if (photo) world.photos.put({ ...photo, postId: row.id, published: row.published });
    }
    did?.(row.scheduledAt === null ? 'post' : 'scheduled', row.id);
    if (row.scheduledAt !== null) arm(row.id);
    else if (row.published) listener.published(row);
    return row;
  }

  function release(row: PostRow): PostRow {
    const now = clock.now();
    const out = world.posts.put({
      ...row,
      published: true,
      scheduledAt: null,
      createdAt: now,
      updatedAt: now,
      committedAt: now,
    });
    for (const id of row.photoIds) {
      const photo = world.photos.get(id);
      if (photo) world.photos.put({ ...photo, published: true });
    }
    listener.published(out);
    return out;
  }

  /** The moment may be moved meanwhile: the row says whether it has come. */
  function arm(id: string): void {
    const row = world.posts.get(id);
    if (!row || row.scheduledAt === null) return;
    clock.after(row.scheduledAt - clock.now(), () => {
      const now = world.posts.get(id);
      if (!now || now.scheduledAt === null) return;
      if (now.scheduledAt > clock.now()) return arm(id);
      release(now);
    });
  }

  function finish(id: string): void {
    const video = world.videos.get(id);
    if (!video || video.stage !== 'processing') return;
    const ready = world.videos.put({ ...video, stage: 'ready' });
    if (ready.wanted === null || ready.wanted === 'draft' || ready.postId !== null) return;
    if (ready.kind === 'story') {
      const made = story(ready.pageId, ready.id, 'video');
      world.videos.put({ ...ready, postId: made.id });
      return;
    }
    const made = post({
      pageId: ready.pageId,
      fromId: ready.pageId,
      message: ready.description,
      videoId: ready.id,
      appId: ready.appId,
      ...(ready.wanted === 'scheduled' ? { published: false, scheduledAt: ready.scheduledAt } : {}),
    });
    world.videos.put({ ...ready, postId: made.id });
  }

  function armVideo(video: VideoRow): void {
    if (video.stage === 'processing' && video.readyAt !== null)
      clock.after(video.readyAt - clock.now(), () => finish(video.id));
  }

  function story(pageId: string, mediaId: string, mediaType: StoryRow['mediaType']): StoryRow {
    const now = clock.now();
    return world.stories.put({
      id: world.nextId(),
      pageId,
      mediaId,
      mediaType,
      createdAt: now,
      committedAt: now,
    });
  }

  function removeComment(row: CommentRow): void {
    for (const answer of world.commentsOf(row.objectId))
      if (answer.parentId === row.id) world.dropComment(answer);
    world.dropComment(row);
  }

  return {
    post,
    release,
    rearm: arm,
    remove(row) {
      for (const comment of world.commentsOf(row.id)) world.dropComment(comment);
      world.posts.delete(row.id);
      for (const id of row.photoIds) world.photos.delete(id);
      if (row.videoId !== null) world.videos.delete(row.videoId);
    },
    comment(order) {
      const now = clock.now();
      const under = order.objectId.split('_').at(-1) ?? order.objectId;
      return world.putComment({
        id: `${under}_${world.nextId()}`,
        parentId: null,
        photoId: null,
        attachmentUrl: null,
        createdAt: now,
        committedAt: now,
        hidden: false,
        privatelyAnswered: false,
        ...order,
      });
    },
    removeComment,
    story,
    process(video, delayMs, isValid) {
      if (!isValid)
        return world.videos.put({
          ...video,
          stage: 'error',
          problem: 'The video could not be processed: its format is not supported.',
        });
      const row = world.videos.put({
        ...video,
        stage: 'processing',
        readyAt: clock.now() + world.limits.processingMs + delayMs,
      });
      armVideo(row);
      return row;
    },
    resume() {
      for (const row of world.posts.values()) if (row.scheduledAt !== null) arm(row.id);
      for (const video of world.videos.values()) armVideo(video);
    },
  };
}
