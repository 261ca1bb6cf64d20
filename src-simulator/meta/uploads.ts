import { createHash } from 'node:crypto';
import { json, type SimReply } from '../core/reply.ts';
import type { Route, SimRequest } from '../core/route.ts';
import type { Endpoints } from './endpoint.ts';
import { failure, missing, type GraphFailure } from './failure.ts';
import type { UploadRow } from './rows.ts';
import { findToken, rawToken, tokenFailure } from './tokens.ts';
import type { MetaWorld } from './world.ts';

/** Pieces up to this size are taken; the rest of a file comes in the next one. */
const longestPiece = 96 * 1024 * 1024;
/** Files up to this size are kept; of larger ones only what was received is known. */
const keptSize = 12 * 1024 * 1024;

export interface Uploads {
  readonly routes: readonly Route[];
  /** Opens a session whose bytes go to `/<path>/{v}/{id}` (videos, containers). `size` null: told by the first piece. */
  begin(order: Pick<UploadRow, 'id' | 'appId' | 'kind' | 'size' | 'fileType'>): UploadRow;
  /**
   * Adds a piece at an offset, which must be where the last one ended. Resolves with the row after it; undefined when
   * the offset is another.
   */
  add(row: UploadRow, offset: number, bytes: Buffer): Promise<UploadRow | undefined>;
  isWhole(row: UploadRow): boolean;
}

/**
 * Files that arrive in pieces: the app's own sessions (`/{app}/uploads`, then `file_offset`), and rupload's
 * (`offset`, `file_size`). Both go on where they stopped (facebook-pages §3).
 */
