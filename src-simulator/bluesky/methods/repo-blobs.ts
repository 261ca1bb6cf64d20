import { bytes } from '../../core/reply.ts';
import type { Route, SimRequest } from '../../core/route.ts';
import type { SimReply } from '../../core/reply.ts';
import { cidOfBlob } from '../pds/blobs.ts';
import { cid, did as didFormat } from '../records/terms.ts';
import { failureReply, invalidRequest } from '../xrpc/failure.ts';
import { answer, refuse, type Method } from '../xrpc/method.ts';
import { required } from '../xrpc/params.ts';
import type { World } from '../world.ts';

/** Largest upload, as the server describes itself. What a record may hold is smaller. sheet: 2 Publish, Limit */
export const UPLOAD_LIMIT = 100_000_000;

const served = (found: { readonly bytes: Buffer; readonly mimeType: string }): SimReply =>
  bytes(found.bytes, 200, {
    'content-type': found.mimeType,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'public, max-age=31536000, immutable',
  });

export const blobMethods: readonly Method[] = [
  {
    nsid: 'com.atproto.repo.uploadBlob',
    kind: 'procedure',
    auth: 'access',
    input: 'bytes',
    maxBytes: UPLOAD_LIMIT,
    points: ({ world, credentials }) => [[world.settings.limits.upload, credentials?.did ?? '', 1]],
    /** sheet: 2 Publish, Blob */
    async run({ world, did, request }) {
      const declared = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
      const blob = await world.blobs.upload(did, request.bytes, declared);
      request.did('blob', cidOfBlob(blob));
      return answer({ blob });
    },
  },
  {
    nsid: 'com.atproto.sync.getBlob',
    kind: 'query',
    auth: 'none',
    params: { did: required(didFormat), cid: required(cid) },
    async run({ world, params }) {
      const found = await world.blobs.read(params.wanted('did'), params.wanted('cid'));
      if (!found) return refuse(invalidRequest('Blob not found', 'BlobNotFound'));
      return { tag: 'ok', value: { tag: 'reply', reply: served(found) } };
    },
  },
];

/** Images where the views say they are, in the shape of the real CDN's addresses. */
export function imageRoutes(world: () => World): readonly Route[] {
  const image = async (request: SimRequest): Promise<SimReply> => {
    const name = (request.params['name'] ?? '').split('@')[0] ?? '';
    const found = await world().blobs.read(request.params['did'] ?? '', name);
    return found
      ? served(found)
      : failureReply({ status: 404, error: 'NotFound', message: 'image not found' });
  };
  return [{ method: 'GET', path: '/img/:preset/plain/:did/:name', operation: 'cdn.image', handler: image }];
}
