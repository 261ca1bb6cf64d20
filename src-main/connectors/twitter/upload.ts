import * as v from 'valibot';
import type { PostMedia } from '../../../src-shared/domain/content.ts';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Remote, SoFar } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError, Performed } from '../contract.ts';
import { ask, callContext, send } from './calls.ts';
import { jsonOf } from './json.ts';
import { uploadedSchema, type WireUploaded } from './wire.ts';

type Outcome = Promise<Result<Performed, ConnectorError>>;

/** One piece, where a thousand of them suffice: the longest that is accepted is not certain (x §2). */
const usualPiece = 1024 * 1024;
const mostPieces = 1_000;
const sendTimeoutMs = 120_000;
const usualPollMs = 5_000;

/** Whether it is sent in pieces: whatever moves is (x §2). */
const movesOf = (mime: string): 'tweet_gif' | 'tweet_video' | null =>
  mime === 'image/gif' ? 'tweet_gif' : mime.startsWith('video/') ? 'tweet_video' : null;

/** Sends a medium with its description; of one in pieces, one piece. A second upload harms nobody (x §8). */
export function upload(ctx: ConnectorContext, medium: PostMedia, soFar: SoFar | undefined): Outcome {
  const category = movesOf(medium.mime);
  if (category === null) return uploadPicture(ctx, medium);
  return soFar === undefined ? begin(ctx, medium, category) : goOn(ctx, medium, category, soFar);
}

async function uploadPicture(ctx: ConnectorContext, medium: PostMedia): Outcome {
  const sent = await sendPicture(ctx, medium, 'tweet_image');
  if (sent.tag === 'err') return sent;
  const described = await describe(ctx, medium, sent.value.id);
  return described.tag === 'err' ? described : standing(sent.value);
}

/**
 * A picture for a private message: the network keeps them apart from those for posts, and what was uploaded as one
 * cannot be sent as the other. Answers its id.
 */
export async function uploadForMessage(
  ctx: ConnectorContext,
  medium: PostMedia,
): Promise<Result<string, ConnectorError>> {
  if (movesOf(medium.mime) !== null)
    return err({ tag: 'rejected', failure: failure('media-type-refused', { mime: medium.mime }) });
  const sent = await sendPicture(ctx, medium, 'dm_image');
  if (sent.tag === 'ok') return ok(sent.value.id);
  // Nothing was said yet: a lost answer about a picture leaves no doubt about the message.
  return sent.error.tag === 'unknown-outcome' ? err({ tag: 'server', failure: sent.error.failure }) : sent;
}

async function sendPicture(
  ctx: ConnectorContext,
  medium: PostMedia,
  category: 'tweet_image' | 'dm_image',
): Promise<Result<WireUploaded, ConnectorError>> {
  const bytes = await ctx.openMedia(medium.hash);
  if (bytes.tag === 'err') return err({ tag: 'rejected', failure: bytes.error });
  const form = new FormData();
  form.set('media_category', category);
  form.set('media', new Blob([Uint8Array.from(bytes.value)], { type: medium.mime }), 'media');
  return ask(callContext(ctx), 'write', uploadedSchema, {
    method: 'POST',
    path: '/2/media/upload',
    body: { parts: form },
    timeoutMs: sendTimeoutMs,
  });
}

/** `anew`: how often it was begun anew because the network had forgotten it. */
const placeSchema = v.object({ id: v.string(), piece: v.number(), anew: v.optional(v.number(), 0) });
/** A network that forgets whatever it is sent is not asked for ever. */
const mostAnew = 2;

async function begin(
  ctx: ConnectorContext,
  medium: PostMedia,
  category: 'tweet_gif' | 'tweet_video',
  anew = 0,
): Outcome {
  const answer = await ask(callContext(ctx), 'write', uploadedSchema, {
    method: 'POST',
    path: '/2/media/upload/initialize',
    body: { json: { media_type: medium.mime, total_bytes: medium.bytes, media_category: category } },
  });
  if (answer.tag === 'err') return answer;
  const piece = Math.max(usualPiece, Math.ceil(medium.bytes / mostPieces));
  return ok({
    tag: 'partial',
    soFar: { handle: JSON.stringify({ id: answer.value.id, piece, anew }), sent: 0, total: medium.bytes },
  });
}

