import { bytes, json, type SimReply } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import { readDraft } from '../draft.ts';
import {
  denied,
  illegal,
  missingField,
  notFound,
  refusal,
  tooLong,
  wrongUrn,
  wrongValue,
} from '../envelope.ts';
import type { Call } from '../endpoint.ts';
import { fieldsOf, isFields, textOf } from '../json.ts';
import { readLittleText } from '../little-text.ts';
import { page } from '../paging.ts';
import { postEntity } from '../post-entity.ts';
import { fingerprintOf, type PostDraft } from '../publishing.ts';
import { restliText } from '../restli.ts';
import { mayReadPostsOf, maySpeakAs } from '../roles.ts';
import type { PostRow } from '../rows.ts';
import type { Services } from '../services.ts';
import { urnKind } from '../urn.ts';

const writing = ['w_member_social', 'w_organization_social'];
const reading = ['r_member_social', 'r_organization_social'];
const empty = (status: number, headers = {}): SimReply => bytes(Buffer.alloc(0), status, headers);

// linkedin §3, §9
export function postRoutes({ world, endpoints, publishing }: Services): readonly Route[] {
  function create(call: Call): SimReply {
    const author = textOf(fieldsOf(call.json)['author']);
    if (author === undefined) return refusal(missingField('/author'));
    if (urnKind(author) !== 'person' && urnKind(author) !== 'organization')
      return refusal(wrongUrn('/author', author));
    if (!maySpeakAs(world, call, author, false)) return refusal(denied('posts.CREATE'));
    const draft = readDraft(world, call.json, author);
    if (!draft.ok) return refusal(draft.failure);
    const repeated = checkDuplicate(call, author, draft.value);
    if (repeated) return repeated;
    const post = publishing.publish(author, draft.value);
    call.request.did('post', post.id);
    // The body is empty: the only trace of what was made is this header.
    return empty(201, { 'x-restli-id': post.id, 'x-linkedin-id': post.id });
  }

  /**
   * An equal post of the last minutes is refused, with the URN of the first. When the first was deleted meanwhile, the
   * URN is of nothing: another one each time.
   */
  function checkDuplicate(call: Call, author: string, draft: PostDraft): SimReply | undefined {
    const { keyIgnored, repeatFails } = call.request.asked;
    if (keyIgnored) return undefined;
    const fingerprint = fingerprintOf(draft);
    const since = world.clock.now() - world.settings.duplicateMs;
    const twin = [...world.traces.values()].findLast(
      (trace) => trace.author === author && trace.fingerprint === fingerprint && trace.at > since,
    );
    if (!twin || (twin.deleted && !world.settings.ghosts)) return undefined;
    if (repeatFails)
      return refusal({ status: 500, code: 'INTERNAL_SERVER_ERROR', message: 'Internal Server Error' });
    const named = twin.deleted ? `urn:li:share:${world.ids.at(world.clock.now())}` : twin.id;
    return refusal({
      status: 422,
      code: 'DUPLICATE_POST',
      message: `com.linkedin.content.common.exception.BadRequestResponseException: Content is a duplicate of ${named}`,
      details: { code: 'DUPLICATE_POST', description: 'Duplicate post is detected' },
    });
  }

  function edit(call: Call): SimReply {
    if (String(call.request.headers['x-restli-method']).toUpperCase() !== 'PARTIAL_UPDATE')
      return refusal(illegal('A partial update needs the header X-RestLi-Method: PARTIAL_UPDATE'));
    const post = world.post(call.request.params['urn'] ?? '');
    if (!post) return refusal(notFound('post'));
    if (!maySpeakAs(world, call, post.author, false)) return refusal(denied('posts.PARTIAL_UPDATE'));
    const set = fieldsOf(fieldsOf(call.json)['patch'])['$set'];
    if (!isFields(set)) return refusal(missingField('/patch/$set'));
    const other = Object.keys(set).find((field) => field !== 'commentary');
    if (other !== undefined) return refusal(wrongValue(`/patch/$set/${other}`, 'can not be changed'));
    if (post.content?.tag === 'poll') return refusal(wrongValue('/patch', 'a poll can not be edited'));
    const commentary = textOf(set['commentary']);
    if (commentary === undefined) return refusal(missingField('/patch/$set/commentary'));
    if (readLittleText(commentary).text.length > 3_000)
      return refusal(tooLong('/patch/$set/commentary', 3_000));
    publishing.rewrite(post, commentary);
    call.request.did('post-edited', post.id);
    return empty(204);
  }

  function remove(call: Call): SimReply {
    const post = world.post(call.request.params['urn'] ?? '');
    if (!post) return empty(204);
    if (!maySpeakAs(world, call, post.author, false)) return refusal(denied('posts.DELETE'));
    publishing.remove(post);
    call.request.did('post-deleted', post.id);
    return empty(204);
  }

  function read(call: Call): SimReply {
    const post = world.post(call.request.params['urn'] ?? '');
    if (!post) return refusal(notFound('post'));
    if (!mayReadPostsOf(world, call, post.author)) return refusal(denied('posts.GET'));
    return json(postEntity(post));
  }

  function list(call: Call): SimReply {
    if (call.query.get('q') !== 'author') return refusal(illegal('The finder is not known'));
    const author = restliText(call.query.get('author'));
    if (author === undefined) return refusal(illegal('The author is missing or not URL encoded'));
    if (!mayReadPostsOf(world, call, author)) return refusal(denied('posts.FINDER-author'));
    const until = call.request.asked.visibleUntil;
    const changed = call.query.get('sortBy') !== 'CREATED';
    const moment = (post: PostRow): number => (changed ? post.modifiedAt : post.createdAt);
    const posts = world
      .postsOf(author)
      .filter(({ committedAt }) => committedAt <= until)
      .toSorted((a, b) => moment(b) - moment(a));
    return page(posts, call.query, postEntity);
  }

  return [
    endpoints.rest('POST', '/rest/posts', 'posts.create', writing, create),
    endpoints.rest('GET', '/rest/posts', 'posts.list', reading, list),
    endpoints.rest('GET', '/rest/posts/:urn', 'posts.get', reading, read),
    endpoints.rest('POST', '/rest/posts/:urn', 'posts.edit', writing, edit),
    endpoints.rest('DELETE', '/rest/posts/:urn', 'posts.delete', writing, remove),
  ];
}
