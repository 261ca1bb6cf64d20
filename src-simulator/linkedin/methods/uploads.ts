import { createHash, randomBytes } from 'node:crypto';
import { bytes, json, type SimReply } from '../../core/reply.ts';
import type { Route, SimRequest } from '../../core/route.ts';
import { badField, denied, illegal, missingField, notFound, refusal, wrongUrn } from '../envelope.ts';
import type { Call } from '../endpoint.ts';
import { tokenOf } from '../endpoint.ts';
import { fieldsOf, listOf, textOf } from '../json.ts';
import { judgeDocument, judgeImage, judgeVideo, type Judged } from '../media-kind.ts';
import { stateOf } from '../media-state.ts';
import { maySpeakAs } from '../roles.ts';
import type { MediaRow } from '../rows.ts';
import type { Services } from '../services.ts';
import { urnId, urnKind } from '../urn.ts';

// linkedin §3 (uploads)
const UPLOAD_LIFE_MS = 24 * 3_600_000;
const MAX_UPLOAD_BYTES = 128 * 1024 * 1024;
const writing = ['w_member_social', 'w_organization_social'];
/** A token that may only write for its member may not read the state of images and documents. */
const reading = [
  'w_organization_social',
  'r_organization_social',
  'r_member_social',
  'rw_organization_admin',
];

