import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { PostMedia } from '../../../src-shared/domain/content.ts';
import type { SoFar } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { graphVersion } from '../meta/graph-version.ts';
import { jsonOf } from '../meta/json.ts';
import { sendPiece } from '../meta/rupload.ts';
import { ask, type OwnCalls } from './calls.ts';
import { uploadHost } from './places.ts';
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

const offsetSchema = v.object({ offset: v.pipe(v.number(), v.integer(), v.minValue(0)) });

/** Sends the next piece, from where the server is; answers how far it is then. */
export async function sendNext(
  ctx: ConnectorContext,
  calls: OwnCalls,
  medium: PostMedia,
  soFar: SoFar,
): Promise<Result<number, ConnectorError>> {
  const url = `${uploadHost(ctx.origin)}/ig-api-upload/${graphVersion}/${soFar.handle}`;
  const start = await offsetThere(calls, url, soFar);
  if (start >= soFar.total) return ok(soFar.total);
  const end = Math.min(start + pieceBytes, soFar.total);
  const sent = await sendPiece(ctx, calls.secret.token, {
    url,
    hash: medium.hash,
    start,
    end,
    total: soFar.total,
  });
  if (sent.tag === 'err') return sent;
  return sent.value.tag === 'taken'
    ? ok(end)
    : err({ tag: 'server', failure: failure('server-error', { host: new URL(url).host }) });
}

/** Whether the server can be asked where it is, is in no document: when it does not say, what was kept is believed. */
async function offsetThere(calls: OwnCalls, url: string, soFar: SoFar): Promise<number> {
  const answer = await calls.graph.http.request({
    method: 'GET',
    url,
    headers: { authorization: `OAuth ${calls.secret.token}` },
    signal: calls.graph.signal,
  });
  const said = answer.tag === 'ok' ? v.safeParse(offsetSchema, jsonOf(answer.value.text)) : null;
  return said?.success === true && said.output.offset <= soFar.total ? said.output.offset : soFar.sent;
}
