import type { Route } from '../../core/route.ts';
import type { Answer, GraphCall } from '../../meta/endpoint.ts';
import { invalidParameter, missing } from '../../meta/failure.ts';
import { accountFor } from '../access.ts';
import { createContainer, finishUpload } from '../containers.ts';
import { refuse } from '../errors.ts';
import { guarded } from '../guarded.ts';
import { publishContainer } from '../publishing.ts';
import type { Services } from '../services.ts';

/** Containers, their publication, and the quota. */
// instagram §2
export function publishingRoutes({ world, endpoints, uploads, onPublished }: Services): readonly Route[] {
  return [
    ...endpoints.signed(
      'POST',
      '/:id/media',
      'media.create',
      guarded(async (call) => {
        const account = accountFor(world, call, 'publish', 'POST');
        const mayUpload = call.token.type !== 'INSTAGRAM';
        const row = await createContainer(world, account, {
          params: call.params,
          mayUpload,
          delayMs: call.request.asked.mediaDelayMs,
        });
        call.request.did('container', row.id);
        if (!row.uploaded) return { id: row.id };
        uploads.begin({
          id: row.id,
          appId: call.token.appId,
          kind: 'container',
          size: null,
          fileType: 'video/mp4',
        });
        // instagram §2, Resumable video
        return {
          id: row.id,
          uri: `${call.request.origin}/ig-api-upload/${call.version}/${row.id}`,
        };
      }),
    ),
    ...endpoints.signed(
      'POST',
      '/:id/media_publish',
      'media.publish',
      guarded((call) => {
        const account = accountFor(world, call, 'publish', 'POST');
        const creation = call.params.text('creation_id');
        if (creation === undefined) return invalidParameter('The parameter creation_id is required');
        const media = publishContainer(world, account, creation);
        call.request.did('post', media.id);
        onPublished(media);
        return { id: media.id };
      }),
    ),
    ...endpoints.signed(
      'GET',
      '/:id/content_publishing_limit',
      'quota.get',
      guarded((call) => {
        const account = accountFor(world, call, 'publish', 'GET');
        // instagram §2, Quota
        return {
          data: [
            {
              quota_usage: world.publishedLately(account.id),
              config: { quota_total: world.tuning.publishPerDay, quota_duration: 86_400 },
            },
          ],
        };
      }),
    ),
    ...endpoints.signed(
      'POST',
      '/:id',
      'node.update',
      guarded((call) => updateNode(call)),
    ),
    ...uploads.routes.map((route) =>
      route.operation === 'rupload.append'
        ? ({
            ...route,
            async handler(request) {
              const reply = await route.handler(request);
              const id = request.params['target'] ?? '';
              const upload = world.uploads.get(id);
              const row = world.containers.get(id);
              if (row?.readyAt === null && upload && uploads.isWhole(upload))
                await finishUpload(
                  world,
                  row,
                  upload.blob === null ? undefined : await world.blobs.get(upload.blob),
                  request.asked.mediaDelayMs,
                );
              return reply;
            },
          } satisfies Route)
        : route,
    ),
  ];

  /** A post's comments are switched, a comment is hidden: what an id stands for decides. */
  function updateNode(call: GraphCall): Answer {
    const { id, params } = call;
    const media = world.media.get(id);
    const comment = world.comments.get(id);
    const ownerId = media?.ownerId ?? world.media.get(comment?.mediaId ?? '')?.ownerId ?? '';
    accountFor(world, { ...call, id: ownerId }, 'comments', 'POST');
    if (media) {
      // instagram §2: the caption cannot be edited, comments can be switched
      const enabled = params.flag('comment_enabled');
      if (enabled === undefined) return invalidParameter('The parameter comment_enabled is required');
      world.putMedia({ ...media, commentsEnabled: enabled });
      return { success: true };
    }
    if (!comment) return refuse(missing('post', id));
    // instagram §3, Hide
    const hide = params.flag('hide');
    if (hide === undefined) return invalidParameter('The parameter hide is required');
    world.putComment({ ...comment, hidden: hide });
    call.request.did(hide ? 'hide' : 'unhide', comment.id);
    return { success: true };
  }
}
