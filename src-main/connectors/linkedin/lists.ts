import type * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorError } from '../contract.ts';
import { ask, type CallContext } from './calls.ts';
import { parseEach } from './parse-each.ts';
import { query, value } from './restli.ts';
import {
  wireCommentSchema,
  wireListSchema,
  wirePostSchema,
  type WireComment,
  type WirePost,
} from './wire.ts';

/** One page of a list: what could be read of it, and where it stands in the whole. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly skipped: readonly unknown[];
  /** How many elements came, read or not. */
  readonly length: number;
  /** Null: not said. */
  readonly total: number | null;
}

export async function listOf<T>(
  ctx: CallContext,
  schema: v.GenericSchema<unknown, T>,
  path: string,
  asked: string,
): Promise<Result<Listed<T>, ConnectorError>> {
  const answer = await ask(ctx, 'read', wireListSchema, { method: 'GET', path, query: asked });
  if (answer.tag === 'err') return answer;
  const { elements, paging } = answer.value;
  return ok({ ...parseEach(schema, elements), length: elements.length, total: paging.total });
}

/** Posts of an author, the last made first. */
export const postsOf = (
  ctx: CallContext,
  author: string,
  start: number,
  count: number,
): Promise<Result<Listed<WirePost>, ConnectorError>> =>
  listOf(
    ctx,
    wirePostSchema,
    '/rest/posts',
    query({ q: 'author', author: value(author), start, count, sortBy: 'CREATED' }),
  );

const commentsAPage = 100;
/** More than this under one post is read further when somebody opens it. */
const mostPages = 5;

/** Comments directly under a post, or under a comment, in the order of the network. `isCut`: there are more. */
export async function commentsUnder(
  ctx: CallContext,
  urn: string,
): Promise<Result<Listed<WireComment> & { readonly isCut: boolean }, ConnectorError>> {
  const items: WireComment[] = [];
  const skipped: unknown[] = [];
  let length = 0;
  let isCut = true;
  for (let page = 0; isCut && page < mostPages; page += 1) {
    const listed = await listOf(
      ctx,
      wireCommentSchema,
      `/rest/socialActions/${value(urn)}/comments`,
      query({ start: length, count: commentsAPage }),
    );
    if (listed.tag === 'err') return listed;
    items.push(...listed.value.items);
    skipped.push(...listed.value.skipped);
    length += listed.value.length;
    const { total } = listed.value;
    const isLast = total === null ? listed.value.length < commentsAPage : length >= total;
    isCut = !isLast && listed.value.length > 0;
  }
  return ok({ items, skipped, length, total: length, isCut });
}

/** The comments under a post with their answers. */
export async function conversationUnder(
  ctx: CallContext,
  post: string,
): Promise<Result<Listed<WireComment>, ConnectorError>> {
  const top = await commentsUnder(ctx, post);
  if (top.tag === 'err') return top;
  const items = [...top.value.items];
  const skipped = [...top.value.skipped];
  for (const comment of top.value.items) {
    if (comment.commentsSummary.aggregatedTotalComments === 0) continue;
    const answers = await commentsUnder(ctx, comment.urn);
    // Deleted meanwhile: the others are still there.
    if (answers.tag === 'err' && answers.error.tag === 'gone') continue;
    if (answers.tag === 'err') return answers;
    items.push(
      ...answers.value.items.map((one) => ({ ...one, parentComment: one.parentComment ?? comment.urn })),
    );
    skipped.push(...answers.value.skipped);
  }
  return ok({ items, skipped, length: items.length + skipped.length, total: null });
}
