import type * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Sighting } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { ask } from '../meta/graph.ts';
import { parseEach } from '../meta/parse-each.ts';
import { webUrl } from '../meta/web-url.ts';
import { wireListSchema } from '../meta/wire-graph.ts';
import { clockSpreadMs } from './find.ts';
import { idPath, pageContext } from './page-context.ts';
import { postRemote } from './remotes.ts';
import { storySchema } from './wire.ts';

/**
 * Stories are listed with the photo or film that they are made of (`ids`). Which that was may have been lost with a
 * damaged journal: then any story since the attempt may be it, and of a film that is still worked on there is none.
 */
export async function findStory(
  ctx: ConnectorContext,
  { ids, isFilm }: { readonly ids: readonly string[]; readonly isFilm: boolean },
  sentAt: number,
): Promise<Result<Sighting, ConnectorError>> {
  const list = await ask(pageContext(ctx), 'read', wireListSchema, {
    method: 'GET',
    path: idPath(ctx.me.remoteId, 'stories'),
    query: {
      fields: 'post_id,media_id,creation_time,url',
      since: String(Math.floor((sentAt - clockSpreadMs) / 1_000)),
    },
  });
  if (list.tag === 'err') return list;
  const stories = parseEach(storySchema, list.value.data).items;
  // No list of stories of photos is reliable (facebook-pages §9): that one is not in it says nothing.
  const unseen: Sighting = isFilm ? { tag: 'absent' } : { tag: 'unclear', candidates: [] };
  if (ids.length === 0) return ok(stories.length === 0 ? unseen : oneOf(stories, sentAt));
  const found = stories.find(({ media_id: medium }) => medium !== null && ids.includes(medium));
  return ok(
    found ? { tag: 'present', remote: postRemote(found.post_id, found.url, found.creation_time) } : unseen,
  );
}

const oneOf = (stories: readonly v.InferOutput<typeof storySchema>[], sentAt: number): Sighting => ({
  tag: 'unclear',
  // Not even the only one can be taken for it.
  differ: true,
  candidates: stories.map(({ post_id: remoteId, url, creation_time: createdAt }) => ({
    remoteId,
    url: webUrl(url),
    text: '',
    createdAt: createdAt ?? sentAt,
    mediaCount: 1,
  })),
});
