import { bytes, json, type SimReply } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import { denied, illegal, missingField, notFound, refusal, wrongValue } from '../envelope.ts';
import type { Call } from '../endpoint.ts';
import { fieldsOf, textOf } from '../json.ts';
import { page } from '../paging.ts';
import { parseRestli, restliRecord, restliText } from '../restli.ts';
import { mayReadPostsOf, maySpeakAs } from '../roles.ts';
import type { ReactionRow } from '../rows.ts';
import type { Services } from '../services.ts';
import { readCommentUrn } from '../urn.ts';

// linkedin §4
const types = ['LIKE', 'PRAISE', 'EMPATHY', 'INTEREST', 'APPRECIATION', 'ENTERTAINMENT'];
const writing = [
  'w_member_social',
  'w_organization_social',
  'w_member_social_feed',
  'w_organization_social_feed',
];
const reading = ['r_organization_social', 'r_organization_social_feed', 'r_member_social'];

/** Reactions, and what is known of a post as a whole. */
export function reactionRoutes({ world, endpoints, publishing }: Services): readonly Route[] {
  /** The activity or the comment that a URN means. */
  const rootOf = (urn: string): string | undefined =>
    readCommentUrn(urn) ? world.comment(urn)?.id : world.post(urn)?.activity;
  const authorOf = (root: string): string => world.post(readCommentUrn(root)?.activity ?? root)?.author ?? '';
  /** The record that the last part of the path is: its punctuation is structure, so it is read as it came. */
  const keyOf = (call: Call): Readonly<Record<string, string>> => {
    const record = restliRecord(parseRestli(call.request.path.split('/').at(-1) ?? '')) ?? {};
    return Object.fromEntries(
      Object.entries(record).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
    );
  };

  function create(call: Call): SimReply {
    const actor = restliText(call.query.get('actor'));
    if (actor === undefined) return refusal(missingField('actor'));
    if (!maySpeakAs(world, call, actor, true)) return refusal(denied('reactions.CREATE'));
    const body = fieldsOf(call.json);
    const root = rootOf(textOf(body['root']) ?? '');
    const type = textOf(body['reactionType']) ?? '';
    if (!types.includes(type)) return refusal(wrongValue('/reactionType', 'is not an enum symbol'));
    if (root === undefined) return refusal(notFound('root'));
    const row = publishing.react(actor, root, type);
    call.request.did('reaction', row.id);
    return json(entity(row), 201, {
      'x-restli-id': `(actor:${encodeURIComponent(actor)},entity:${encodeURIComponent(root)})`,
    });
  }

  function remove(call: Call): SimReply {
    const { actor, entity: about } = keyOf(call);
    if (actor === undefined || about === undefined)
      return refusal(illegal('The key is not (actor:…,entity:…)'));
    if (!maySpeakAs(world, call, actor, true)) return refusal(denied('reactions.DELETE'));
    const root = rootOf(about);
    if (root !== undefined && publishing.unreact(actor, root))
      call.request.did('reaction-removed', `${actor}|${root}`);
    return bytes(Buffer.alloc(0), 204);
  }

  function list(call: Call): SimReply {
    const { entity: about } = keyOf(call);
    if (about === undefined || call.query.get('q') !== 'entity')
      return refusal(illegal('The key is not (entity:…)'));
    const root = rootOf(about);
    if (root === undefined) return refusal(notFound('entity'));
    if (!mayReadPostsOf(world, call, authorOf(root))) return refusal(denied('reactions.FINDER-entity'));
    const until = call.request.asked.visibleUntil;
    const rows = world.reactionsOn(root).filter(({ committedAt }) => committedAt <= until);
    return page(rows, call.query, entity);
  }

  const entity = (row: ReactionRow): object => ({
    id: `urn:li:reaction:(${row.actor},${row.root})`,
    root: row.root,
    reactionType: row.type,
    created: { actor: row.actor, time: row.createdAt },
    lastModified: { actor: row.actor, time: row.createdAt },
  });

  function metadata(call: Call): SimReply {
    const urn = call.request.params['urn'] ?? '';
    const root = rootOf(urn);
    if (root === undefined) return refusal(notFound('entity'));
    if (!mayReadPostsOf(world, call, authorOf(root))) return refusal(denied('socialMetadata.GET'));
    const counts = new Map<string, number>();
    for (const { type } of world.reactionsOn(root)) counts.set(type, (counts.get(type) ?? 0) + 1);
    const post = world.post(root);
    const top = post ? world.commentsUnder(root, null) : [];
    const answers = top.flatMap((row) => world.commentsUnder(root, row.id));
    return json({
      entity: urn,
      reactionSummaries: Object.fromEntries(
        [...counts].map(([type, count]) => [type, { reactionType: type, count }]),
      ),
      commentsState: post?.commentsClosed === true ? 'CLOSED' : 'OPEN',
      commentSummary: { count: top.length + answers.length, topLevelCount: top.length },
    });
  }

  function changeMetadata(call: Call): SimReply {
    const post = world.post(call.request.params['urn'] ?? '');
    if (!post) return refusal(notFound('entity'));
    const actor = restliText(call.query.get('actor'));
    if (actor === undefined) return refusal(missingField('actor'));
    if (actor !== post.author || !maySpeakAs(world, call, actor, true))
      return refusal(denied('socialMetadata.PARTIAL_UPDATE'));
    const state = fieldsOf(fieldsOf(fieldsOf(call.json)['patch'])['$set'])['commentsState'];
    if (state !== 'OPEN' && state !== 'CLOSED')
      return refusal(wrongValue('/patch/$set/commentsState', 'is not an enum symbol'));
    world.putPost({ ...post, commentsClosed: state === 'CLOSED' });
    call.request.did('comments-state', post.id);
    return bytes(Buffer.alloc(0), 204);
  }

  return [
    endpoints.rest('POST', '/rest/reactions', 'reactions.create', writing, create),
    endpoints.rest('DELETE', '/rest/reactions/:key', 'reactions.delete', writing, remove),
    endpoints.rest('GET', '/rest/reactions/:key', 'reactions.list', reading, list),
    endpoints.rest('GET', '/rest/socialMetadata/:urn', 'metadata.get', reading, metadata),
    endpoints.rest('POST', '/rest/socialMetadata/:urn', 'metadata.edit', writing, changeMetadata),
  ];
}