/** Images, documents and videos: announced, sent to an address of their own, then worked on. */
export function uploadRoutes({ world, endpoints }: Services): readonly Route[] {
  const { settings } = world;

  function act(call: Call, kind: MediaRow['kind']): SimReply | Promise<SimReply> {
    const action = call.query.get('action');
    if (action === 'initializeUpload') return announce(call, kind);
    return action === 'finalizeUpload' && kind === 'video'
      ? finalize(call)
      : refusal(illegal('The action is not known'));
  }

  function announce(call: Call, kind: MediaRow['kind']): SimReply {
    const asked = fieldsOf(fieldsOf(call.json)['initializeUploadRequest']);
    const owner = textOf(asked['owner']);
    if (owner === undefined) return refusal(missingField('/initializeUploadRequest/owner'));
    if (urnKind(owner) !== 'person' && urnKind(owner) !== 'organization')
      return refusal(wrongUrn('/initializeUploadRequest/owner', owner));
    if (!maySpeakAs(world, call, owner, false)) return refusal(denied(`${kind}s.ACTION.initializeUpload`));
    const size = Number(asked['fileSizeBytes']);
    if (kind === 'video' && !(Number.isInteger(size) && size > 0))
      return refusal(missingField('/initializeUploadRequest/fileSizeBytes'));
    const now = world.clock.now();
    const count = kind === 'video' ? Math.ceil(size / settings.partBytes) : 1;
    const row = world.media.put({
      id: `urn:li:${kind}:${kind === 'image' ? 'C4E' : kind === 'video' ? 'C5F' : 'C4D'}${world.ids.at(now)}${randomBytes(4).toString('hex')}`,
      kind,
      owner,
      createdAt: now,
      uploadExpiresAt: now + UPLOAD_LIFE_MS,
      announced: kind === 'video' ? size : null,
      parts: Array.from({ length: count }, (_, index) => ({
        first: index * settings.partBytes,
        last: kind === 'video' ? Math.min(size, (index + 1) * settings.partBytes) - 1 : -1,
        etag: null,
        file: null,
      })),
      uploadedAt: null,
      readyAt: null,
      failure: null,
      mime: null,
      committedAt: now,
    });
    call.request.did(`${kind}-announced`, row.id);
    const urlOf = (part: number): string =>
      `${world.baseUrl()}/dms-uploads/${kind}/${encodeURIComponent(row.id)}/${part}?ca=vector_ads&sync=${kind === 'video' ? '1' : '0'}&ut=${randomBytes(18).toString('base64url')}`;
    return json({
      value:
        kind === 'video'
          ? {
              uploadUrlsExpireAt: row.uploadExpiresAt,
              video: row.id,
              uploadInstructions: row.parts.map(({ first, last }, index) => ({
                uploadUrl: urlOf(index),
                firstByte: first,
                lastByte: last,
              })),
              uploadToken: '',
            }
          : { uploadUrlExpiresAt: row.uploadExpiresAt, uploadUrl: urlOf(0), [kind]: row.id },
    });
  }

  async function receive(request: SimRequest): Promise<SimReply> {
    const row = world.media.get(request.params['id'] ?? '');
    const index = Number(request.params['part']);
    const part = row?.parts[index];
    if (!row || !part || row.kind !== request.params['kind']) return refusal(notFound('upload'));
    if (world.clock.now() >= row.uploadExpiresAt)
      return refusal(badField('EXPIRED_UPLOAD_URL', '/uploadUrl', 'The upload URL has expired'));
    if (request.body.tag === 'none') return refusal(illegal('The upload has no bytes'));
    return row.kind === 'video' ? receivePart(request, row, index) : receiveWhole(request, row);
  }

  /** Images and documents take the whole file, and the token. */
  async function receiveWhole(request: SimRequest, row: MediaRow): Promise<SimReply> {
    const token = tokenOf(world, request.headers.authorization);
    if (!token || token.revoked) return bytes(Buffer.alloc(0), 401);
    const judged = row.kind === 'image' ? judgeImage(request.bytes) : judgeDocument(request.bytes);
    const delay = row.kind === 'image' ? settings.imageProcessingMs : settings.documentProcessingMs;
    finish(row, judged, delay + request.asked.mediaDelayMs);
    request.did(row.kind, row.id);
    return bytes(Buffer.alloc(0), 201);
  }

  /** Videos come in parts of 4 MB, without the token; each is answered with the mark that finalizing names. */
  async function receivePart(request: SimRequest, row: MediaRow, index: number): Promise<SimReply> {
    if (request.headers.authorization !== undefined)
      return bytes(Buffer.from('Only one auth mechanism allowed'), 400, { 'content-type': 'text/plain' });
    const part = row.parts[index];
    if (!part || request.bytes.byteLength !== part.last - part.first + 1)
      return bytes(Buffer.from('The part has not the size announced'), 400, { 'content-type': 'text/plain' });
    const file = await world.blobs.put(request.bytes);
    const etag = createHash('md5').update(`${row.id} ${index} ${file}`).digest('hex');
    const now = world.media.get(row.id) ?? row;
    world.media.put({
      ...now,
      parts: now.parts.map((one, at) => (at === index ? { ...one, etag, file } : one)),
    });
    request.did('video-part', `${row.id} ${index}`);
    return bytes(Buffer.alloc(0), 200, { etag: `"${etag}"` });
  }

  async function finalize(call: Call): Promise<SimReply> {
    const asked = fieldsOf(fieldsOf(call.json)['finalizeUploadRequest']);
    const row = world.media.get(textOf(asked['video']) ?? '');
    if (!row || row.kind !== 'video') return refusal(notFound('video'));
    if (!maySpeakAs(world, call, row.owner, false)) return refusal(denied('videos.ACTION.finalizeUpload'));
    if (textOf(asked['uploadToken']) === undefined)
      return refusal(missingField('/finalizeUploadRequest/uploadToken'));
    if (row.uploadedAt !== null) return json({});
    // What was never finished is forgotten with its addresses.
    if (world.clock.now() >= row.uploadExpiresAt) return refusal(notFound('video'));
    const ids = listOf(asked['uploadedPartIds']).map((id) => String(id).replaceAll('"', ''));
    const complete = row.parts.length === ids.length && row.parts.every(({ etag }, at) => etag === ids[at]);
    if (!complete)
      return refusal(
        badField('UPDATING_ASSET_FAILED', '/finalizeUploadRequest/uploadedPartIds', 'Parts do not match'),
      );
    const judged = await judgeVideo(row.parts, (file) => world.blobs.get(file));
    finish(row, judged, settings.videoProcessingMs + call.request.asked.mediaDelayMs);
    call.request.did('video', row.id);
    return json({});
  }
  function finish(row: MediaRow, judged: Judged, delayMs: number): void {
    const now = world.clock.now();
    world.media.put({ ...row, ...judged, uploadedAt: now, readyAt: now + delayMs });
  }

  function read(call: Call, kind: MediaRow['kind']): SimReply {
    const row = world.media.get(call.request.params['urn'] ?? '');
    if (!row || row.kind !== kind) return refusal(notFound(kind));
    const state = stateOf(row, world.clock.now());
    return json({
      id: row.id,
      owner: row.owner,
      status: state,
      ...(state === 'PROCESSING_FAILED' ? { processingFailureReason: row.failure } : {}),
      ...(state === 'AVAILABLE'
        ? {
            downloadUrl: `${world.baseUrl()}/dms/${kind}/${urnId(row.id)}`,
            downloadUrlExpiresAt: world.clock.now() + 3_600_000,
          }
        : {}),
    });
  }

  const kinds = ['image', 'document', 'video'] as const;
  return [
    ...kinds.flatMap((kind): readonly Route[] => [
      endpoints.rest('POST', `/rest/${kind}s`, `${kind}s.upload`, writing, (call) => act(call, kind)),
      endpoints.rest(
        'GET',
        `/rest/${kind}s/:urn`,
        `${kind}s.get`,
        kind === 'video' ? [...writing, ...reading] : reading,
        (call) => read(call, kind),
      ),
    ]),
    {
      method: 'PUT',
      path: '/dms-uploads/:kind/:id/:part',
      operation: 'dms.upload',
      handler: receive,
      maxBytes: MAX_UPLOAD_BYTES,
    },
  ];
}