export function createUploads(
  world: MetaWorld,
  endpoints: Endpoints,
  rupload: {
    /** Paths on the upload host, e.g. `video-upload`. */
    readonly paths: readonly string[];
    /** Where rupload fetches `file_url` itself; absent: it says that it could not. */
    readonly fetchUrl?: (url: string) => Promise<Buffer | undefined>;
  },
): Uploads {
  function begin(order: Pick<UploadRow, 'id' | 'appId' | 'kind' | 'size' | 'fileType'>): UploadRow {
    return world.uploads.put({
      ...order,
      received: 0,
      digest: '',
      head: '',
      blob: null,
      handle: null,
      createdAt: world.clock.now(),
    });
  }

  async function add(given: UploadRow, offset: number, bytes: Buffer): Promise<UploadRow | undefined> {
    const row = world.uploads.get(given.id) ?? given;
    if (offset !== row.received) return undefined;
    if (row.size !== null && row.received + bytes.byteLength > row.size) return undefined;
    const small = row.received + bytes.byteLength <= keptSize;
    const before = small && row.blob !== null ? await world.blobs.get(row.blob) : undefined;
    const kept = small && (before !== undefined || row.received === 0);
    const blob = kept ? await world.blobs.put(before ? Buffer.concat([before, bytes]) : bytes) : null;
    const digest = createHash('sha256').update(row.digest).update(bytes).digest('hex');
    const head = row.received === 0 ? bytes.subarray(0, 32).toString('base64') : row.head;
    return world.uploads.put({ ...row, received: row.received + bytes.byteLength, digest, blob, head });
  }

  const isWhole = (row: UploadRow): boolean => row.size !== null && row.received === row.size;

  const sessions: readonly Route[] = [
    ...endpoints.signed('POST', '/:id/uploads', 'uploads.start', ({ id, token, params, request }) => {
      if (!world.apps.get(id) || (token.appId !== id && id !== 'app')) return missing('post', id);
      const size = params.number('file_length');
      const fileType = params.text('file_type');
      if (size === undefined || size <= 0 || fileType === undefined)
        return failure(100, '(#100) The parameter file_length is required');
      const row = begin({ id: `upload:${world.secret('MTp')}`, appId: id, kind: 'app', size, fileType });
      request.did('upload', row.id);
      return { id: row.id };
    }),
  ];

  /** `upload:AAA` is a path of its own: GET tells how far it is, POST adds from there. */
  async function session(request: SimRequest): Promise<SimReply | GraphFailure> {
    const token = findToken(world, rawToken(request.headers, request.url));
    const refused = tokenFailure(token, world.clock.now());
    if (refused) return refused;
    const row = world.uploads.get(`upload:${request.params['session'] ?? ''}`);
    if (!row || row.kind !== 'app') return missing(request.method, request.path.slice(1));
    if (request.method === 'GET') return json({ id: row.id, file_offset: row.received });
    const offset = Number(request.headers['file_offset'] ?? Number.NaN);
    const added = Number.isNaN(offset) ? undefined : await add(row, offset, request.bytes);
    if (!added)
      return failure(100, '(#100) The file offset does not match what was received', {
        data: { file_offset: String(row.received) },
      });
    request.did('bytes', `${row.id}@${offset}+${request.bytes.byteLength}`);
    if (!isWhole(added)) return json({ id: row.id, file_offset: added.received });
    const handle = `4:${Buffer.from(row.id).toString('base64url')}:${added.digest.slice(0, 32)}`;
    world.uploads.put({ ...added, handle });
    return json({ h: handle });
  }

  const sessionRoutes = (['GET', 'POST'] as const).flatMap((method) =>
    endpoints.open(
      method,
      '/upload::session',
      method === 'GET' ? 'uploads.state' : 'uploads.append',
      ({ request }) => session(request),
      { maxBytes: longestPiece },
    ),
  );

  /** rupload's refusals are not the Graph's. */
  const debug = (type: string, message: string, retriable: boolean, status = 400): SimReply =>
    json({ debug_info: { retriable, type, message } }, status);

  async function receive(request: SimRequest): Promise<SimReply> {
    const token = findToken(world, rawToken(request.headers, request.url));
    if (!token || tokenFailure(token, world.clock.now()))
      return debug('NotAuthorizedError', 'User is not authorized to perform this request', false, 401);
    const row = world.uploads.get(request.params['target'] ?? '');
    if (!row || row.kind === 'app')
      return debug('ProcessingFailedError', 'Request processing failed', false, 404);
    if (request.method === 'GET') return json({ offset: row.received });
    const url = request.headers['file_url'];
    const offset = wholeNumber(request.headers['offset']);
    const size = wholeNumber(request.headers['file_size']);
    if (typeof url === 'string') {
      const fetched = await rupload.fetchUrl?.(url);
      if (!fetched) return debug('ProcessingFailedError', 'The URL could not be fetched', true);
      await add({ ...row, size: fetched.byteLength }, 0, fetched);
      return json({ success: true });
    }
    if (offset === undefined)
      return debug(
        'ParameterValidationError',
        'HeaderValuePredicate: Header Offset not convertable to unsigned long',
        false,
      );
    if (size === undefined)
      return debug(
        'ParameterValidationError',
        'HeaderValuePredicate: Header file_size not convertable to unsigned long',
        false,
      );
    if (row.size !== null && row.size !== size)
      return debug('ParameterValidationError', 'file_size does not match the upload', false);
    const added = await add({ ...row, size }, offset, request.bytes);
    if (!added)
      return debug('OffsetInvalidError', `Invalid offset ${offset}, expected ${row.received}`, true, 412);
    if (added.size === null) world.uploads.put({ ...added, size });
    request.did('bytes', `${row.id}@${offset}+${request.bytes.byteLength}`);
    return json({ success: true, message: 'Upload successful.' });
  }

  const ruploadRoutes = rupload.paths.flatMap((path) =>
    (['GET', 'POST'] as const).map((method): Route => ({
      method,
      path: `/${path}/:version/:target`,
      operation: method === 'GET' ? 'rupload.state' : 'rupload.append',
      handler: receive,
      maxBytes: longestPiece,
    })),
  );

  return { routes: [...sessions, ...sessionRoutes, ...ruploadRoutes], begin, add, isWhole };
}

function wholeNumber(header: string | readonly string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d+$/.test(header) ? Number(header) : undefined;
}