/** The next piece, or the end. A piece that was under way when the line was cut goes again under its own number. */
async function goOn(
  ctx: ConnectorContext,
  medium: PostMedia,
  category: 'tweet_gif' | 'tweet_video',
  soFar: SoFar,
): Outcome {
  const place = v.safeParse(placeSchema, jsonOf(soFar.handle));
  if (!place.success) return begin(ctx, medium, category);
  const { id, piece, anew } = place.output;
  /** Forgotten after a day: what was sent is gone, the upload begins again. */
  const anewWhenForgotten = (error: ConnectorError): Outcome =>
    isForgotten(error) && anew < mostAnew
      ? begin(ctx, medium, category, anew + 1)
      : Promise.resolve(err(error));
  if (soFar.sent >= soFar.total) {
    const finished = await finish(ctx, medium, id);
    return finished.tag === 'ok' ? finished : anewWhenForgotten(finished.error);
  }
  const end = Math.min(soFar.total, soFar.sent + piece);
  const bytes = await ctx.readMedia(medium.hash, soFar.sent, end);
  if (bytes.tag === 'err') return err({ tag: 'rejected', failure: bytes.error });
  const form = new FormData();
  form.set('segment_index', String(Math.floor(soFar.sent / piece)));
  form.set('media', new Blob([Uint8Array.from(bytes.value)]), 'media');
  const answer = await send(callContext(ctx), 'write', {
    method: 'POST',
    path: `/2/media/upload/${encodeURIComponent(id)}/append`,
    body: { parts: form },
    timeoutMs: sendTimeoutMs,
  });
  if (answer.tag === 'ok') return ok({ tag: 'partial', soFar: { ...soFar, sent: end } });
  return anewWhenForgotten(answer.error);
}

async function finish(ctx: ConnectorContext, medium: PostMedia, id: string): Outcome {
  const answer = await ask(callContext(ctx), 'write', uploadedSchema, {
    method: 'POST',
    path: `/2/media/upload/${encodeURIComponent(id)}/finalize`,
  });
  if (answer.tag === 'err') return answer;
  const described = await describe(ctx, medium, id);
  return described.tag === 'err' ? described : standing(answer.value);
}

const isForgotten = (error: ConnectorError): boolean =>
  error.tag === 'rejected' && error.failure.code === 'media-missing';

/** Says what the medium shows, for those who do not see it. */
async function describe(
  ctx: ConnectorContext,
  medium: PostMedia,
  id: string,
): Promise<Result<null, ConnectorError>> {
  if (medium.decorative || medium.alt.trim() === '') return ok(null);
  const answer = await send(callContext(ctx), 'write', {
    method: 'POST',
    path: '/2/media/metadata',
    body: { json: { id, metadata: { alt_text: { text: medium.alt } } } },
  });
  return answer.tag === 'ok' ? ok(null) : answer;
}

/** Asks how the processing of a medium stands (x §2). */
export async function pollUpload(ctx: ConnectorContext, id: string): Outcome {
  const answer = await ask(callContext(ctx), 'read', uploadedSchema, {
    method: 'GET',
    path: '/2/media/upload',
    query: { command: 'STATUS', media_id: id },
  });
  if (answer.tag === 'ok') return standing(answer.value);
  return isForgotten(answer.error) ? err({ tag: 'gone', failure: failure('media-missing') }) : answer;
}

function standing({ id, processing_info: info }: WireUploaded): Result<Performed, ConnectorError> {
  if (info === null || info.state === 'succeeded') return ok({ tag: 'done', remote: held(id) });
  if (info.state === 'failed')
    return err({
      tag: 'rejected',
      failure: failure('media-processing-failed', { message: (info.error?.message ?? '').slice(0, 200) }),
    });
  const seconds = info.check_after_secs;
  return ok({
    tag: 'processing',
    handle: id,
    pollAfterMs: seconds === null || seconds <= 0 ? usualPollMs : seconds * 1_000,
  });
}

const held = (id: string): Remote => ({ remoteId: id, url: null, handle: id, createdAt: null });
