import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { PostMedia } from '../../../src-shared/domain/content.ts';
import type { SoFar } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { ask, jsonOf, type OwnCalls } from './calls.ts';
import { version } from './places.ts';
import type { InstagramSecret } from './secret.ts';
import { containerSchema } from './wire.ts';

/** Most films are one piece; none fills the memory. */
export const pieceBytes = 32 * 1024 * 1024;

/** Whether local films can be sent: with Facebook Login only (instagram §1, "Only here"). */
export const isOwnUpload = (secret: InstagramSecret): boolean => secret.login === 'facebook';

/** Opens the container of a film whose bytes will be sent; answers its id. */
// instagram §2, Resumable video
export async function startUpload(
  calls: OwnCalls,
  accountId: string,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<Result<string, ConnectorError>> {
  const made = await ask(calls, 'write', containerSchema, {
    method: 'POST',
    path: `${accountId}/media`,
    form: { ...parameters, upload_type: 'resumable' },
  });
  // The address that the answer names is not followed: the access only goes where it belongs.
  return made.tag === 'ok' ? ok(made.value.id) : made;
}

const answerSchema = v.object({
  success: v.fallback(v.boolean(), false),
  debug_info: v.optional(
    v.object({
      retriable: v.fallback(v.boolean(), false),
      type: v.fallback(v.string(), ''),
      message: v.fallback(v.string(), ''),
    }),
  ),
});
const offsetSchema = v.object({ offset: v.pipe(v.number(), v.integer(), v.minValue(0)) });

/**
 * Sends the next piece, from where the server is; answers how far it is then. Whether the server can be asked where
 * it is, is in no document: when it does not say, what was kept is believed.
 */
export async function sendPiece(
  ctx: ConnectorContext,
  calls: OwnCalls,
  medium: PostMedia,
  soFar: SoFar,
): Promise<Result<number, ConnectorError>> {
  const url = `${calls.places.upload}/ig-api-upload/${version}/${soFar.handle}`;
  const access = { authorization: `OAuth ${calls.secret.token}` };
  const start = await offsetThere(calls, url, access, soFar);
  const end = Math.min(start + pieceBytes, soFar.total);
  if (start >= soFar.total) return ok(soFar.total);
  const bytes = await ctx.readMedia(medium.hash, start, end);
  if (bytes.tag === 'err') return err({ tag: 'rejected', failure: bytes.error });
  const answer = await calls.http.request({
    method: 'POST',
    url,
    headers: {
      ...access,
      offset: String(start),
      file_size: String(soFar.total),
      'content-type': 'application/octet-stream',
    },
    body: bytes.value,
    signal: calls.signal,
    timeoutMs: 120_000,
  });
  if (answer.tag === 'err')
    return err(
      answer.error.tag === 'not-sent'
        ? { tag: 'offline', failure: answer.error.failure }
        : { tag: 'server', failure: answer.error.failure },
    );
  const { status, text } = answer.value;
  const said = v.safeParse(answerSchema, jsonOf(text));
  const about = { host: new URL(url).host, status };
  if (!said.success) return err({ tag: 'server', failure: failure('server-error', about) });
  const { success, debug_info: problem } = said.output;
  // Less than the whole was sent on purpose.
  if (success || problem?.type === 'PartialRequestError') return ok(end);
  if (status === 401 || problem?.type === 'NotAuthorizedError')
    return err({ tag: 'auth', failure: failure('token-revoked', about) });
  if (problem?.retriable === true || status >= 500)
    return err({ tag: 'server', failure: failure('server-error', about) });
  return err({
    tag: 'rejected',
    failure: failure('media-processing-failed', { ...about, message: problem?.message.slice(0, 200) ?? '' }),
  });
}

async function offsetThere(
  calls: OwnCalls,
  url: string,
  headers: Readonly<Record<string, string>>,
  soFar: SoFar,
): Promise<number> {
  const answer = await calls.http.request({ method: 'GET', url, headers, signal: calls.signal });
  const said = answer.tag === 'ok' ? v.safeParse(offsetSchema, jsonOf(answer.value.text)) : null;
  return said?.success === true && said.output.offset <= soFar.total ? said.output.offset : soFar.sent;
}
