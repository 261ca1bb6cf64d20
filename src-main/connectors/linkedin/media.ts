import * as v from 'valibot';
import type { PostMedia } from '../../../src-shared/domain/content.ts';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Remote, SoFar } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError, Performed } from '../contract.ts';
import { ask, callContext, send } from './calls.ts';
import { isDenied } from './identity.ts';
import { jsonOf } from './json.ts';
import { isOwnAddress } from './places.ts';
import { value } from './restli.ts';
import { holds } from './scopes.ts';
import { readSecret } from './secret.ts';
import { urnKind } from './urn.ts';
import { wireImageUploadSchema, wireMediaStateSchema, wireVideoUploadSchema } from './wire.ts';

type Outcome = Promise<Result<Performed, ConnectorError>>;

const firstPollMs = 2_000;
const nextPollMs = 5_000;
/** Four megabytes, or a whole document, on a slow line. */
const uploadTimeoutMs = 120_000;

/** Sends a medium: pictures and documents whole, films one part of four megabytes a call. */
export function upload(ctx: ConnectorContext, medium: PostMedia, soFar: SoFar | undefined): Outcome {
  if (medium.mime.startsWith('video/')) return uploadVideo(ctx, medium, soFar);
  return uploadWhole(ctx, medium, medium.mime.startsWith('image/') ? 'image' : 'document');
}

async function uploadWhole(ctx: ConnectorContext, medium: PostMedia, kind: 'image' | 'document'): Outcome {
  const bytes = await ctx.openMedia(medium.hash);
  if (bytes.tag === 'err') return err({ tag: 'rejected', failure: bytes.error });
  const calls = callContext(ctx);
  const announced = await ask(calls, 'write', wireImageUploadSchema, {
    method: 'POST',
    path: `/rest/${kind}s`,
    query: 'action=initializeUpload',
    body: { json: { initializeUploadRequest: { owner: ctx.me.remoteId } } },
  });
  if (announced.tag === 'err') return announced;
  const { uploadUrl } = announced.value.value;
  const urn = announced.value.value[kind];
  if (urn === undefined || !isOwnAddress(uploadUrl, ctx.origin)) return err(strange(uploadUrl));
  const sent = await send(calls, 'write', {
    method: 'PUT',
    path: uploadUrl,
    body: { bytes: bytes.value },
    timeoutMs: uploadTimeoutMs,
  });
  if (sent.tag === 'err') return sent;
  // A token that may only write may not look how its picture is doing: the post will be refused if it is not ready.
  if (!mayLook(ctx)) return ok({ tag: 'done', remote: held(urn) });
  return ok({ tag: 'processing', handle: urn, pollAfterMs: kind === 'image' ? 500 : firstPollMs });
}

const mayLook = (ctx: ConnectorContext): boolean =>
  holds(readSecret(ctx.secret), 'w_organization_social', 'r_organization_social', 'rw_organization_admin') !==
  false;

/** A network that forgets whatever it is sent is not asked for ever. */
const mostAnew = 2;

/** What is known of a film under way: addresses of its parts, and the marks of those that arrived. */
const underWaySchema = v.object({
  video: v.string(),
  token: v.string(),
  parts: v.array(v.object({ url: v.string(), first: v.number(), last: v.number() })),
  marks: v.array(v.string()),
  /** How often it was begun anew because the network had forgotten it. */
  anew: v.optional(v.number(), 0),
});
type UnderWay = v.InferOutput<typeof underWaySchema>;

async function uploadVideo(ctx: ConnectorContext, medium: PostMedia, soFar: SoFar | undefined): Outcome {
  const parsed = v.safeParse(underWaySchema, soFar === undefined ? null : jsonOf(soFar.handle));
  if (!parsed.success) return announceVideo(ctx, medium);
  const film = parsed.output;
  const part = film.parts[film.marks.length];
  return part === undefined ? finalizeVideo(ctx, medium, film) : sendPart(ctx, medium, film, part);
}

