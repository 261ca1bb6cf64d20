import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InstagramSim } from '../../src-simulator/instagram/sim.ts';
import { startInstagramSim } from '../../src-simulator/instagram/start.ts';
import { createGraphClient, listAt, textAt, type GraphClient } from '../fixtures/instagram-client.ts';
import { loadMetaSpec, metaSpecMissing } from '../fixtures/meta-spec.ts';

/** Every field and list of a node that its description names and the simulator knows, asked for at once. */
const mediaFields =
  'alt_text,caption,comments_count,id,is_comment_enabled,is_shared_to_feed,like_count,media_product_type,media_type,media_url,owner,permalink,shortcode,thumbnail_url,timestamp,username';
const commentFields = 'from,hidden,id,like_count,media,parent_id,text,timestamp,username';

describe.skipIf(metaSpecMissing !== undefined)(
  `the simulated Instagram against the official descriptions${metaSpecMissing === undefined ? '' : ` (skipped: ${metaSpecMissing})`}`,
  () => {
    let sim: InstagramSim;
    let own: GraphClient;
    let page: GraphClient;
    let me: string;
    beforeAll(async () => {
      sim = await startInstagramSim();
      const [account] = sim.accounts;
      me = account?.id ?? '';
      own = createGraphClient(sim.baseUrl, account?.token ?? '');
      page = createGraphClient(sim.baseUrl, sim.pageToken(me));
    });
    afterAll(() => sim.close());

    const problemsOf = (node: string, entities: readonly unknown[]): readonly string[] => {
      expect(entities.length).toBeGreaterThan(0);
      const spec = loadMetaSpec();
      return entities.flatMap((entity) => spec.entity(node, entity));
    };

    it('gives accounts as described for both logins', async () => {
      const byLogin = await own.get('me', {
        fields:
          // Without user_id: described as a number, of more digits than JavaScript's have.
          'account_type,biography,followers_count,follows_count,id,media_count,name,profile_picture_url,username,website',
      });
      const byPage = await page.get(me, {
        fields:
          'biography,followers_count,follows_count,id,media_count,name,profile_picture_url,username,website',
      });
      expect(problemsOf('IGUserForIGOnlyAPI', [byLogin.body])).toEqual([]);
      expect(problemsOf('IGUser', [byPage.body])).toEqual([]);
    });

    it('gives posts and comments as described for both logins', async () => {
      const posts = await own.get(`${me}/media`, { fields: mediaFields });
      const post = textAt(posts.body, 'data', 0, 'id');
      for (const [person, text] of [
        ['theo_marchand', 'Un'],
        ['camille_roche', 'Deux'],
      ] as const)
        await sim.control.audience.say({ kind: 'reply', person, post, text });
      const comments = await own.get(`${post}/comments`, { fields: commentFields });
      const samePosts = await page.get(`${me}/media`, { fields: mediaFields });
      expect(problemsOf('IGMediaForIGOnlyAPI', listAt(posts.body, 'data'))).toEqual([]);
      expect(problemsOf('IGMedia', listAt(samePosts.body, 'data'))).toEqual([]);
      expect(problemsOf('IGComment', listAt(comments.body, 'data'))).toEqual([]);
    });

    it('gives threads and figures as described', async () => {
      await sim.control.audience.say({
        kind: 'message',
        person: 'nadia_benali',
        account: me,
        text: 'Bonjour',
      });
      const threads = await own.get('me/conversations', {
        platform: 'instagram',
        fields: 'id,updated_time,participants,unread_count,message_count',
      });
      const posts = await own.get(`${me}/media`, { limit: '1' });
      const figures = await own.get(`${textAt(posts.body, 'data', 0, 'id')}/insights`, {
        metric: 'likes,views',
      });
      expect(problemsOf('UnifiedThread', listAt(threads.body, 'data'))).toEqual([]);
      expect(problemsOf('InsightsResult', listAt(figures.body, 'data'))).toEqual([]);
    });

    it('gives refreshed accesses as described', async () => {
      const url = new URL('/refresh_access_token', sim.baseUrl);
      url.searchParams.set('grant_type', 'ig_refresh_token');
      url.searchParams.set('access_token', sim.accounts[0]?.token ?? '');
      const answer: unknown = await (await fetch(url)).json();
      expect(problemsOf('IGRefreshAccessTokenForIGOnlyAPI', [answer])).toEqual([]);
    });
  },
);
