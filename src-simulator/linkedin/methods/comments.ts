import { bytes, json, type SimReply } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import { badField, denied, missingField, notFound, refusal, tooLong, wrongValue } from '../envelope.ts';
import type { Call } from '../endpoint.ts';
import { fieldsOf, textOf } from '../json.ts';
import { page } from '../paging.ts';
import { restliText } from '../restli.ts';
import { mayReadPostsOf, maySpeakAs } from '../roles.ts';
import type { CommentRow, PostRow } from '../rows.ts';
import type { Services } from '../services.ts';
import { commentUrn } from '../urn.ts';

// linkedin §4
const TEXT_MAX = 1_250;
const writing = [
  'w_member_social',
  'w_organization_social',
  'w_member_social_feed',
  'w_organization_social_feed',
];
const reading = ['r_organization_social', 'r_organization_social_feed', 'r_member_social'];

/** Comments: plain text with attributes, no little text. */
export function commentRoutes({ world, endpoints, publishing }: Services): readonly Route[] {
  /** What the path names: a post, or a comment on one. */
  function placeOf(call: Call): { readonly post: PostRow; readonly parent: CommentRow | null } | undefined {
    const urn = call.request.params['entity'] ?? '';
    const parent = world.comment(urn) ?? null;
    const post = world.post(parent?.activity ?? urn);
    return post && { post, parent };
  }

  function list(call: Call): SimReply {
    const place = placeOf(call);
    if (!place) return refusal(notFound('post'));
    if (!mayReadPostsOf(world, call, place.post.author)) return refusal(denied('socialActions.comments.GET'));
    const until = call.request.asked.visibleUntil;
    const rows = world
      .commentsUnder(place.post.activity, place.parent?.id ?? null)
      .filter(({ committedAt }) => committedAt <= until);
    return page(rows, call.query, entity);
  }

  function read(call: Call): SimReply {
    const place = placeOf(call);
    const row = place && commentIn(call, place.post);
    if (!place || !row) return refusal(notFound('comment'));
    if (!mayReadPostsOf(world, call, place.post.author)) return refusal(denied('socialActions.comments.GET'));
    return json(entity(row));
  }

  const commentIn = (call: Call, post: PostRow): CommentRow | undefined =>
    world.comment(commentUrn(post.activity, call.request.params['number'] ?? ''));

  function create(call: Call): SimReply {
    const place = placeOf(call);
    if (!place) return refusal(notFound('post'));
    const { post, parent } = place;
    const body = fieldsOf(call.json);
    const actor = textOf(body['actor']);
    if (actor === undefined) return refusal(missingField('/actor'));
    if (!maySpeakAs(world, call, actor, true)) return refusal(denied('socialActions.comments.CREATE'));
    const object = textOf(body['object']);
    if (object === undefined) return refusal(missingField('/object'));
    if (world.post(object)?.id !== post.id)
      return refusal(wrongValue('/object', 'does not match the entity of the path'));
    const named = textOf(body['parentComment']);
    const answered = named === undefined ? parent : world.comment(named);
    if (answered === undefined) return refusal(notFound('parent comment'));
    if (parent && answered?.id !== parent.id)
      return refusal(wrongValue('/parentComment', 'does not match the comment of the path'));
    // There are two levels: an answer to an answer is an answer to the same comment.
    if (answered !== null && answered.parent !== null)
      return refusal(wrongValue('/parentComment', 'is itself an answer'));
    const text = textOf(fieldsOf(body['message'])['text']);
    const wrong = checkText(text, '/message/text');
    if (wrong) return wrong;
    if (post.commentsClosed) return refusal(denied('socialActions.comments.CREATE: comments are closed'));
    const row = publishing.comment(
      actor,
      { activity: post.activity, parent: answered?.id ?? null },
      text ?? '',
    );
    call.request.did('comment', row.id);
    return json(entity(row), 201, { 'x-restli-id': row.number });
  }

  function checkText(text: string | undefined, field: string): SimReply | undefined {
    if (text === undefined) return refusal(missingField(field));
    if (text.trim() === '') return refusal(badField('INVALID_VALUE_BLANK_FIELD', field, 'field is blank'));
    return text.length > TEXT_MAX ? refusal(tooLong(field, TEXT_MAX)) : undefined;
  }

  function edit(call: Call): SimReply {
    const place = placeOf(call);
    const row = place && commentIn(call, place.post);
    if (!row) return refusal(notFound('comment'));
    const actor = restliText(call.query.get('actor'));
    if (actor === undefined) return refusal(missingField('actor'));
    if (row.actor !== actor || !maySpeakAs(world, call, actor, true))
      return refusal(denied('socialActions.comments.PARTIAL_UPDATE'));
    const set = fieldsOf(fieldsOf(fieldsOf(fieldsOf(call.json)['patch'])['message'])['$set']);
    const text = textOf(set['text']);
    const wrong = checkText(text, '/patch/message/$set/text');
    if (wrong) return wrong;
    publishing.rewriteComment(row, text ?? '');
    call.request.did('comment-edited', row.id);
    return bytes(Buffer.alloc(0), 204);
  }

  /** By who wrote it, or by the page under whose post it stands. */
  function remove(call: Call): SimReply {
    const place = placeOf(call);
    const row = place && commentIn(call, place.post);
    if (!place || !row) return refusal(notFound('comment'));
    const actor = restliText(call.query.get('actor'));
    if (actor === undefined) return refusal(missingField('actor'));
    const entitled = actor === row.actor || actor === place.post.author;
    if (!entitled || !maySpeakAs(world, call, actor, true))
      return refusal(denied('socialActions.comments.DELETE'));
    publishing.removeComment(row, actor);
    call.request.did('comment-deleted', row.id);
    return bytes(Buffer.alloc(0), 204);
  }

  function entity(row: CommentRow): object {
    const answers = row.parent === null ? world.commentsUnder(row.activity, row.id).length : 0;
    const likes = world.reactionsOn(row.id);
    return {
      $URN: row.id,
      id: row.number,
      actor: row.actor,
      object: row.activity,
      message: { text: row.text, attributes: [] },
      created: { actor: row.actor, time: row.createdAt },
      lastModified: { actor: row.actor, time: row.modifiedAt },
      commentUrn: row.id,
      ...(row.parent === null ? {} : { parentComment: row.parent }),
      commentsSummary: { aggregatedTotalComments: answers, totalFirstLevelComments: answers },
      likesSummary: { totalLikes: likes.length, likedByCurrentUser: false },
    };
  }

  const path = '/rest/socialActions/:entity/comments';
  return [
    endpoints.rest('GET', path, 'comments.list', reading, list),
    endpoints.rest('POST', path, 'comments.create', writing, create),
    endpoints.rest('GET', `${path}/:number`, 'comments.get', reading, read),
    endpoints.rest('POST', `${path}/:number`, 'comments.edit', writing, edit),
    endpoints.rest('DELETE', `${path}/:number`, 'comments.delete', writing, remove),
  ];
}