async function announceVideo(ctx: ConnectorContext, medium: PostMedia, anew = 0): Outcome {
  const announced = await ask(callContext(ctx), 'write', wireVideoUploadSchema, {
    method: 'POST',
    path: '/rest/videos',
    query: 'action=initializeUpload',
    body: {
      json: {
        initializeUploadRequest: {
          owner: ctx.me.remoteId,
          fileSizeBytes: medium.bytes,
          uploadCaptions: false,
          uploadThumbnail: false,
        },
      },
    },
  });
  if (announced.tag === 'err') return announced;
  const { video, uploadToken, uploadInstructions } = announced.value.value;
  const parts = uploadInstructions
    .map(({ uploadUrl: url, firstByte: first, lastByte: last }) => ({ url, first, last }))
    .toSorted((a, b) => a.first - b.first);
  const foreign = parts.find(({ url }) => !isOwnAddress(url, ctx.origin));
  if (foreign !== undefined) return err(strange(foreign.url));
  return ok(partial({ video, token: uploadToken, parts, marks: [], anew }, medium));
}

const partial = (film: UnderWay, medium: PostMedia): Performed => ({
  tag: 'partial',
  soFar: {
    handle: JSON.stringify(film),
    sent: (film.parts[film.marks.length - 1]?.last ?? -1) + 1,
    total: medium.bytes,
  },
});

/** One part, without the token. Sending it again after a cut replaces it. */
async function sendPart(
  ctx: ConnectorContext,
  medium: PostMedia,
  film: UnderWay,
  part: UnderWay['parts'][number],
): Outcome {
  const bytes = await ctx.readMedia(medium.hash, part.first, part.last + 1);
  if (bytes.tag === 'err') return err({ tag: 'rejected', failure: bytes.error });
  const sent = await send({ ...callContext(ctx), token: null }, 'write', {
    method: 'PUT',
    path: part.url,
    body: { bytes: bytes.value },
    timeoutMs: uploadTimeoutMs,
  });
  if (sent.tag === 'err') return anewWhenOver(ctx, medium, film, sent.error);
  const mark = (sent.value.headers['etag'] ?? '').replaceAll('"', '');
  if (mark === '') return err(strange(part.url));
  return ok(partial({ ...film, marks: [...film.marks, mark] }, medium));
}

/** The address is a day old, or forgotten: nothing that was sent is of use any more. */
function anewWhenOver(
  ctx: ConnectorContext,
  medium: PostMedia,
  film: UnderWay,
  error: ConnectorError,
): Outcome {
  const isOver = error.tag === 'gone' || isExpired(error);
  return isOver && film.anew < mostAnew
    ? announceVideo(ctx, medium, film.anew + 1)
    : Promise.resolve(err(error));
}

const isExpired = (error: ConnectorError): boolean =>
  error.tag === 'rejected' && error.failure.detail['reason'] === 'EXPIRED_UPLOAD_URL';

async function finalizeVideo(ctx: ConnectorContext, medium: PostMedia, film: UnderWay): Outcome {
  const answer = await send(callContext(ctx), 'write', {
    method: 'POST',
    path: '/rest/videos',
    query: 'action=finalizeUpload',
    body: {
      json: {
        finalizeUploadRequest: { video: film.video, uploadToken: film.token, uploadedPartIds: film.marks },
      },
    },
  });
  if (answer.tag === 'err') return anewWhenOver(ctx, medium, film, answer.error);
  return ok({ tag: 'processing', handle: film.video, pollAfterMs: firstPollMs });
}

/** Asks whether a medium is ready. */
export async function pollMedia(ctx: ConnectorContext, urn: string): Outcome {
  const kind = urnKind(urn) ?? 'image';
  const answer = await ask(callContext(ctx), 'read', wireMediaStateSchema, {
    method: 'GET',
    path: `/rest/${kind}s/${value(urn)}`,
  });
  if (answer.tag === 'err') return isDenied(answer.error) ? ok({ tag: 'done', remote: held(urn) }) : answer;
  switch (answer.value.status) {
    case 'AVAILABLE':
      return ok({ tag: 'done', remote: held(urn) });
    case 'PROCESSING_FAILED':
      return err({
        tag: 'rejected',
        failure: failure('media-processing-failed', {
          message: answer.value.processingFailureReason.slice(0, 200),
        }),
      });
    default:
      return ok({ tag: 'processing', handle: urn, pollAfterMs: nextPollMs });
  }
}

const held = (urn: string): Remote => ({ remoteId: urn, url: null, handle: urn, createdAt: null });

/** An upload was answered in no known shape, or sent to somebody else's host: nothing can be done with it. */
const strange = (address: string): ConnectorError => ({
  tag: 'protocol',
  failure: failure('protocol', {
    host: URL.canParse(address) ? new URL(address).host : '',
    field: 'uploadUrl',
  }),
  raw: '',
});
