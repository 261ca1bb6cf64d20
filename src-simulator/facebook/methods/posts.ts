import type { Route } from '../../core/route.ts';
import type { Answer, GraphCall } from '../../meta/endpoint.ts';
import { failure, invalidParameter, isFailure, missing, type GraphFailure } from '../../meta/failure.ts';
import { isObject } from '../../meta/params.ts';
import { actingPage, mayAct, readTiming, scheduleMoment, textProblem } from '../gates.ts';
import type { PostRow } from '../rows.ts';
import type { Services } from '../services.ts';

const writing = ['pages_manage_posts'];

/** Posts of a page: made, scheduled, changed, deleted (facebook-pages §3). */
export function postRoutes(services: Services): readonly Route[] {
  const { world, endpoints, publishing } = services;

  function create(call: GraphCall): Answer {
    const { params, request } = call;
    const page = actingPage(world, call, 'CREATE_CONTENT');
    if (isFailure(page)) return page;
    // Null is not nothing: it counts as an empty post (facebook-pages §3, traps).
    if (params.isNull('message')) return emptyPost();
    const message = params.text('message') ?? '';
    const link = params.text('link');
    const photoIds = readMedia(params.list('attached_media'), page.id);
    if (isFailure(photoIds)) return photoIds;
    const wrong = textProblem(world, message);
    if (wrong) return wrong;
    if (message.trim() === '' && link === undefined && photoIds.length === 0) return emptyPost();
    if (link !== undefined) {
      const refused = linkProblem(link);
      if (refused) return refused;
    }
    const timing = readTiming(world, params);
    if (isFailure(timing)) return timing;
    if (timing.published && photoIds.length === 0 && repeatsLast(page.id, message, link ?? null))
      return failure(506, '(#506) Duplicate status message', {
        said: 'This status update is identical to the last one you posted. Try posting something different, or delete your previous update.',
        title: 'Duplicate Status Update',
      });
    const post = publishing.post(
      {
        pageId: page.id,
        fromId: page.id,
        message,
        link: link ?? null,
        photoIds,
        appId: call.token.appId,
        ...timing,
      },
      request.did,
    );
    return {
      id: post.id,
      ...(params.text('fields')?.includes('permalink_url')
        ? { permalink_url: linkOf(post, request.origin) }
        : {}),
    };
  }

  /** Unpublished photos of the same page that no post shows yet; images only (facebook-pages §3). */
  function readMedia(list: readonly unknown[] | undefined, pageId: string): readonly string[] | GraphFailure {
    const ids = (list ?? []).map((item) => {
      const value: unknown = typeof item === 'string' ? parse(item) : item;
      const id = isObject(value) ? value['media_fbid'] : undefined;
      return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
    });
    if (ids.length > world.limits.photos)
      return invalidParameter(`Too many attached media: ${ids.length} of ${world.limits.photos}`);
    for (const id of ids) {
      const photo = world.photos.get(id);
      if (!photo || photo.pageId !== pageId)
        return failure(100, `(#100) Invalid parameter: media_fbid ${id} could not be attached`, {
          subcode: 1366029,
        });
      if (photo.postId !== null)
        return failure(100, '(#100) The photos were already posted.', {
          subcode: 1366051,
          title: 'Already Posted',
          said: 'These photos were already posted.',
        });
    }
    return ids;
  }

  function repeatsLast(pageId: string, message: string, link: string | null): boolean {
    let last: PostRow | undefined;
    for (const row of world.posts.values())
      if (
        row.pageId === pageId &&
        row.fromId === pageId &&
        row.published &&
        (!last || row.createdAt >= last.createdAt)
      )
        last = row;
    return (
      last !== undefined &&
      last.message === message &&
      last.link === link &&
      last.photoIds.length === 0 &&
      last.videoId === null &&
      world.clock.now() - last.createdAt <= world.limits.duplicateMs
    );
  }

  function update(post: PostRow, call: GraphCall): Answer {
    const { params, request } = call;
    const page = world.pages.get(post.pageId);
    const refused = page ? mayAct(call, page, 'CREATE_CONTENT') : missing('post', post.id);
    if (refused) return refused;
    if (post.appId !== call.token.appId)
      return failure(200, '(#200) This post wasn’t created by the application', { status: 403 });
    const message = params.text('message');
    const wrong = message === undefined ? undefined : textProblem(world, message);
    if (wrong) return wrong;
    let next: PostRow = {
      ...post,
      ...(message === undefined ? {} : { message, updatedAt: world.clock.now() }),
      ...(params.flag('is_hidden') === undefined ? {} : { hidden: params.flag('is_hidden') ?? false }),
    };
    if (params.has('scheduled_publish_time')) {
      if (post.scheduledAt === null) return invalidParameter('A published post cannot be scheduled');
      const at = scheduleMoment(world, params, world.limits.scheduleToMs);
      if (isFailure(at)) return at;
      next = { ...next, scheduledAt: at };
      request.did('rescheduled', post.id);
    }
    world.posts.put(next);
    if (params.flag('is_published') === true && !post.published) {
      publishing.release(next);
      request.did('post', post.id);
    } else if (next.scheduledAt !== null) publishing.rearm(post.id);
    if (message !== undefined) request.did('edit', post.id);
    return { success: true };
  }

  function remove(post: PostRow, call: GraphCall): Answer {
    const page = world.pages.get(post.pageId);
    const refused = page ? mayAct(call, page, 'CREATE_CONTENT') : missing('delete', post.id);
    if (refused) return refused;
    publishing.remove(post);
    call.request.did(post.scheduledAt === null ? 'delete' : 'unscheduled', post.id);
    return { success: true };
  }

  function updateNode(call: GraphCall): Answer {
    const post = world.posts.get(call.id);
    if (post) return need(call, writing) ?? update(post, call);
    const comment = world.comments.get(call.id);
    if (!comment) return missing('post', call.id);
    const page = world.pages.get(comment.pageId);
    const refused = need(call, ['pages_manage_engagement']) ?? (page && mayAct(call, page, 'MODERATE'));
    if (refused) return refused;
    const hide = call.params.flag('is_hidden');
    const message = call.params.text('message');
    if (hide !== undefined) {
      if (comment.fromId === comment.pageId) return failure(100, '(#100) You cannot hide your own comment');
      world.comments.put({ ...comment, hidden: hide });
      call.request.did(hide ? 'hide' : 'unhide', comment.id);
    }
    if (message !== undefined) {
      if (comment.fromId !== comment.pageId)
        return failure(200, '(#200) Only the author can edit a comment', { status: 403 });
      world.comments.put({ ...(world.comments.get(comment.id) ?? comment), message });
      call.request.did('edit', comment.id);
    }
    return { success: true };
  }

  function removeNode(call: GraphCall): Answer {
    const post = world.posts.get(call.id);
    if (post) return need(call, writing) ?? remove(post, call);
    const comment = world.comments.get(call.id);
    if (comment) {
      const page = world.pages.get(comment.pageId);
      const refused = need(call, ['pages_manage_engagement']) ?? (page && mayAct(call, page, 'MODERATE'));
      if (refused) return refused;
      publishing.removeComment(comment);
      call.request.did('delete', comment.id);
      return { success: true };
    }
    const photo = world.photos.get(call.id);
    if (photo) {
      world.photos.delete(photo.id);
      call.request.did('media-deleted', photo.id);
      return { success: true };
    }
    const video = world.videos.get(call.id);
    if (!video) return missing('delete', call.id);
    const shown = video.postId === null ? undefined : world.posts.get(video.postId);
    if (shown) publishing.remove(shown);
    world.videos.delete(video.id);
    call.request.did('delete', video.id);
    return { success: true };
  }

  return [
    ...endpoints.signed('POST', '/:id/feed', 'feed.create', create, { scopes: writing }),
    ...endpoints.signed('POST', '/:id', 'node.update', updateNode),
    ...endpoints.signed('DELETE', '/:id', 'node.delete', removeNode),
  ];
}

