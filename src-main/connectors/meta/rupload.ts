import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { MediaHash } from '../../../src-shared/ids.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { isHtml } from './graph-error.ts';
import { jsonOf } from './json.ts';

/** A piece takes as long as a slow line needs for it. */
const pieceTimeoutMs = 10 * 60_000;

const refusedSchema = v.object({
  debug_info: v.object({
    retriable: v.fallback(v.boolean(), false),
    type: v.fallback(v.string(), ''),
    message: v.fallback(v.string(), ''),
  }),
});

/** What a piece came to: taken, or not where the file ends by now (an earlier one arrived after all). */
export type PieceSent = { readonly tag: 'taken' } | { readonly tag: 'elsewhere' };

/**
 * Sends bytes `start` up to `end` of a medium to an address of the upload host, which wants to know where they belong
 * and how long the whole is (facebook-pages §3, instagram §2). A second sending harms nobody: what lies there is shown
 * to nobody yet.
 */
export async function sendPiece(
  ctx: Pick<ConnectorContext, 'http' | 'signal' | 'readMedia'>,
  token: string,
  piece: {
    readonly url: string;
    readonly hash: MediaHash;
    readonly start: number;
    readonly end: number;
    readonly total: number;
  },
): Promise<Result<PieceSent, ConnectorError>> {
  const bytes = await ctx.readMedia(piece.hash, piece.start, piece.end);
  if (bytes.tag === 'err') return err({ tag: 'rejected', failure: bytes.error });
  const answer = await ctx.http.request({
    method: 'POST',
    url: piece.url,
    headers: {
      authorization: `OAuth ${token}`,
      offset: String(piece.start),
      file_size: String(piece.total),
      'content-type': 'application/octet-stream',
    },
    body: bytes.value,
    signal: ctx.signal,
    timeoutMs: pieceTimeoutMs,
  });
  if (answer.tag === 'err') {
    const { tag, failure: cause } = answer.error;
    return err(tag === 'not-sent' ? { tag: 'offline', failure: cause } : { tag: 'server', failure: cause });
  }
  const { status } = answer.value;
  const host = new URL(piece.url).host;
  if (status >= 200 && status < 300 && !isHtml(answer.value)) return ok({ tag: 'taken' });
  const said = v.safeParse(refusedSchema, jsonOf(answer.value.text));
  if (said.success && /offset/i.test(said.output.debug_info.type)) return ok({ tag: 'elsewhere' });
  // Less than the whole was sent, and on purpose.
  if (said.success && said.output.debug_info.type === 'PartialRequestError') return ok({ tag: 'taken' });
  if (status === 401) return err({ tag: 'auth', failure: failure('token-revoked', { host }) });
  if (said.success && !said.output.debug_info.retriable)
    return err({
      tag: 'rejected',
      failure: failure('media-processing-failed', {
        host,
        message: said.output.debug_info.message.slice(0, 200),
      }),
    });
  return err({ tag: 'server', failure: failure('server-error', { host, status }) });
}
