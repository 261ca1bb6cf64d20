import { bytes, json, text } from '../../core/reply.ts';
import type { Route, SimRequest } from '../../core/route.ts';
import { namedPicture } from '../../core/picture.ts';
import type { World } from '../world.ts';

/** The key of the training's media host. */
export const hostingKey = 'cle-de-depot';
const mostBytes = 320_000_000;

/**
 * Pictures that the network serves, and a place of the person's own where a file is put so that the network can fetch
 * it: plain PUT, GET and DELETE, as a WebDAV folder offers them. The second is no part of the network.
 */
// instagram §2: "a desktop app needs temporary public hosting for images"
export function hostingRoutes(world: World): readonly Route[] {
  const allowed = (request: SimRequest): boolean => request.headers.authorization === `Bearer ${hostingKey}`;
  return [
    {
      method: 'PUT',
      path: '/hosting/:name',
      operation: 'hosting.put',
      maxBytes: mostBytes,
      async handler(request) {
        if (!allowed(request)) return text('Unauthorized', 401);
        const name = request.params['name'] ?? '';
        const blob = await world.blobs.put(request.bytes);
        world.hosted.put({
          id: name,
          blob,
          mime: request.headers['content-type'] ?? 'application/octet-stream',
        });
        request.did('hosted', name);
        return text('', 201);
      },
    },
    {
      method: 'GET',
      path: '/hosting/:name',
      operation: 'hosting.get',
      async handler(request) {
        const row = world.hosted.get(request.params['name'] ?? '');
        const content = row && (await world.blobs.get(row.blob));
        return row && content ? bytes(content, 200, { 'content-type': row.mime }) : text('Not found', 404);
      },
    },
    {
      method: 'DELETE',
      path: '/hosting/:name',
      operation: 'hosting.delete',
      handler(request) {
        if (!allowed(request)) return text('Unauthorized', 401);
        const name = request.params['name'] ?? '';
        if (!world.hosted.delete(name)) return text('Not found', 404);
        request.did('unhosted', name);
        return text('', 204);
      },
    },
    {
      method: 'GET',
      path: '/files/:blob',
      operation: 'picture.file',
      async handler(request) {
        const content = await world.blobs.get(request.params['blob'] ?? '');
        return content
          ? bytes(content, 200, { 'content-type': 'application/octet-stream' })
          : json({ error: 'Not found' }, 404);
      },
    },
    {
      method: 'GET',
      path: '/pictures/:name',
      operation: 'picture.named',
      handler: (request) =>
        bytes(namedPicture(request.params['name'] ?? ''), 200, { 'content-type': 'image/png' }),
    },
  ];
}
