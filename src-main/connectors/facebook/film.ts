import * as v from 'valibot';
import type { PostMedia } from '../../../src-shared/domain/content.ts';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Remote, SoFar } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError, Performed } from '../contract.ts';
import { ask, read, send, type GraphCall } from '../meta/graph.ts';
import { harmless } from '../meta/harmless.ts';
import { placesOf, productionOrigin } from '../meta/places.ts';
import { sendPiece } from '../meta/rupload.ts';
import { wireCount, wireId } from '../meta/wire-graph.ts';
import type { Form } from './form.ts';
import { filmContext, idPath, pageContext } from './page-context.ts';
import { readSecret } from './secret.ts';
import { readUploaded, writeUploaded, type Uploaded } from './uploaded.ts';
import { videoSchema, type WireVideo } from './wire.ts';

type Outcome = Promise<Result<Performed, ConnectorError>>;

/** Bytes of one piece on the upload host, which takes any; elsewhere the server names its pieces. */
const pieceBytes = 8 * 1_048_576;
const pieceTimeoutMs = 10 * 60_000;

const rangeSchema = v.object({ start_offset: wireCount, end_offset: wireCount });
const startedSchema = v.object({
  ...rangeSchema.entries,
  upload_session_id: wireId,
  video_id: wireId,
});
const openedSchema = v.object({ video_id: wireId, upload_url: v.string() });

/** Begins an upload, or sends its next piece. What is begun anew leaves nothing that anybody sees. */
export function uploadFilm(
  ctx: ConnectorContext,
  medium: PostMedia,
  form: Form,
  soFar: SoFar | undefined,
): Outcome {
  const uploaded = soFar === undefined ? null : readUploaded(soFar.handle);
  if (soFar === undefined || uploaded === null) return begin(ctx, medium, form);
  if (uploaded.kind === 'video') return sendChunk(ctx, medium, form, uploaded, soFar.sent);
  if (uploaded.kind === 'photo') return begin(ctx, medium, form);
  return sendToHost(ctx, medium, form, uploaded, soFar.sent);
}

async function begin(ctx: ConnectorContext, medium: PostMedia, form: Form): Outcome {
  if (form === 'reel' || form === 'story') {
    const opened = await ask(pageContext(ctx), 'write', openedSchema, {
      method: 'POST',
      path: idPath(ctx.me.remoteId, form === 'reel' ? 'video_reels' : 'video_stories'),
      body: { json: { upload_phase: 'start' } },
    });
    if (opened.tag === 'err') return err(harmless(opened.error));
    const { video_id: id, upload_url: url } = opened.value;
    // The access goes along with every piece: only to the network's own hosts.
    if (!isOwnHost(url, ctx.origin))
      return err({
        tag: 'protocol',
        failure: failure('protocol', { host: ctx.origin, field: 'upload_url' }),
        raw: '',
      });
    return progress({ kind: form, id, url }, 0, medium);
  }
  const started = await ask(filmContext(ctx), 'write', startedSchema, {
    method: 'POST',
    path: idPath(ctx.me.remoteId, 'videos'),
    body: { json: { upload_phase: 'start', file_size: medium.bytes } },
  });
  if (started.tag === 'err') return err(harmless(started.error));
  const { upload_session_id: session, video_id: id, start_offset: sent, end_offset: end } = started.value;
  return progress({ kind: 'video', id, session, end }, sent, medium);
}

function isOwnHost(address: string, origin: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (origin !== productionOrigin) return url.origin === placesOf(origin).graph;
  return url.protocol === 'https:' && url.hostname.endsWith('.facebook.com');
}

/**
 * Sends the piece that the server asked for. One that arrived before, its answer lost, is refused with the place to go
 * on at (code 6001, subcode 1363037): nothing is sent twice but that piece.
 */
async function sendChunk(
  ctx: ConnectorContext,
  medium: PostMedia,
  form: Form,
  uploaded: Extract<Uploaded, { kind: 'video' }>,
  sent: number,
): Outcome {
  const bytes = await ctx.readMedia(medium.hash, sent, uploaded.end);
  if (bytes.tag === 'err') return err({ tag: 'rejected', failure: bytes.error });
  const parts = new FormData();
  parts.set('upload_phase', 'transfer');
  parts.set('upload_session_id', uploaded.session);
  parts.set('start_offset', String(sent));
  parts.set('video_file_chunk', new Blob([Uint8Array.from(bytes.value)]), 'piece');
  const call: GraphCall = {
    method: 'POST',
    path: idPath(ctx.me.remoteId, 'videos'),
    body: { parts },
    timeoutMs: pieceTimeoutMs,
  };
  const graph = filmContext(ctx);
  const answer = await send(graph, 'write', call);
  if (answer.tag === 'err') {
    const { said, error } = answer.error;
    const elsewhere = said?.error_subcode === 1363037 ? v.safeParse(rangeSchema, said.error_data) : null;
    if (elsewhere?.success)
      return progress(
        { ...uploaded, end: elsewhere.output.end_offset },
        elsewhere.output.start_offset,
        medium,
      );
    if (said?.error_subcode === 1363041) return begin(ctx, medium, form);
    return err(harmless(error));
  }
  const range = read(graph, 'write', rangeSchema, call, answer.value);
  if (range.tag === 'err') return err(harmless(range.error));
  return progress({ ...uploaded, end: range.value.end_offset }, range.value.start_offset, medium);
}

async function sendToHost(
  ctx: ConnectorContext,
  medium: PostMedia,
  form: Form,
  uploaded: Extract<Uploaded, { url: string }>,
  sent: number,
): Outcome {
  const end = Math.min(sent + pieceBytes, medium.bytes);
  const piece = await sendPiece(ctx, readSecret(ctx.secret)?.token ?? '', {
    url: uploaded.url,
    hash: medium.hash,
    start: sent,
    end,
    total: medium.bytes,
  });
  if (piece.tag === 'err') return piece.error.tag === 'gone' ? begin(ctx, medium, form) : piece;
  if (piece.value.tag === 'taken') return progress(uploaded, end, medium);
  // Not there: how far it is, the film itself says.
  const film = await readFilm(ctx, uploaded.id);
  if (film.tag === 'err') return film.error.tag === 'gone' ? begin(ctx, medium, form) : film;
  const known = film.value.status?.uploading_phase?.bytes_transfered ?? 0;
  return known === sent
    ? err({ tag: 'server', failure: failure('server-error', { host: new URL(uploaded.url).host }) })
    : progress(uploaded, known, medium);
}

function progress(uploaded: Uploaded, sent: number, medium: PostMedia): Result<Performed, ConnectorError> {
  const handle = writeUploaded(uploaded);
  if (sent < medium.bytes) return ok({ tag: 'partial', soFar: { handle, sent, total: medium.bytes } });
  const remote: Remote = { remoteId: uploaded.id, url: null, handle, createdAt: null };
  return ok({ tag: 'done', remote });
}

/** How a film stands: uploaded, processed, published (facebook-pages §3, §9). */
export const readFilm = (ctx: ConnectorContext, id: string): Promise<Result<WireVideo, ConnectorError>> =>
  ask(pageContext(ctx), 'read', videoSchema, {
    method: 'GET',
    path: idPath(id),
    query: { fields: 'id,status,post_id,permalink_url' },
  });
