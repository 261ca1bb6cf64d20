import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src-simulator/core/clock.ts';
import { createFacebookSim, type FacebookSim } from '../../src-simulator/facebook/sim.ts';
import { at, createGraphClient, dataOf, movie, textAt, type GraphClient } from '../fixtures/graph-client.ts';
import { loadMetaSpec, metaSpecMissing } from '../fixtures/meta-spec.ts';
import { picture } from '../fixtures/picture.ts';

if (metaSpecMissing !== undefined) console.warn(`skipped: ${metaSpecMissing}`);

describe.skipIf(metaSpecMissing !== undefined)('every object against its official description', () => {
  let sim: FacebookSim;
  let graph: GraphClient;
  let page: string;
  const clock = createManualClock();

  beforeAll(async () => {
    sim = await createFacebookSim({ clock, seed: 1, past: { index: 0, of: 1 } });
    page = sim.accounts[0]?.id ?? '';
    graph = createGraphClient(sim.baseUrl, sim.accounts[0]?.token);
  });
  afterAll(() => sim.close());

  const spec = metaSpecMissing === undefined ? loadMetaSpec() : undefined;
  function check(node: string, entities: readonly unknown[]): void {
    expect(entities.length).toBeGreaterThan(0);
    for (const entity of entities) expect(spec?.entity(node, entity)).toEqual([]);
  }

  it('pages', async () => {
    const fields =
      'id,name,username,about,website,category,link,picture,access_token,followers_count,fan_count,verification_status';
    const { body } = await graph.get(`/${page}`, { fields });
    // `picture` and `tasks` are edges and rights that the description of the node leaves out.
    const { picture: shown, ...rest } = Object(body) as Record<string, unknown>;
    expect(shown).toMatchObject({ data: { url: expect.any(String) } });
    check('Page', [rest]);
  });

  it('posts of every kind', async () => {
    await graph.form(`/${page}/photos`, {
      source: new Blob([new Uint8Array(picture(20, 20))]),
      caption: 'a',
    });
    await graph.post(`/${page}/feed`, { message: 'b', link: 'https://atelier-lumiere.example/' });
    await graph.form(`/${page}/videos`, {
      source: new Blob([new Uint8Array(movie(3000))]),
      description: 'c',
    });
    await graph.post(`/${page}/feed`, {
      message: 'd',
      published: false,
      scheduled_publish_time: Math.floor(clock.now() / 1000) + 3600,
    });
    await clock.advance(5000);
    const fields =
      'id,message,created_time,updated_time,from,permalink_url,full_picture,status_type,attachments,shares,is_published,is_hidden,is_expired,is_popular,scheduled_publish_time,message_tags,can_reply_privately,promotable_id,privacy,application,comments.limit(3){id},likes.summary(true).limit(0),reactions.summary(true).limit(0)';
    for (const edge of ['feed', 'published_posts', 'scheduled_posts', 'tagged'])
      check('PagePost', dataOf((await graph.get(`/${page}/${edge}`, { fields })).body));
  });

  it('comments, photos, videos, stories, threads and insights', async () => {
    const posts = dataOf(
      (await graph.get(`/${page}/published_posts`, { fields: 'comments.filter(stream){id}' })).body,
    );
    const comments = posts.flatMap((post) =>
      at(post, 'comments') === undefined ? [] : dataOf(at(post, 'comments')),
    );
    const fields =
      'id,message,created_time,from,parent,object,attachment,can_comment,can_like,can_hide,can_remove,can_reply_privately,is_hidden,is_private,like_count,comment_count,user_likes,permalink_url';
    for (const comment of comments.slice(0, 6))
      check('Comment', [(await graph.get(`/${textAt(comment, 'id')}`, { fields })).body]);

    check(
      'Photo',
      dataOf(
        (
          await graph.get(`/${page}/photos`, {
            fields:
              'id,created_time,updated_time,name,alt_text,alt_text_custom,from,link,picture,images,width,height,page_story_id',
          })
        ).body,
      ),
    );
    check(
      'AdVideo',
      dataOf(
        (
          await graph.get(`/${page}/videos`, {
            fields:
              'id,created_time,updated_time,title,description,status,published,post_id,permalink_url,from,length,views,picture',
          })
        ).body,
      ),
    );
    const photo = await graph.form(`/${page}/photos`, {
      source: new Blob([new Uint8Array(picture(20, 30))]),
      published: 'false',
    });
    await graph.post(`/${page}/photo_stories`, { photo_id: textAt(photo.body, 'id') });
    check(
      'Stories',
      dataOf(
        (
          await graph.get(`/${page}/stories`, {
            fields: 'post_id,status,creation_time,media_type,media_id,url',
          })
        ).body,
      ).map(withoutId),
    );
    check(
      'UnifiedThread',
      dataOf(
        (
          await graph.get(`/${page}/conversations`, {
            fields: 'id,updated_time,snippet,unread_count,message_count,participants,senders,can_reply,link',
          })
        ).body,
      ),
    );
    check(
      'InsightsResult',
      dataOf((await graph.get(`/${page}/insights`, { metric: 'page_follows', period: 'day' })).body),
    );
  });

  /** The description of a story names no id, though every node has one. */
  function withoutId(value: unknown): unknown {
    return Object.fromEntries(
      Object.entries(Object(value) as Record<string, unknown>).filter(([name]) => name !== 'id'),
    );
  }

  it('finds what does not fit', () => {
    expect(spec?.entity('Comment', { id: 7, nonsense: true })).toEqual([
      'Comment.id is not string',
      'Comment.nonsense is not described',
    ]);
    expect(spec?.call('Page', 'POST', 'feed', ['message', 'nonsense'])).toEqual([
      'POST Page/feed: nonsense is not described',
    ]);
  });
});
