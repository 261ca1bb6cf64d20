import { ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { ask, callsOf } from './calls.ts';
import { parseEach } from '../meta/parse-each.ts';
import { afterOf, wireListSchema, type WireList } from '../meta/wire-graph.ts';
import { commentSchema, type WireComment } from './wire.ts';

export interface Comments {
  /** Top comments and their answers, in no promised order. */
  readonly items: readonly WireComment[];
  readonly skipped: readonly unknown[];
  /** They were read to their end, or to the moment that was asked for. */
  readonly isWhole: boolean;
}

const own = 'id,text,timestamp,username,from{id,username},hidden,like_count,parent_id';
const fields = `${own},replies.limit(50){${own}}`;
/** 50 comments a page (instagram §3): a crowd of a thousand is read in one go, the rest at the next pull. */
const mostPages = 20;

/**
 * The comments under a post that were written since a moment (epoch ms), with the answers to them. Pages are read until
 * one holds nothing younger.
 */
export async function commentsUnder(
  ctx: ConnectorContext,
  mediaId: string,
  since: number,
): Promise<Result<Comments, ConnectorError>> {
  const items: WireComment[] = [];
  const skipped: unknown[] = [];
  let after: string | null = null;
  let isWhole = false;
  for (let page = 0; page < mostPages; page += 1) {
    const list: Result<WireList, ConnectorError> = await ask(callsOf(ctx), 'read', wireListSchema, {
      method: 'GET',
      path: `${mediaId}/comments`,
      query: { fields, limit: '50', ...(after === null ? {} : { after }) },
    });
    if (list.tag === 'err') return list;
    const read = parseEach(commentSchema, list.value.data);
    skipped.push(...read.skipped);
    for (const comment of read.items) {
      const replies = await repliesIn(ctx, comment);
      if (replies.tag === 'err') return replies;
      skipped.push(...replies.value.skipped);
      items.push(
        comment,
        // An answer names the comment that it stands under, or is given it.
        ...replies.value.items.map((reply) => ({ ...reply, parent_id: reply.parent_id ?? comment.id })),
      );
    }
    after = afterOf(list.value);
    const isOver = read.items.length > 0 && read.items.every(({ timestamp }) => timestamp < since);
    isWhole = after === null || isOver;
    if (isWhole) break;
  }
  return ok({ items, skipped, isWhole });
}

/** The answers that came with a comment; where they are more than a page, the others too. */
async function repliesIn(
  ctx: ConnectorContext,
  comment: WireComment,
): Promise<Result<Comments, ConnectorError>> {
  if (comment.replies === null) return ok({ items: [], skipped: [], isWhole: true });
  if (afterOf(comment.replies) !== null) return repliesTo(ctx, comment.id);
  return ok({ ...parseEach(commentSchema, comment.replies.data), isWhole: true });
}

/** The answers to a top comment, from the first to the last: those to answers lie under it too (instagram §3, Reply). */
export async function repliesTo(
  ctx: ConnectorContext,
  commentId: string,
): Promise<Result<Comments, ConnectorError>> {
  const items: WireComment[] = [];
  const skipped: unknown[] = [];
  let after: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const list: Result<WireList, ConnectorError> = await ask(callsOf(ctx), 'read', wireListSchema, {
      method: 'GET',
      path: `${commentId}/replies`,
      query: { fields: own, limit: '50', ...(after === null ? {} : { after }) },
    });
    if (list.tag === 'err') return list;
    const read = parseEach(commentSchema, list.value.data);
    items.push(...read.items);
    skipped.push(...read.skipped);
    after = afterOf(list.value);
    if (after === null) break;
  }
  return ok({ items, skipped, isWhole: after === null });
}
