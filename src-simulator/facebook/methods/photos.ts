import type { Route } from '../../core/route.ts';
import type { Answer, GraphCall } from '../../meta/endpoint.ts';
import { failure, isFailure } from '../../meta/failure.ts';
import { actingPage, readTiming, textProblem } from '../gates.ts';
import { sniffPicture } from '../pictures.ts';
import type { PhotoRow } from '../rows.ts';
import type { Services } from '../services.ts';

/** Photos: posted at once, scheduled, or kept for a post of several or a story (facebook-pages §3). */
export function photoRoutes({ world, endpoints, publishing }: Services): readonly Route[] {
  async function create(call: GraphCall): Promise<Answer> {
    const { params, request } = call;
    const page = actingPage(world, call, 'CREATE_CONTENT');
    if (isFailure(page)) return page;
    const file = params.file('source');
    // Nobody outside fetches anything in a simulation.
    if (!file)
      return failure(324, '(#324) Missing or invalid image file', {
        subcode: 2069019,
        title: 'Invalid file',
      });
    const picture = sniffPicture(file.bytes);
    if (!picture || file.bytes.byteLength > world.limits.photoBytes)
      return failure(100, '(#100) Invalid parameter', {
        subcode: 1366046,
        title: 'Can’t Read Files',
        said: 'Your photos couldn’t be uploaded. Photos should be less than 4 MB and saved as JPG, PNG, GIF, TIFF, HEIF or WebP files.',
      });
    const timing = readTiming(world, params);
    if (isFailure(timing)) return timing;
    const caption = params.text('caption') ?? params.text('message') ?? '';
    const wrong = textProblem(world, caption);
    if (wrong) return wrong;
    const now = world.clock.now();
    const photo: PhotoRow = world.photos.put({
      id: world.nextId(),
      pageId: page.id,
      name: caption,
      altText: params.text('alt_text_custom') ?? null,
      blob: await world.blobs.put(file.bytes),
      contentType: picture.type,
      width: picture.width,
      height: picture.height,
      createdAt: now,
      committedAt: now,
      published: timing.published,
      postId: null,
    });
    request.did('photo', photo.id);
    if (!timing.published && timing.scheduledAt === null) return { id: photo.id };
    const post = publishing.post(
      {
        pageId: page.id,
        fromId: page.id,
        message: caption,
        photoIds: [photo.id],
        appId: call.token.appId,
        ...timing,
      },
      request.did,
    );
    return { id: photo.id, post_id: post.id };
  }

  return endpoints.signed('POST', '/:id/photos', 'photos.create', create, {
    scopes: ['pages_manage_posts'],
    // Room for the form around the largest photo, so that the network's own words refuse a larger one.
    maxBytes: world.limits.photoBytes + 4 * 1024 * 1024,
  });
}
