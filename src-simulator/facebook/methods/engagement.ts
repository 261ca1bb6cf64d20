import type { Route } from '../../core/route.ts';
import type { Answer, GraphCall } from '../../meta/endpoint.ts';
import { failure, invalidParameter, isFailure, missing, type GraphFailure } from '../../meta/failure.ts';
import { isObject } from '../../meta/params.ts';
import type { PageRow } from '../../meta/rows.ts';
import { actingPage, mayAct } from '../gates.ts';
import type { Services } from '../services.ts';

const engaging = { scopes: ['pages_manage_engagement'] };

/** Comments, likes, blocks, private messages (facebook-pages §4). */
export function engagementRoutes(services: Services): readonly Route[] {
  const { world, endpoints, publishing, messaging } = services;

  function pageBehind(call: GraphCall): PageRow | GraphFailure {
    const page = world.pages.get(world.pageOf(call.id) ?? '');
    if (page) return page;
    // A post of a person's in which the page is tagged, and what is said under it.
    const above = world.comments.get(call.id)?.objectId ?? call.id;
    const acting = world.pages.get(call.token.profileId);
    return acting && world.posts.get(above)?.tagged.includes(acting.id) ? acting : missing('post', call.id);
  }

  /** Under an object, or under a comment: answers to answers join the first comment, two levels are all there is. */
  function comment(call: GraphCall): Answer {
    const { params, request } = call;
    const page = pageBehind(call);
    if (isFailure(page)) return page;
    // A page also answers where it was tagged.
    const acting = call.token.profileId === page.id ? page : world.pages.get(call.token.profileId);
    const refused = acting ? mayAct(call, acting, 'MODERATE') : missing('post', call.id);
    if (refused || !acting) return refused ?? missing('post', call.id);
    const message = params.text('message') ?? '';
    const photoId = params.text('attachment_id') ?? null;
    const attachmentUrl = params.text('attachment_url') ?? params.text('attachment_share_url') ?? null;
    if (message.trim() === '' && photoId === null && attachmentUrl === null)
      return failure(100, '(#100) Comment cannot be empty', { subcode: 1705001 });
    if (message.length > world.limits.comment) return invalidParameter('The comment is too long');
    if (photoId !== null && world.photos.get(photoId)?.pageId !== acting.id)
      return invalidParameter('Invalid attachment_id');
    const above = world.comments.get(call.id);
    const row = publishing.comment({
      objectId: above?.objectId ?? call.id,
      pageId: page.id,
      parentId: above ? (above.parentId ?? above.id) : null,
      fromId: acting.id,
      message,
      photoId,
      attachmentUrl,
    });
    request.did('comment', row.id);
    return { id: row.id };
  }

  function like(call: GraphCall, on: boolean): Answer {
    const page = pageBehind(call);
    if (isFailure(page)) return page;
    const acting = world.pages.get(call.token.profileId);
    const refused = acting ? mayAct(call, acting, 'MODERATE') : missing('post', call.id);
    if (refused || !acting) return refused ?? missing('post', call.id);
    // Asked twice, it is done once.
    const already = world.likes.get(`${call.id}:${acting.id}`) !== undefined;
    if (on) world.like(call.id, acting.id);
    else world.unlike(call.id, acting.id);
    if (already !== on) call.request.did(on ? 'like' : 'unlike', call.id);
    return { success: true };
  }

  function block(call: GraphCall, on: boolean): Answer {
    const { params, request } = call;
    const page = actingPage(world, call, 'MODERATE');
    if (isFailure(page)) return page;
    const ids = ['user', 'asid', 'psid', 'uid'].flatMap((name) => params.list(name) ?? []).map(String);
    if (ids.length === 0) return invalidParameter('The parameter user is required');
    const answer: Record<string, boolean> = {};
    for (const whoId of ids) {
      const known = world.users.get(whoId) !== undefined;
      answer[whoId] = known;
      if (!known) continue;
      const id = `${page.id}:${whoId}`;
      if (on) world.blocks.put({ id, pageId: page.id, whoId, at: world.clock.now() });
      else world.blocks.delete(id);
      request.did(on ? 'block' : 'unblock', whoId);
    }
    return on ? answer : { success: true };
  }

  function moderate(call: GraphCall): Answer {
    const { params, request } = call;
    const page = actingPage(world, call, 'MESSAGING');
    if (isFailure(page)) return page;
    const ids = (params.list('user_ids') ?? []).flatMap((item) =>
      isObject(item) ? [String(item['id'])] : [],
    );
    const actions = (params.list('actions') ?? []).map(String);
    const known = ['BAN_USER', 'BLOCK_USER', 'MOVE_TO_SPAM', 'UNBAN_USER', 'UNBLOCK_USER'];
    if (ids.length === 0 || actions.length === 0 || actions.some((action) => !known.includes(action)))
      return invalidParameter('actions and user_ids are required');
    for (const whoId of ids)
      for (const action of actions) {
        const id = `${page.id}:${whoId}`;
        if (action === 'BAN_USER' || action === 'BLOCK_USER')
          world.blocks.put({ id, pageId: page.id, whoId, at: world.clock.now() });
        if (action.startsWith('UN')) world.blocks.delete(id);
        request.did(action.toLowerCase().replace('_user', ''), whoId);
      }
    return { success: true };
  }

  /** Once a comment, within seven days (facebook-pages §4, private reply). */
  function privateReplyTo(pageId: string) {
    return (commentId: string): string | GraphFailure => {
      const row = world.comments.get(commentId);
      if (!row || row.pageId !== pageId || row.fromId === pageId) return missing('post', commentId);
      if (row.privatelyAnswered)
        return failure(10900, '(#10900) Activity already replied to', { subcode: 2534014 });
      if (world.clock.now() - row.createdAt > world.limits.privateReplyMs)
        return failure(10901, '(#10901) The time frame to reply to this comment has expired', {
          subcode: 2534023,
        });
      world.comments.put({ ...row, privatelyAnswered: true });
      return row.fromId;
    };
  }

  function message(call: GraphCall): Answer {
    const page = actingPage(world, call, 'MESSAGING');
    if (isFailure(page)) return page;
    return messaging.send({
      ownerId: page.id,
      params: call.params,
      privateReplyTo: privateReplyTo(page.id),
      isBlocked: (personId) => world.isBlocked(page.id, personId),
      did: call.request.did,
    });
  }

  return [
    ...endpoints.signed('POST', '/:id/comments', 'comments.create', comment, engaging),
    ...endpoints.signed('POST', '/:id/likes', 'likes.create', (call) => like(call, true), engaging),
    ...endpoints.signed('DELETE', '/:id/likes', 'likes.delete', (call) => like(call, false), engaging),
    ...endpoints.signed('POST', '/:id/blocked', 'blocked.create', (call) => block(call, true), engaging),
    ...endpoints.signed('DELETE', '/:id/blocked', 'blocked.delete', (call) => block(call, false), engaging),
    ...endpoints.signed('POST', '/:id/moderate_conversations', 'conversations.moderate', moderate, {
      scopes: ['pages_messaging'],
    }),
    ...endpoints.signed('POST', '/:id/messages', 'messages.create', message, { scopes: ['pages_messaging'] }),
  ];
}
