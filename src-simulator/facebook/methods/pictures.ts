import { bytes, text } from '../../core/reply.ts';
import { namedPicture } from '../../core/picture.ts';
import type { Route } from '../../core/route.ts';
import type { Services } from '../services.ts';

/** Pictures as the network's own hosts would serve them. */
export function pictureRoutes({ world }: Services): readonly Route[] {
  const cached = { 'cache-control': 'max-age=1209600' };
  return [
    {
      method: 'GET',
      path: '/picture/:id',
      operation: 'picture.profile',
      handler: ({ params }) => {
        const who = world.who(params['id'] ?? '');
        return who
          ? bytes(namedPicture(who.name), 200, { 'content-type': 'image/png', ...cached })
          : text('Not Found', 404);
      },
    },
    {
      method: 'GET',
      path: '/photo/:id',
      operation: 'picture.photo',
      handler: async ({ params }) => {
        const photo = world.photos.get(params['id'] ?? '');
        const blob = photo && (await world.blobs.get(photo.blob));
        return photo && blob
          ? bytes(blob, 200, { 'content-type': photo.contentType, ...cached })
          : text('Not Found', 404);
      },
    },
  ];
}