function need(call: GraphCall, scopes: readonly string[]): GraphFailure | undefined {
  return scopes.every((scope) => call.token.scopes.includes(scope))
    ? undefined
    : failure(200, `(#200) The permission '${scopes.join("' and '")}' is required to perform this action.`, {
        status: 403,
      });
}

function linkOf(post: PostRow, origin: string): string {
  return `${origin}/${post.pageId}/posts/${post.id.split('_').at(-1) ?? ''}`;
}

function emptyPost(): GraphFailure {
  return failure(197, '(#197) The post is empty. Please enter a message to share.');
}

/** Links to the network itself, and what nobody can fetch, are refused (facebook-pages §7, 1609008 and 1609005). */
function linkProblem(link: string): GraphFailure | undefined {
  if (!URL.canParse(link))
    return failure(1500, '(#1500) The url you supplied is invalid', { subcode: 2061006 });
  const { hostname } = new URL(link);
  if (/(^|\.)facebook\.com$/.test(hostname))
    return failure(100, '(#100) Links to facebook.com cannot be shared this way', { subcode: 1609008 });
  if (hostname.endsWith('.invalid'))
    return failure(100, '(#100) The link could not be scraped', {
      subcode: 1609005,
      title: 'Link error',
      said: 'There was a problem scraping data from the provided link.',
    });
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
