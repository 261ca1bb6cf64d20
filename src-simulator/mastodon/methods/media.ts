import { bytes, json } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import type { UserCall } from '../endpoint.ts';
import { invalid, notFound, refusal } from '../failure.ts';
import { recogniseMedia } from '../media-kind.ts';
import { namedPicture } from '../../core/picture.ts';
import type { MediaRow } from '../rows.ts';
import type { Services } from '../services.ts';

/** What a proxy in front of the server lets through on top of the largest file. */
const FORM_OVERHEAD = 1024 * 1024;

// sheet: Publish / Media
export function mediaRoutes({ world, entities, endpoints }: Services): readonly Route[] {
  const { limits, supportedMimeTypes, wantsFileNames, deletesMedia } = world.flavour;

  async function upload(call: UserCall) {
    const file = call.params.file('file');
    if (!file) return refusal(invalid("File can't be blank"));
    // sheet: Compatibles (upload)
    if (wantsFileNames && !file.filename)
      return refusal({ status: 422, error: 'no filename given in the upload' });
    const kind = recogniseMedia(file.bytes);
    if (!kind || !supportedMimeTypes.includes(kind.mime))
      return refusal(invalid('File content type is invalid, File is invalid'));
    const still = kind.type === 'image' || kind.type === 'gifv';
    const maxBytes = still ? limits.imageSize : limits.videoSize;
    if (file.bytes.byteLength > maxBytes)
      return refusal(invalid(`File must be less than ${Math.floor(maxBytes / 1024 / 1024)} MB`));
    if (still && kind.width !== null && kind.height !== null && kind.width * kind.height > limits.imageMatrix)
      return refusal(invalid(`File images with ${kind.width}x${kind.height} dimensions are not supported`));
    const description = call.params.text('description') ?? null;
    if (tooLong(description)) return refusal(describedTooLong());
    const now = world.clock.now();
    const processing =
      (kind.type === 'image' ? 0 : limits.videoProcessingMs) + call.request.asked.mediaDelayMs;
    const row = world.media.put({
      id: world.ids.at(now),
      accountId: call.viewer.id,
      type: kind.type,
      mime: kind.mime,
      file: await world.blobs.put(file.bytes),
      size: file.bytes.byteLength,
      width: kind.width,
      height: kind.height,
      description,
      focus: readFocus(call.params.text('focus')),
      readyAt: now + processing,
      statusId: null,
      scheduledId: null,
      committedAt: now,
    });
    call.request.did('media', row.id);
    return json(entities.media(row), processing > 0 ? 202 : 200);
  }

  function tooLong(description: string | null): boolean {
    return description !== null && Array.from(description).length > limits.descriptionLimit;
  }
  const describedTooLong = () =>
    invalid(`Description is too long (maximum is ${limits.descriptionLimit} characters)`);

  /** Media that belong to the caller and to no status yet; afterwards the server denies knowing them. */
  const unattached = (call: UserCall): MediaRow | undefined => {
    const row = world.media.get(call.request.params['id'] ?? '');
    return row?.accountId === call.viewer.id && row.statusId === null ? row : undefined;
  };
  const statusOf = (row: MediaRow): number => (row.readyAt > world.clock.now() ? 206 : 200);

  return [
    endpoints.user('POST', '/api/v2/media', 'media.upload', ['write:media'], upload, {
      maxBytes: Math.max(limits.videoSize, limits.imageSize) + FORM_OVERHEAD,
    }),
    endpoints.user('GET', '/api/v1/media/:id', 'media.get', ['write:media'], (call) => {
      const row = unattached(call);
      return row ? json(entities.media(row), statusOf(row)) : refusal(notFound);
    }),
    endpoints.user('PUT', '/api/v1/media/:id', 'media.describe', ['write:media'], (call) => {
      const row = unattached(call);
      if (!row) return refusal(notFound);
      const description = call.params.text('description') ?? row.description;
      if (tooLong(description)) return refusal(describedTooLong());
      const changed = world.media.put({
        ...row,
        description,
        focus: readFocus(call.params.text('focus')) ?? row.focus,
      });
      call.request.did('media-described', row.id);
      return json(entities.media(changed), statusOf(changed));
    }),
    ...(deletesMedia
      ? [
          endpoints.user('DELETE', '/api/v1/media/:id', 'media.delete', ['write:media'], (call) => {
            const row = world.media.get(call.request.params['id'] ?? '');
            if (!row || row.accountId !== call.viewer.id) return refusal(notFound);
            if (row.statusId !== null || row.scheduledId !== null)
              return refusal({
                status: 422,
                error: 'Media attachment is currently used by a post',
                extra: { details: {} },
              });
            world.media.delete(row.id);
            call.request.did('media-deleted', row.id);
            return json({});
          }),
        ]
      : []),
    {
      method: 'GET',
      path: '/system/media_attachments/:id/:size',
      operation: 'files.media',
      async handler(request) {
        const row = world.media.get(request.params['id'] ?? '');
        const content = row && row.readyAt <= world.clock.now() ? await world.blobs.get(row.file) : undefined;
        if (!row || !content) return bytes(Buffer.alloc(0), 404);
        if (request.params['size'] === 'small' && row.type === 'video')
          return bytes(namedPicture(row.id), 200, { 'content-type': 'image/png' });
        return bytes(content, 200, { 'content-type': row.mime });
      },
    },
    ...['avatars', 'headers'].map((folder): Route => ({
      method: 'GET',
      path: `/${folder}/:file`,
      operation: `files.${folder}`,
      handler: (request) =>
        picture(`${folder === 'headers' ? 'header ' : ''}${request.params['file'] ?? ''}`),
    })),
    {
      method: 'GET',
      path: '/system/custom_emojis/:file',
      operation: 'files.emojis',
      handler: (request) => picture(request.params['file'] ?? ''),
    },
  ];
}

function picture(name: string) {
  return bytes(namedPicture(name), 200, {
    'content-type': 'image/png',
    'cache-control': 'public, max-age=86400',
  });
}

/** `x,y`, each within -1 and 1; anything else is ignored. */
function readFocus(given: string | undefined): MediaRow['focus'] {
  const [x, y] = (given ?? '').split(',').map(Number);
  if (x === undefined || y === undefined || Number.isNaN(x) || Number.isNaN(y)) return null;
  return Math.abs(x) <= 1 && Math.abs(y) <= 1 ? { x, y } : null;
}
