import { createHash } from 'node:crypto';
import { bytes, json, type SimReply } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import type { Call } from '../endpoint.ts';
import { forbidden, invalid, refusal } from '../failure.ts';
import { recognise } from '../media-kind.ts';
import { mediaKeyOf } from '../objects.ts';
import { namedPicture } from '../../core/picture.ts';
import { keysOf } from '../post-body.ts';
import type { MediaRow } from '../rows.ts';
import type { Services } from '../services.ts';

/** x §2: unused media expire after a day. */
const LIFE_MS = 86_400_000;
const FORM_OVERHEAD = 64 * 1024;
const MAX_SEGMENT = 999;
const categories = new Set([
  'tweet_image',
  'tweet_gif',
  'tweet_video',
  'dm_image',
  'dm_gif',
  'dm_video',
  'subtitles',
]);
const ALT_MAX = 1_000;

/** Media: x §2. */
export function mediaRoutes(services: Services): readonly Route[] {
  const { world, purse, endpoint } = services;
  const { settings } = world;
  const bad = (parameter: string, value: string, message: string): SimReply =>
    invalid(settings, parameter, value, message);

  const typeOfCategory = (category: string): MediaRow['type'] =>
    category.endsWith('video') ? 'video' : category.endsWith('gif') ? 'animated_gif' : 'photo';
  const mostBytes = (category: string): number =>
    category.endsWith('video')
      ? settings.videoBytes
      : category.endsWith('gif')
        ? settings.gifBytes
        : settings.imageBytes;

  /** What the endpoints answer about a medium; `processing_info` only where there is something to process. */
  function answer(row: MediaRow, status = 200): SimReply {
    const now = world.clock.now();
    const info = processingOf(row, now);
    return json(
      {
        data: {
          id: row.id,
          media_key: mediaKeyOf(row),
          expires_after_secs: Math.max(0, Math.floor((row.expiresAt - now) / 1000)),
          ...(row.finalized ? { size: row.totalBytes } : {}),
          ...(info ? { processing_info: info } : {}),
        },
      },
      status,
    );
  }

  function blank(call: Call, category: string, mime: string, totalBytes: number): MediaRow {
    const now = world.clock.now();
    return {
      id: world.ids.at(now),
      accountId: call.account.id,
      category,
      type: typeOfCategory(category),
      mime,
      totalBytes,
      file: null,
      segments: {},
      startsWell: false,
      finalized: false,
      finalizedAt: now,
      readyAt: now,
      failure: null,
      expiresAt: now + LIFE_MS,
      width: 0,
      height: 0,
      alt: null,
      postId: null,
      committedAt: now,
    };
  }

  async function upload(call: Call): Promise<SimReply> {
    const { body } = call.request;
    const file = body.tag === 'form' ? body.files.find((one) => one.field === 'media') : undefined;
    const category =
      (body.tag === 'form' ? body.fields.find(([name]) => name === 'media_category')?.[1] : undefined) ?? '';
    if (!file) return bad('media', '', '$.media: is missing but it is required');
    if (!categories.has(category))
      return bad('media_category', category, '$.media_category: does not have a value in the enumeration');
    // x §2: simple upload is for images
    if (!category.endsWith('image'))
      return bad('media_category', category, 'This category must be uploaded in chunks.');
    const kind = recognise(file.bytes);
    if (kind?.type !== 'photo') return bad('media', file.contentType, 'media type unrecognized.');
    if (file.bytes.byteLength > settings.imageBytes)
      return bad('media', String(file.bytes.byteLength), `File size exceeds ${settings.imageBytes} bytes.`);
    const row = world.media.put({
      ...blank(call, category, kind.mime, file.bytes.byteLength),
      file: await world.blobs.put(file.bytes),
      finalized: true,
      startsWell: true,
      width: kind.width,
      height: kind.height,
      readyAt: world.clock.now() + call.request.asked.mediaDelayMs,
    });
    call.request.did('media', row.id);
    return answer(row);
  }

  function initialize(call: Call): SimReply {
    const { media_type: mime, total_bytes: total, media_category: category } = keysOf(call.request);
    if (typeof mime !== 'string' || !/^(image|video)\/[\w.+-]+$/.test(mime))
      return bad('media_type', String(mime), '$.media_type: does not have a value in the enumeration');
    if (typeof category !== 'string' || !categories.has(category))
      return bad(
        'media_category',
        String(category),
        '$.media_category: does not have a value in the enumeration',
      );
    if (typeof total !== 'number' || !Number.isInteger(total) || total <= 0)
      return bad('total_bytes', String(total), '$.total_bytes: integer expected');
    if (total > mostBytes(category))
      return category.endsWith('video')
        ? refusal(settings, forbidden('This user is not allowed to post a video longer than 2 minutes'))
        : bad('total_bytes', String(total), `File size exceeds ${mostBytes(category)} bytes.`);
    const row = world.media.put(blank(call, category, mime, total));
    call.request.did('media-initialized', row.id);
    return answer(row);
  }

  const ownOf = (call: Call, id: string): MediaRow | undefined => {
    const row = world.media.get(id);
    return row?.accountId === call.account.id && row.expiresAt > world.clock.now() ? row : undefined;
  };
  const unknown = (id: string): SimReply => bad('id', id, 'media id does not exist');

  /** One segment; the same index again replaces what was there. */
  function append(call: Call): SimReply {
    const { body, params } = call.request;
    const row = ownOf(call, params['id'] ?? '');
    if (!row) return unknown(params['id'] ?? '');
    if (row.finalized) return bad('id', row.id, 'media is already finalized');
    const index = Number(
      (body.tag === 'form' ? body.fields.find(([name]) => name === 'segment_index')?.[1] : undefined) ?? NaN,
    );
    const file = body.tag === 'form' ? body.files.find((one) => one.field === 'media') : undefined;
    if (!Number.isInteger(index) || index < 0 || index > MAX_SEGMENT)
      return bad('segment_index', String(index), `$.segment_index: must be between 0 and ${MAX_SEGMENT}`);
    if (!file) return bad('media', '', '$.media: is missing but it is required');
    if (file.bytes.byteLength > settings.segmentBytes)
      return bad('media', String(file.bytes.byteLength), `Segment exceeds ${settings.segmentBytes} bytes.`);
    world.media.put({
      ...row,
      segments: {
        ...row.segments,
        [index]: {
          bytes: file.bytes.byteLength,
          hash: createHash('sha256').update(file.bytes).digest('hex'),
        },
      },
      ...(index === 0 ? startOf(file.bytes, row) : {}),
    });
    call.request.did('media-segment', `${row.id}:${index}`);
    return json({ data: { expires_at: Math.floor(row.expiresAt / 1000) } });
  }

  function startOf(first: Buffer, row: MediaRow): Partial<MediaRow> {
    const kind = recognise(first);
    return { startsWell: kind?.type === row.type, width: kind?.width ?? 0, height: kind?.height ?? 0 };
  }

  function finalize(call: Call): SimReply {
    const id = call.request.params['id'] ?? '';
    const row = ownOf(call, id);
    if (!row) return unknown(id);
    if (row.finalized) return answer(row);
    const segments = Object.values(row.segments);
    const gap = segments.some((_, index) => row.segments[index] === undefined);
    const sum = segments.reduce((total, segment) => total + segment.bytes, 0);
    if (segments.length === 0 || gap || sum !== row.totalBytes)
      return bad(
        'id',
        id,
        `Segments do not add up to provided total file size: ${sum} of ${row.totalBytes}.`,
      );
    const now = world.clock.now();
    const processed = row.type !== 'photo';
    const changed = world.media.put({
      ...row,
      finalized: true,
      finalizedAt: now,
      readyAt: now + (processed ? settings.processingMs : 0) + call.request.asked.mediaDelayMs,
      failure: row.startsWell ? null : { name: 'InvalidMedia', message: 'Unsupported video format' },
    });
    call.request.did('media', row.id);
    return answer(changed);
  }

  function status(call: Call): SimReply {
    if (call.query('command') !== 'STATUS')
      return bad(
        'command',
        call.query('command') ?? '',
        '$.command: does not have a value in the enumeration [STATUS]',
      );
    const id = call.query('media_id') ?? '';
    const row = ownOf(call, id);
    return row ? answer(row) : unknown(id);
  }

  /** x §2, alt text: at most 1000 characters. */
  function describe(call: Call): SimReply {
    const keys = keysOf(call.request);
    const metadata = keys['metadata'];
    const alt =
      typeof metadata === 'object' && metadata !== null && 'alt_text' in metadata
        ? metadata.alt_text
        : undefined;
    const text = typeof alt === 'object' && alt !== null && 'text' in alt ? alt.text : undefined;
    const id = typeof keys['id'] === 'string' ? keys['id'] : '';
    const row = ownOf(call, id);
    if (!row) return unknown(id);
    if (typeof text !== 'string' || text === '' || Array.from(text).length > ALT_MAX)
      return bad(
        'metadata.alt_text.text',
        String(text).slice(0, 20),
        `$.metadata.alt_text.text: may only be ${ALT_MAX} characters long`,
      );
    const short = purse.pay('media-metadata');
    if (short) return short;
    world.media.put({ ...row, alt: text });
    call.request.did('media-described', row.id);
    return json({ data: { id: row.id, associated_metadata: { alt_text: { text } } } });
  }

  return [
    endpoint('POST', '/2/media/upload', 'media.upload', ['media.write'], upload, {
      maxBytes: settings.imageBytes + FORM_OVERHEAD,
    }),
    endpoint('GET', '/2/media/upload', 'media.status', ['media.write'], status, {
      query: ['command', 'media_id'],
    }),
    endpoint('POST', '/2/media/upload/initialize', 'media.initialize', ['media.write'], initialize),
    endpoint('POST', '/2/media/upload/:id/append', 'media.append', ['media.write'], append, {
      maxBytes: settings.segmentBytes + FORM_OVERHEAD,
    }),
    endpoint('POST', '/2/media/upload/:id/finalize', 'media.finalize', ['media.write'], finalize),
    endpoint('POST', '/2/media/metadata', 'media.metadata', ['media.write'], describe),
    {
      method: 'GET',
      path: '/media/:id',
      operation: 'files.media',
      async handler(request) {
        const row = world.media.get(request.params['id'] ?? '');
        const content = row?.file ? await world.blobs.get(row.file) : undefined;
        if (!row) return bytes(Buffer.alloc(0), 404);
        return content
          ? bytes(content, 200, { 'content-type': row.mime })
          : bytes(namedPicture(row.id), 200, { 'content-type': 'image/png' });
      },
    },
    {
      method: 'GET',
      path: '/profile_images/:file',
      operation: 'files.avatars',
      handler: (request) =>
        bytes(namedPicture(request.params['file'] ?? ''), 200, { 'content-type': 'image/png' }),
    },
  ];
}

/** x §2: `pending`, then `in_progress` with its progress, then `succeeded` or `failed`. */
function processingOf(row: MediaRow, now: number): object | undefined {
  if (!row.finalized || (row.readyAt <= row.finalizedAt && row.failure === null)) return undefined;
  const length = Math.max(1, row.readyAt - row.finalizedAt);
  const share = Math.min(1, (now - row.finalizedAt) / length);
  if (share >= 1)
    return row.failure === null
      ? { state: 'succeeded', progress_percent: 100 }
      : { state: 'failed', progress_percent: 100, error: { code: 1, ...row.failure } };
  return {
    state: share === 0 ? 'pending' : 'in_progress',
    check_after_secs: Math.max(1, Math.min(5, Math.ceil((row.readyAt - now) / 1000))),
    ...(share === 0 ? {} : { progress_percent: Math.floor(share * 100) }),
  };
}
