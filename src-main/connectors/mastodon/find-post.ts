import * as v from 'valibot';
import { plainText } from '../../../src-shared/rich-text.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Candidate, Sighting } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { callContext } from './call-context.ts';
import { ask, read, send, type Call, type CallContext } from './calls.ts';
import { bodyOf } from './map-status.ts';
import { neighboursOf, pageQuery } from './paging.ts';
import { parseEach } from './parse-each.ts';
import { postRemote } from './remotes.ts';
import { essenceOfStatus, likeness, type Essence } from './same-post.ts';
import { viewerOf, type Viewer } from './viewer.ts';
import { webUrl } from './web-url.ts';
import { wireContextSchema, wireStatusSchema, type WireStatus } from './wire.ts';

/** Clocks that differ by less are not held: a post may bear a moment this long before ours. */
const clockSpreadMs = 3 * 60_000;
/** A `Date` header has whole seconds, and an answer needs a moment to arrive. */
const slackMs = 2_000;
/** Own posts since the attempt that are looked through: more than anybody sends while a server settles. */
const maxPages = 5;

/**
 * Looks among the account's own posts for one that says the same. One post made since the attempt is it; several, or
 * one that differs in a few words, or one that may have been made before the attempt, only a person can judge.
 *
 * @param sentAt the server's clock at the first attempt, epoch ms
 * @param answered a private message's parent: below it the message is found when a server does not list it
 */
export async function findPost(
  ctx: ConnectorContext,
  essence: Essence,
  sentAt: number,
  answered: string | null,
): Promise<Result<Sighting, ConnectorError>> {
  const viewer = viewerOf(ctx);
  const calls = callContext(ctx);
  const listed = await ownSince(calls, ctx.me.remoteId, sentAt);
  if (listed.tag === 'err') return listed;
  const statuses = listed.value;
  const fitting = (all: readonly WireStatus[]): readonly Found[] =>
    all.flatMap((status) => {
      if (status.account.id !== viewer.id || status.reblog !== null) return [];
      if (status.created_at < sentAt - clockSpreadMs) return [];
      const like = likeness(essence, essenceOfStatus(status, viewer));
      const sure = like === 'same' && status.created_at >= sentAt - slackMs;
      return like === 'different' ? [] : [{ status, sure }];
    });
  let found = fitting(statuses);
  if (found.length === 0 && answered !== null) {
    const below = await answersTo(calls, answered);
    if (below.tag === 'err' && below.error.tag !== 'gone') return below;
    if (below.tag === 'ok') found = fitting(below.value);
  }
  return ok(verdict(found, viewer));
}

interface Found {
  readonly status: WireStatus;
  /** Says the same, and was made since the attempt. */
  readonly sure: boolean;
}

function verdict(found: readonly Found[], viewer: Viewer): Sighting {
  const sure = found.filter((one) => one.sure);
  const only = sure.length === 1 ? sure[0] : undefined;
  if (only) return { tag: 'present', remote: postRemote(only.status, viewer) };
  // Two that say the same: our post is among them, the other may be our own earlier one.
  const doubtful = sure.length > 1 ? sure : found;
  if (doubtful.length === 0) return { tag: 'absent' };
  return {
    tag: 'unclear',
    differ: sure.length === 0,
    candidates: doubtful.map(({ status }) => candidateOf(status, viewer)),
  };
}

const candidateOf = (status: WireStatus, viewer: Viewer): Candidate => ({
  remoteId: status.id,
  url: webUrl(status.url) ?? webUrl(status.uri),
  text: plainText(bodyOf(status, viewer)).slice(0, 1_000),
  createdAt: status.created_at,
  mediaCount: status.media_attachments.length,
});

/** Own posts, newest first, back to the attempt. */
async function ownSince(
  ctx: CallContext,
  accountId: string,
  sentAt: number,
): Promise<Result<readonly WireStatus[], ConnectorError>> {
  const statuses: WireStatus[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const call: Call = {
      method: 'GET',
      path: `/api/v1/accounts/${encodeURIComponent(accountId)}/statuses`,
      query: pageQuery({ exclude_reblogs: 'true', limit: '40' }, cursor),
    };
    const response = await send(ctx, 'read', call);
    if (response.tag === 'err') return response;
    const raw = read(ctx, 'read', v.array(v.unknown()), call, response.value);
    if (raw.tag === 'err') return raw;
    const { items } = parseEach(wireStatusSchema, raw.value);
    statuses.push(...items);
    const oldest = Math.min(...items.map(({ created_at: at }) => at));
    cursor = neighboursOf(response.value).older;
    if (cursor === null || raw.value.length === 0 || oldest < sentAt - clockSpreadMs) break;
  }
  return ok(statuses);
}

async function answersTo(
  ctx: CallContext,
  id: string,
): Promise<Result<readonly WireStatus[], ConnectorError>> {
  const context = await ask(ctx, 'read', wireContextSchema, {
    method: 'GET',
    path: `/api/v1/statuses/${encodeURIComponent(id)}/context`,
  });
  return context.tag === 'ok' ? ok(parseEach(wireStatusSchema, context.value.descendants).items) : context;
}
